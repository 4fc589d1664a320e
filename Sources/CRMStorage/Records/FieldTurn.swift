import CRMModel

/// What a batch changes of one followed field: which of its rows take another value or none, and when.
struct FieldTurn {
  let history: HistoryLayout
  /// The positions of the rows in the batch.
  let rows: [Int]
  /// The moment of each, in microseconds since 1970; none lies after the transaction's.
  let moments: [Int64]
}

/// The rows of a batch as a write leaves them: what it gives, and for the rest what is stored.
struct TurningRows {
  let given: RowBatch
  /// The rows as they are stored, in the same order; nil for new ones.
  let before: RowBatch?

  var count: Int { given.count }

  /// A cell as the write leaves it.
  func cell(_ row: Int, _ column: Int32) -> Scalar {
    given.position(of: column) != nil ? given[row, column] : before?[row, column] ?? .null
  }

  /// The first column of a field, as the write leaves it and as it was.
  struct Changes {
    let field: FieldLayout
    /// The cells that are given; nil if the write does not give any.
    fileprivate let given: ColumnVector?
    fileprivate let before: ColumnVector?

    /// A cell as the write leaves it.
    func cell(_ row: Int) -> Scalar { (given ?? before)?[row] ?? .null }

    /// Whether a cell is another than before.
    func isChanged(_ row: Int) -> Bool { given.map { $0[row] != before?[row] ?? .null } ?? false }
  }

  /// What becomes of a field's first column.
  func changes(of field: FieldLayout) -> Changes {
    let number = field.schema.number
    return Changes(
      field: field, given: given.position(of: number).map { given.vectors[$0] },
      before: before.flatMap { rows in rows.position(of: number).map { rows.vectors[$0] } })
  }

  /// A column as the write leaves it.
  func column(_ layout: ColumnLayout) -> ColumnVector {
    if let position = given.position(of: layout.number) { return given.vectors[position] }
    if let before, let position = before.position(of: layout.number) { return before.vectors[position] }
    return ColumnVector(nulls: count, kind: layout.kind)
  }

  /// The rows in which a field takes another value.
  func turning(in field: FieldLayout) -> [Int] {
    var isTurning: [Bool] = []
    for column in field.valueColumns {
      guard let position = given.position(of: column.number) else { continue }
      let vector = given.vectors[position]
      let old = before.flatMap { rows in rows.position(of: column.number).map { rows.vectors[$0] } }
      if vector == old { continue }
      // Of new rows all turn that have a value; in most batches these are all.
      if old == nil, !vector.hasNulls { return Array(0..<count) }
      if isTurning.isEmpty { isTurning = Array(repeating: false, count: count) }
      for row in 0..<count where vector[row] != old?[row] ?? .null { isTurning[row] = true }
    }
    return isTurning.indices.filter { isTurning[$0] }
  }
}
