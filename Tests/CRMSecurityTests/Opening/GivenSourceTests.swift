import CRMModel
import CRMSecurity
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `A source of ids that begins anew on a store with records` {
  @Test func `goes on behind those that are there`() async throws {
    try await StoreKind.sqlite.withSource { source in
      let first = try await Workspace.prepared(on: source)
      let ana = try await first.session(as: .owner).insert(Contact { $0.name = PersonName(last: "Ana") })
      await first.close()
      // The upgrade writes seeds in the opening itself.
      let again = try await Workspace.prepared(on: source, modules: [Workshop()])
      let session = try await again.session(as: .owner)
      let kinds = try await session.fetch(RepairKind.query.order(by: { $0.id }))
      #expect(kinds.map(\.record.id) == [ana.record.id + 1, ana.record.id + 2])
      let ben = try await session.insert(Contact { $0.name = PersonName(last: "Ben") })
      #expect(ben.record.id == ana.record.id + 3)
      await again.close()
    }
  }
}
