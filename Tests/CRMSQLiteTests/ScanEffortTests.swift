import CRMModel
import CRMStorage
import GRDBSQLite
import Testing

@testable import CRMSQLite

/// What a scan that is left early costs, and what it leaves behind.
@Suite(
  .serialized,
  .enabled(if: FaultLayer.isAvailable, "this SQLite takes no URIs, so that no layer can be put below it"))
struct `A scan that is left` {
  private static let scan = RowScan(
    sources: [Source(table: Sample.accountTable)], columns: [ColumnRef(column: Sample.name)])

  private struct Enough: Error {}

  /// A closed store of 100,000 rows, opened again with nothing read yet.
  private func opened(_ fixture: StoreFixture, _ layer: FaultLayer) async throws -> SQLiteEngine {
    let engine = try await SQLiteEngine.open(fixture.path, EngineOptions(), fileLayer: layer.name)
    try await engine.write(grant) { writer in
      try writer.apply(.createTable(Sample.account))
      for start in stride(from: Int64(1), to: 100_000, by: 10_000) {
        let ids = Array(start..<(start + 10_000))
        try writer.insert(
          Sample.accounts(ids, names: ids.map { "The account of number \($0)" }), into: Sample.accountTable)
      }
    }
    await engine.close(grant)
    return try await SQLiteEngine.open(fixture.path, EngineOptions(), fileLayer: layer.name)
  }

  /// How many pages a scan reads that goes on for some batches.
  private func pages(_ engine: SQLiteEngine, _ layer: FaultLayer, batches: Int) async throws -> Int {
    // The connection that reads is opened, and has read no page of the table.
    let lane = try await engine.readers.acquire()
    lane.close()
    engine.readers.release(lane)
    _ = try await engine.read(grant) { try $0.lastSequence() }
    layer.watch(.read)
    let rows = try await engine.read(grant) { reader in
      var rows = 0
      var left = batches
      try reader.scan(Self.scan, batchSize: 1_024) { batch in
        rows += batch.count
        left -= 1
        return left > 0
      }
      return rows
    }
    #expect(rows == min(batches * 1_024, 100_000))
    defer { layer.watch([]) }
    return layer.watched
  }

  @Test func `has read the pages of its rows and no others`() async throws {
    let fixture = try StoreFixture()
    let layer = try FaultLayer()
    let engine = try await opened(fixture, layer)
    let one = try await pages(engine, layer, batches: 1)
    let all = try await pages(engine, layer, batches: 98)
    // 1,024 of 100,000 rows of some 40 bytes: 11 of over 1,000 pages, and the way down to them.
    #expect(all >= 1_000)
    #expect(one <= 24, "\(one) pages for the first batch, \(all) for all")
    await engine.close(grant)
    layer.remove()
  }

  @Test(arguments: [true, false])
  func `gives its connection back, with no statement under way`(_ throwing: Bool) async throws {
    let fixture = try StoreFixture()
    let layer = try FaultLayer()
    let engine = try await opened(fixture, layer)
    for _ in 0..<(3 * SQLiteEngine.readerCount) {
      do {
        try await engine.read(grant) { reader in
          try reader.scan(Self.scan, batchSize: 10) { _ in
            if throwing { throw Enough() }
            return false
          }
        }
        #expect(!throwing)
      } catch is Enough {}
      #expect(engine.readers.isIdle)
    }
    let lane = try await engine.readers.acquire()
    let connection = try lane.connection(opening: { throw EngineError.closed })
    try connection.use {
      #expect(!connection.isInTransaction)
      #expect(sqlite3_next_stmt(connection.handle, nil) != nil)
      var statement = sqlite3_next_stmt(connection.handle, nil)
      while let found = statement {
        #expect(sqlite3_stmt_busy(found) == 0)
        statement = sqlite3_next_stmt(connection.handle, found)
      }
    }
    engine.readers.release(lane)
    // Nothing is in the way of a change of the table that was read.
    try await engine.write(grant) { try $0.apply(.dropColumn(Sample.weight, from: Sample.accountTable)) }
    await engine.close(grant)
    layer.remove()
  }
}
