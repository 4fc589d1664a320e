import CRMModel
import CRMStorage
import Foundation
import GRDB

@testable import CRMSQLite

/// A folder that goes away with its last user, and the store in it.
final class StoreFixture: Sendable {
  let folder: URL
  var path: String { folder.appendingPathComponent("store.crm").path }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("crm-sqlite-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func open(
    readOnly: Bool = false, busyTimeout: TimeSpan = .seconds(5), processID: @escaping @Sendable () -> Int32 = { 1 }
  ) async throws -> SQLiteEngine {
    var options = EngineOptions()
    options.isReadOnly = readOnly
    options.busyTimeout = busyTimeout
    return try await SQLiteEngine.open(path, options, processID: processID)
  }

  /// An open store with the tables of ``Sample``.
  func opened() async throws -> SQLiteEngine {
    let engine = try await open()
    try await engine.write(grant) { writer in
      try writer.apply(.createTable(Sample.account))
      try writer.apply(.createTable(Sample.deal))
    }
    return engine
  }

  /// Runs SQL on the file with a connection of another program's.
  func foreignly<T>(_ body: (Database) throws -> T) throws -> T {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    return try queue.inDatabase(body)
  }
}

let grant = EngineGrant()

/// Two small tables: accounts with a unique name among the live, and deals that refer to them.
enum Sample {
  static let system = (0...5).map { ColumnLayout(number: Int32($0), kind: .integer) }
  static let accountTable: TableID = 100
  static let dealTable: TableID = 200
  static let name: Int32 = 101
  static let amount: Int32 = 102
  static let weight: Int32 = 103
  static let parent: Int32 = 104
  static let accountOfDeal: Int32 = 201
  static let isLive = Filter.isNull(.column(ColumnRef(column: 5)))

  static let account = TableLayout(
    id: accountTable,
    columns: system + [
      ColumnLayout(number: name, kind: .text), ColumnLayout(number: amount, kind: .integer),
      ColumnLayout(number: weight, kind: .real), ColumnLayout(number: parent, kind: .integer),
    ],
    indexes: [
      IndexLayout(number: 110, columns: [name], isUnique: true, filter: isLive),
      IndexLayout(number: 111, columns: [amount]),
    ])

  static let deal = TableLayout(
    id: dealTable, columns: system + [ColumnLayout(number: accountOfDeal, kind: .integer)],
    indexes: [IndexLayout(number: 210, columns: [accountOfDeal])])

  static func accounts(_ ids: [Int64], names: [String?], amounts: [Int64?]? = nil) -> RowBatch {
    var batch = RowBatch(ids: ids, columns: [name], vectors: [.texts(names)])
    if let amounts {
      batch.columns.append(amount)
      batch.vectors.append(
        .integers(amounts.map { $0 ?? 0 }, present: amounts.contains(nil) ? amounts.map { $0 != nil } : nil))
    }
    return batch
  }
}

extension EngineReader {
  /// The ids that a filter keeps, in order.
  func ids(_ filter: Filter? = nil, in table: TableID = Sample.accountTable) throws -> [Int64] {
    var ids: [Int64] = []
    try scan(RowScan(sources: [Source(table: table)], filter: filter, columns: []), batchSize: 100) { batch in
      ids += batch.ids
      return true
    }
    return ids
  }

  /// The texts of all accounts' names, by id.
  func names() throws -> [String?] {
    var names: [String?] = []
    let scan = RowScan(sources: [Source(table: Sample.accountTable)], columns: [ColumnRef(column: Sample.name)])
    try self.scan(scan, batchSize: 2) { batch in
      names += (0..<batch.count).map { batch.vectors[0][$0].textValue }
      return true
    }
    return names
  }
}

/// Waits for each other: a signal that a test can give and wait for without sleeping.
actor Signal {
  private var isGiven = false
  private var waiters: [CheckedContinuation<Void, Never>] = []

  func give() {
    isGiven = true
    for waiter in waiters { waiter.resume() }
    waiters = []
  }

  func wait() async {
    if isGiven { return }
    await withCheckedContinuation { waiters.append($0) }
  }
}
