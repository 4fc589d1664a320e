import CRMModel
import CRMStorage
import GRDB
import Testing

@testable import CRMSQLite

/// A table that has little gets its indexes anew after a large batch; nobody must notice.
@Suite struct `A large batch` {
  let fixture: StoreFixture
  init() throws { fixture = try StoreFixture() }

  private static let count = Int64(SQLiteWriter.bulkCount) + 100

  /// Accounts with ids from 10 on, names in no order, and some amounts.
  private static func accounts(_ change: (inout [String?]) -> Void = { _ in }) -> RowBatch {
    var names: [String?] = (0..<count).map { "N\($0 * 7_919 % count)" }
    change(&names)
    return Sample.accounts(
      (0..<count).map { $0 + 10 }, names: names, amounts: (0..<count).map { $0 % 3 == 0 ? nil : $0 % 100 })
  }

  /// What the file has tables and indexes of, as SQLite was told to make them.
  private func structure() throws -> [String] {
    try fixture.foreignly { database in
      try String.fetchAll(database, sql: "SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY name")
    }
  }

  private func written(_ batch: RowBatch, throws expected: EngineError?) async throws {
    let engine = try await fixture.opened()
    try await engine.write(grant) { try $0.insert(Sample.accounts([1], names: ["Acme"]), into: Sample.accountTable) }
    let before = try structure()
    #expect(try await engine.read(grant) { try $0.ids() } == [1])
    try await engine.write(grant) { writer in
      if let expected {
        #expect(throws: expected) { try writer.insert(batch, into: Sample.accountTable) }
      } else {
        try writer.insert(batch, into: Sample.accountTable)
      }
      try writer.insert(Sample.accounts([2], names: ["Beta"], amounts: [7]), into: Sample.accountTable)
    }
    let kept = expected == nil ? [1, 2] + batch.ids : [1, 2]
    #expect(try await engine.read(grant) { try $0.ids() } == kept)
    let sevens = Filter.compare(.column(ColumnRef(column: Sample.amount)), .equal, .literal(.integer(7)))
    let found = try await engine.read(grant) { try $0.count([Source(table: Sample.accountTable)], sevens, limit: nil) }
    let expectedCount = kept.filter { id in id == 2 || (id >= 10 && (id - 10) % 3 != 0 && (id - 10) % 100 == 7) }.count
    #expect(found == expectedCount)
    await #expect(throws: EngineError.notUnique(table: Sample.accountTable, index: 110, row: 3)) {
      try await engine.write(grant) { try $0.insert(Sample.accounts([3], names: ["Beta"]), into: Sample.accountTable) }
    }
    #expect(try await engine.integrityProblems(grant) == [])
    #expect(try structure() == before)
    await engine.close(grant)
  }

  @Test func `leaves tables and indexes as they were, and every row in them`() async throws {
    try await written(Self.accounts(), throws: nil)
  }

  @Test func `that repeats a stored value names its row and keeps nothing`() async throws {
    let taken = EngineError.notUnique(table: Sample.accountTable, index: 110, row: 60)
    try await written(Self.accounts { $0[50] = "Acme" }, throws: taken)
  }

  @Test func `that repeats a value of its own names the second row and keeps nothing`() async throws {
    let taken = EngineError.notUnique(table: Sample.accountTable, index: 110, row: 8_010)
    try await written(Self.accounts { $0[8_000] = $0[3] }, throws: taken)
  }

  @Test func `with an id that is taken names it and keeps nothing`() async throws {
    var batch = Self.accounts { $0[50] = "Acme" }
    batch.ids[8_000] = 1
    try await written(batch, throws: .duplicateKey(table: Sample.accountTable, row: 1))
  }

  @Test func `that is undone leaves its table as it was`() async throws {
    let engine = try await fixture.opened()
    try await engine.write(grant) { writer in
      #expect(throws: EngineError.busyForTest) {
        try writer.atomically {
          try writer.insert(Self.accounts(), into: Sample.accountTable)
          throw EngineError.busyForTest
        }
      }
      try writer.insert(Sample.accounts([2], names: ["Beta"]), into: Sample.accountTable)
    }
    #expect(try await engine.read(grant) { try $0.ids() } == [2])
    #expect(try await engine.integrityProblems(grant) == [])
    await engine.close(grant)
  }
}
