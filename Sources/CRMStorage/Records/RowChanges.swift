import CRMModel

/// Which fields each row of a batch changes: only these may be judged.
///
/// A row that is changed in one field keeps what it holds in the others, however the schema has changed since: a code
/// that was retired, a field that became required.
struct RowChanges {
  /// By the field's number: one flag a row. Nil for new rows, in which everything is new.
  private let flags: [Int32: [Bool]]?
  /// The rows as they are stored; nil for new rows, and where all that the fields hold is to be judged.
  let before: RowBatch?
  /// The field of a reference to records that are added in the same step: nothing that is stored refers to them.
  let toNewRecords: Int32?
  /// Where the rows stand in the batch that was given; nil if it holds just these rows.
  private let places: [Int]?

  /// New rows.
  static let all = RowChanges(flags: nil, before: nil, places: nil)

  private init(flags: [Int32: [Bool]]?, before: RowBatch?, places: [Int]?, toNewRecords: Int32? = nil) {
    self.flags = flags
    self.before = before
    self.toNewRecords = toNewRecords
    self.places = places
  }

  /// Fields that are judged in all of some rows.
  init(_ fields: Set<Int32>, rows count: Int, toNewRecords: Int32? = nil) {
    let every = Array(repeating: true, count: count)
    self.init(
      flags: Dictionary(uniqueKeysWithValues: fields.map { ($0, every) }), before: nil, places: nil,
      toNewRecords: toNewRecords)
  }

  /// The fields that differ in some rows of a batch.
  ///
  /// - Parameters:
  ///   - columns: By column: one flag for each row of the batch that was given.
  ///   - rows: The positions of the rows that differ at all.
  ///   - before: These rows as they are stored.
  init(columns: [Int32: [Bool]], rows: [Int], before: RowBatch, of entity: EntityLayout) {
    var flags: [Int32: [Bool]] = [:]
    for (column, changed) in columns {
      let field = entity.owner(ofColumn: column)?.schema.number ?? column
      let picked = rows.map { changed[$0] }
      flags[field] = flags[field].map { zip($0, picked).map { $0 || $1 } } ?? picked
    }
    self.init(flags: flags, before: before, places: rows)
  }

  /// The numbers of the fields that change in any row; nil for new rows.
  var fields: Set<Int32>? { flags.map { Set($0.keys) } }

  /// Whether a field changes in any row.
  func touch(_ field: Int32) -> Bool { flags.map { $0[field] != nil } ?? true }

  /// Whether a field changes in a row.
  func touch(_ field: Int32, row: Int) -> Bool { flags.map { $0[field]?[row] ?? false } ?? true }

  /// Whether any of some fields changes in a row.
  func touch(anyOf fields: Set<Int32>, row: Int) -> Bool {
    guard let flags else { return true }
    return fields.contains { flags[$0]?[row] ?? false }
  }

  /// The whole numbers of a field's column, null in the rows that do not change the field.
  func cells(of field: Int32, _ vector: ColumnVector) -> [Int64?] {
    let cells = vector.integerCells
    guard let flags else { return cells }
    return cells.enumerated().map { flags[field]?[$0.offset] ?? false ? $0.element : nil }
  }

  /// Where a row stands in the batch that was given.
  func place(_ row: Int) -> Int { places?[row] ?? row }
}
