import CRMModel
import CRMSecurity
import CRMTestStores
import Testing

@testable import CRMStorage

/// What a commit leaves in the change log, against decision record 0006. The bytes of one entry are pinned in
/// `LogEntryCodecTests`.
@Suite struct `A commit's entry in the change log` {
  /// The bodies of all entries.
  private func bodies(_ tap: EngineTap) async throws -> [[UInt8]] {
    try await tap.read { try $0.log(after: 0, limit: 100).map(\.body) }
  }

  private func steps(_ tap: EngineTap) async throws -> [LoggedStep] {
    try await bodies(tap).compactMap { LogEntryCodec.decode($0)?.steps }.flatMap { $0 }
  }

  @Test(arguments: StoreKind.allCases)
  func `takes the bytes that the decision prints`(_ kind: StoreKind) async throws {
    try await kind.withTappedWorkspace {
      $0.ids = nil
    } _: { _, session, tap in
      let stored = try await session.insert(
        (0..<1_000).map { _ in Account { ($0.name, $0.employees) = ("Acme Metals", 10) } })
      try await session.update(stored[0].id) { $0.employees = 11 }
      try await session.update(stored[0].id) { $0.name = "Bolt Metals" }
      try await session.update(where: Account.query) { $0.employees = 12 }
      #expect(try await bodies(tap).map(\.count) == [1_023, 27, 38, 3_025])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `holds of each operation what undoes it`(_ kind: StoreKind) async throws {
    try await kind.withTappedWorkspace { workspace, session, tap in
      let acme = try await session.insert(Account { ($0.name, $0.employees) = ("Acme", 10) })
      try await session.update(acme.id) { ($0.name, $0.employees) = ("Bolt", 11) }
      try await session.delete(acme.id)
      try await session.restore(acme.id)
      try await session.removePermanently(acme.id)

      let account = try #require(session.schema["account"])
      let table = try await tap.read { try $0.layouts().first { $0.id == account.number } }
      let own = account.fields.filter { ["name", "employees"].contains($0.name) }.map(\.number)
      let steps = try await steps(tap)
      #expect(steps.map(\.operation) == [.insert, .update, .delete, .restore, .remove])
      #expect(steps.allSatisfy { $0.table == account.number && $0.ids == [acme.id.rawValue] })
      #expect(steps[0].columns.isEmpty)
      #expect(steps[1].columns == own)
      #expect(steps[1].vectors.map { $0[0] } == [.text("Acme"), .integer(10)])
      #expect(steps[2].columns == [5])
      #expect(steps[2].vectors.map { $0[0] } == [.null])
      #expect(steps[3].columns == [5])
      #expect(steps[3].vectors.map { $0[0] } == [.integer(workspace.options.clock.now.microsecondsSinceEpoch)])
      #expect(steps[4].columns == table?.columns.map(\.number).filter { $0 != 0 })
      let removed = RowBatch(ids: steps[4].ids, columns: steps[4].columns, vectors: steps[4].vectors)
      #expect(own.map { removed[0, $0] } == [.text("Bolt"), .integer(11)])
    }
  }

  @Test func `is the same on every engine`() async throws {
    var found: [[[UInt8]]] = []
    for kind in StoreKind.allCases {
      found.append(
        try await kind.withTappedWorkspace { _, session, tap in
          try await session.write(cause: "set up") { tx in
            let email = try EmailAddress("a@acme.example")
            let acme = try tx.insert(Account { ($0.name, $0.email) = ("Acme", email) })
            let staff = try tx.insert(
              (1...3).map { index in
                Contact { ($0.name, $0.account) = (PersonName(first: "Ana", last: "L\(index)"), acme.id) }
              })
            try tx.delete([acme.id.erased, staff[1].id.erased])
            try tx.removePermanently([staff[1].id.erased])
          }
          return try await bodies(tap)
        })
    }
    #expect(found[0].count == 1)
    #expect(found[0] == found[1])
  }
}
