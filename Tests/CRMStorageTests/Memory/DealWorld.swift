import CRMModel
import CRMStorage
import CRMTesting

/// Two small tables that tests of the memory engine share: accounts that form a tree, and deals that refer to them.
enum DealWorld {
  static let accounts: TableID = 1
  static let deals: TableID = 2

  /// Columns of accounts.
  static let industry: Int32 = 10
  static let parent: Int32 = 11
  static let latitude: Int32 = 12
  static let longitude: Int32 = 13
  /// Columns of deals.
  static let account: Int32 = 20
  static let amount: Int32 = 21
  static let stage: Int32 = 22
  static let closing: Int32 = 23
  static let number: Int32 = 24
  static let score: Int32 = 25
  static let kind: Int32 = 26

  static let system = (Int32(0)..<6).map { ColumnLayout(number: $0, kind: .integer) }

  static let accountLayout = TableLayout(
    id: accounts,
    columns: system + [
      ColumnLayout(number: industry, kind: .text), ColumnLayout(number: parent, kind: .integer),
      ColumnLayout(number: latitude, kind: .real), ColumnLayout(number: longitude, kind: .real),
    ])

  static let dealLayout = TableLayout(
    id: deals,
    columns: system + [
      ColumnLayout(number: account, kind: .integer), ColumnLayout(number: amount, kind: .integer),
      ColumnLayout(number: stage, kind: .text), ColumnLayout(number: closing, kind: .integer),
      ColumnLayout(number: number, kind: .text), ColumnLayout(number: score, kind: .real),
      ColumnLayout(number: kind, kind: .text),
    ])

  /// Indexes that deals may have: single, composite, partial, of text.
  static let dealIndexes = [
    IndexLayout(number: 1, columns: [closing]),
    IndexLayout(number: 2, columns: [stage, closing]),
    IndexLayout(number: 3, columns: [account]),
    IndexLayout(number: 4, columns: [number], isUnique: true),
    IndexLayout(number: 5, columns: [amount], filter: .isNull(.column(ColumnRef(column: 5)))),
    IndexLayout(number: 6, columns: [score]),
    IndexLayout(number: 7, columns: [stage]),
  ]

  static func engine(indexes: [IndexLayout] = dealIndexes) async throws -> MemoryEngine {
    let engine = MemoryEngine()
    try await engine.write(EngineGrant()) { writer in
      try writer.apply(.createTable(accountLayout))
      var layout = dealLayout
      layout.indexes = indexes
      try writer.apply(.createTable(layout))
    }
    return engine
  }

  /// A batch of rows given cell by cell.
  static func batch(_ ids: [Int64], _ cells: [(Int32, [Scalar])], in layout: TableLayout = dealLayout) -> RowBatch {
    RowBatch(
      ids: ids, columns: cells.map(\.0),
      vectors: cells.map { number, scalars in
        var vector = ColumnVector(layout.kind(of: number) ?? .integer)
        for scalar in scalars { vector.append(scalar) }
        return vector
      })
  }
}

extension StorageEngine {
  /// The ids of the rows of a scan, in order.
  func ids(_ scan: RowScan) async throws -> [Int64] {
    try await read(EngineGrant()) { try $0.ids(scan) }
  }

  /// The rows of a scan in one batch.
  func rows(_ scan: RowScan) async throws -> RowBatch? {
    try await read(EngineGrant()) { reader in
      var result: RowBatch?
      try reader.scan(scan, batchSize: .max) {
        result = $0
        return true
      }
      return result
    }
  }

  /// One cell of one row.
  func cell(_ table: TableID, _ id: Int64, _ column: Int32) async throws -> Scalar {
    try await rows(RowScan(sources: [Source(table: table)], ids: [id], columns: [ColumnRef(column: column)]))?[
      0, column]
      ?? .null
  }
}

extension EngineReader {
  /// The ids of the rows of a scan, in order, read in small batches.
  func ids(_ scan: RowScan) throws -> [Int64] {
    var result: [Int64] = []
    try self.scan(scan, batchSize: 7) {
      result += $0.ids
      return true
    }
    return result
  }
}

extension SeededGenerator {
  /// One of several values, of which there is at least one.
  mutating func pick<T>(_ values: [T]) -> T { values[Int.random(in: 0..<values.count, using: &self)] }
}
