import CRMModel

/// The rows of one entity in memory: chunks of columns, the way from ids to rows, and indexes.
///
/// A table is a value. A copy costs nothing; the first change after one copies the parts it touches, each of bounded size.
struct MemoryTable: Sendable {
  var layout: TableLayout
  var chunks: ContiguousArray<RowChunk> = []
  /// How many rows there are.
  var count = 0
  /// The least id that each chunk has had, as long as rows lie in the order of their ids.
  var firstIDs: ContiguousArray<Int64> = []
  /// The greatest id that there has been since the table was empty.
  var lastID: Int64?
  /// Where each row lies, by its id; nil as long as rows lie in the order of their ids.
  var tree: OrderedTree<RowEntry>?
  var indexes: ContiguousArray<MemoryIndex>
  /// Chunks without rows that are to be filled again; the last chunk is never among them.
  var vacant: [Int] = []
  /// What groupings have found out about the values of columns.
  let numbers = KeptNumbers()

  /// An empty table.
  ///
  /// - Throws: ``EngineError`` `noSuchLayout` if columns are not in order, do not begin with the id, or an index names others.
  init(_ layout: TableLayout) throws {
    let numbers = layout.columns.map(\.number)
    guard layout.columns.first == ColumnLayout(number: 0, kind: .integer),
      zip(numbers, numbers.dropFirst()).allSatisfy(<)
    else { throw EngineError.noSuchLayout("columns must ascend and begin with the id", table: layout.id) }
    self.layout = layout
    indexes = ContiguousArray(layout.indexes.map { MemoryIndex($0, kinds: $0.columns.map(layout.kind)) })
    for index in layout.indexes { try check(index) }
  }

  /// About how many bytes the rows take, indexes left out.
  ///
  /// - Complexity: O(*n*) in the chunks and in the texts of their dictionaries.
  var byteCount: Int {
    let ids = (tree?.count ?? 0) * MemoryLayout<RowEntry>.stride + firstIDs.count * MemoryLayout<Int64>.stride
    return chunks.reduce(ids + numbers.byteCount) { $0 + $1.byteCount }
  }

  /// Whether an index names only columns there are, and its filter nothing but those.
  func check(_ index: IndexLayout) throws {
    let scope = try PlanScope([Source(table: layout.id)], layouts: { $0 == layout.id ? layout : nil })
    for column in index.columns { try scope.check(ColumnRef(column: column)) }
    try index.filter.map { try scope.check($0) }
    guard !index.columns.isEmpty, index.filter?.asksRelations != true else {
      throw EngineError.noSuchLayout("an index needs columns and may not ask for related rows", table: layout.id)
    }
  }

  /// Makes the last chunk as small as full ones are; rows may still be added to it.
  mutating func seal() {
    guard let last = chunks.indices.last else { return }
    for column in chunks[last].columns.indices { chunks[last].columns[column].seal() }
  }

  /// One cell, by its row's place and its column's place in the layout.
  @inline(__always)
  func cell(_ position: Int, column: Int) -> Scalar {
    chunks[position >> RowChunk.shift].columns[column][position & (RowChunk.capacity - 1)]
  }

  /// The id of a row.
  @inline(__always)
  func id(at position: Int) -> Int64 { chunks[position >> RowChunk.shift].id(position & (RowChunk.capacity - 1)) }

  /// What an index holds about a stored row; nil if it does not cover it.
  func entry(in index: MemoryIndex, of id: Int64, at position: Int) throws -> MemoryIndex.Entry? {
    if let only = index.onlyColumn, let column = layout.position(of: only) {
      return MemoryIndex.entry(of: id, cell(position, column: column))
    }
    return try index.entry(of: id, cells: StoredRow(table: self, position: position))
  }

  /// What an index holds about a row of a batch that is new or, if a place is given, changed; nil if it does not cover it.
  func entry(in index: MemoryIndex, of batch: RowBatch, _ row: Int, at position: Int?) throws -> MemoryIndex.Entry? {
    if let only = index.onlyColumn, only != 0 {
      if let place = batch.position(of: only) {
        return MemoryIndex.entry(of: batch.ids[row], batch.vectors[place][row])
      }
      if position == nil { return MemoryIndex.entry(of: batch.ids[row], .null) }
    }
    let stored = position.map { StoredRow(table: self, position: $0) }
    return try index.entry(of: batch.ids[row], cells: BatchRow(batch: batch, row: row, stored: stored))
  }

  /// A row of this table, as an index's filter sees it.
  struct StoredRow: CellSource {
    let table: MemoryTable
    let position: Int

    func cell(_ column: ColumnRef) -> Scalar {
      table.layout.position(of: column.column).map { table.cell(position, column: $0) } ?? .null
    }
  }

  /// A row as a batch would make it: the batch's values over those that are stored.
  struct BatchRow: CellSource {
    let batch: RowBatch
    let row: Int
    let stored: StoredRow?

    func cell(_ column: ColumnRef) -> Scalar {
      if column.column == 0 { return .integer(batch.ids[row]) }
      return batch.position(of: column.column).map { batch.vectors[$0][row] } ?? stored?.cell(column) ?? .null
    }
  }

  /// Checks that a batch's vectors fit the table.
  ///
  /// - Returns: For each column of the layout, the vector that fills it.
  func vectors(of batch: RowBatch) throws -> [Int?] {
    var result = [Int?](repeating: nil, count: layout.columns.count)
    guard batch.columns.count == batch.vectors.count else {
      throw EngineError.noSuchLayout("a batch needs a vector a column", table: layout.id)
    }
    for (place, number) in batch.columns.enumerated() {
      guard let column = layout.position(of: number) else {
        throw EngineError.noSuchLayout("no column \(number)", table: layout.id)
      }
      let vector = batch.vectors[place]
      guard vector.kind == layout.columns[column].kind, vector.count == batch.count, vector.isWellFormed else {
        throw EngineError.noSuchLayout("column \(number) has another kind or length", table: layout.id)
      }
      if column > 0 { result[column] = place }
    }
    return result
  }
}

extension ColumnVector {
  /// Whether the marks of nulls are as many as the values.
  var isWellFormed: Bool {
    switch self {
    case .integers(let values, let present): present.map { $0.count == values.count } ?? true
    case .reals(let values, let present): present.map { $0.count == values.count } ?? true
    case .texts: true
    }
  }
}
