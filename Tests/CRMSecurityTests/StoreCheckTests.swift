import CRMModel
import CRMSQLite
import CRMSecurity
import CRMStorage
import Synchronization
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct `The check of a store` {
  /// Runs `body` with a session and a way past it to its engine.
  private func withEngine(
    _ kind: TestedEngine, _ body: @Sendable (Session, any StorageEngine) async throws -> Void
  ) async throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("crm-\(UUID().uuidString).crm").path
    let base: StorageSource = kind == .memory ? .memory : .sqlite(path)
    let opened = Opened()
    let source = StorageSource { options in
      let engine = try await base.open(options)
      opened.engine.withLock { $0 = engine }
      return engine
    }
    let workspace = try await Workspace.open(source)
    let engine = try #require(opened.engine.withLock { $0 })
    try await body(workspace.session(as: .owner), engine)
    await workspace.close()
    for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
  }

  private final class Opened: Sendable {
    let engine = Mutex<(any StorageEngine)?>(nil)
  }

  /// Writes cells past everything that checks them.
  private func plant(
    _ cells: [Int64: Int64?], in column: Int32, of entity: EntityName, _ session: Session, _ engine: any StorageEngine
  ) async throws {
    let table = try #require(session.schema[entity]?.number)
    let ids = cells.keys.sorted()
    var vector = ColumnVector(.integer)
    for id in ids { vector.append((cells[id] ?? nil).map(Scalar.integer) ?? .null) }
    let batch = RowBatch(ids: ids, columns: [column], vectors: [vector])
    try await engine.write(EngineGrant()) { try $0.update(batch, in: table) }
  }

  @Test(arguments: TestedEngine.allCases)
  func `finds every cycle of a tree once`(_ kind: TestedEngine) async throws {
    try await withEngine(kind) { session, engine in
      try await session.insert(
        (1...9).map { id in Account { ($0.id, $0.name) = (RecordID(rawValue: id), "\(id)") } })
      #expect(try await session.check() == [])
      let parent = try #require(session.schema.field("parent", of: "account")?.number)
      // 2 -> 3 -> 4 -> 2, 5 hangs below the cycle, 7 is its own parent, 9 -> 8 is a sound tree.
      try await plant([2: 3, 3: 4, 4: 2, 5: 4, 7: 7, 9: 8], in: parent, of: "account", session, engine)
      let found = try await session.check()
      #expect(found.map(\.code) == [.cyclicReference, .cyclicReference])
      #expect(found.map(\.record?.rawValue) == [2, 7])
      #expect(found.allSatisfy { $0.entity == "account" && $0.field == "parent" })
      // Readers end on it all the same.
      #expect(try await session.count(Account.query.where { $0.within(RecordID(rawValue: 3)) }) == 4)
    }
  }

  @Test(arguments: TestedEngine.allCases)
  func `finds owners who are no users`(_ kind: TestedEngine) async throws {
    try await withEngine(kind) { session, engine in
      let ana = try await session.insert(User { $0.displayName = "Ana" })
      let bob = try await session.insert(User { $0.displayName = "Bob" })
      let accounts = try await session.insert(
        (1...4).map { index in
          Account {
            $0.name = "\(index)"
            $0.owner = ana.id
          }
        })
      let ids = accounts.map(\.id.rawValue)
      try await session.delete(bob.id)
      try await session.delete(accounts[3].id)
      #expect(try await session.check() == [])
      let owner = SystemField.owner.columnNumber
      // An account, a deleted user, nobody for a deleted account.
      try await plant([ids[0]: ids[1], ids[1]: bob.id.rawValue, ids[3]: 77], in: owner, of: "account", session, engine)
      let found = try await session.check()
      #expect(found.map(\.code) == [.brokenReference, .brokenReference])
      #expect(found.map(\.record) == [accounts[0].id.erased, accounts[1].id.erased])
      #expect(found.allSatisfy { $0.field == "owner" })
    }
  }
}
