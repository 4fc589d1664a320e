import CRMModel
import CRMStorage
import CRMTestStores
import Testing

@testable import CRMSecurity

/// A gate that lets all pass but commands of one name, shows accounts of one industry only, and hides a field and an entity.
private struct CommandGate: RecordAccess {
  var refused: CommandName = "trial.nothing"

  func permit(_ request: AccessRequest) throws(StoreError) {
    if request == .perform(refused) { throw StoreError(.forbidden, "not_this_command", "the command is refused") }
    if request == .read("user") { throw StoreError(.forbidden, "no_users", "users are not seen") }
  }

  func visible(_ entity: EntityName) -> Formula? {
    entity == "account" ? .compare(.equal, .field("industry"), .literal("Retail")) : nil
  }

  func admit(_ catalog: Catalog) -> Catalog {
    var shown = catalog
    shown["contact"] = nil
    shown["account"]?.fields.removeAll { $0.name == "employees" }
    return shown
  }
}

@Suite struct `A gate before commands` {
  @Test(arguments: StoreKind.allCases)
  func `is asked for their name, and refuses them before anything happened`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [TrialModule()]) { workspace, owner in
      let session = Session(workspace, .system, gate: CommandGate(refused: AddAccount.name))
      for attempt in [
        { @Sendable in _ = try await session.perform(AddAccount(called: "A")) },
        { @Sendable in _ = try await session.perform(AddAccount(called: "A"), key: "k") },
        { @Sendable in _ = try await session.dryRun(AddAccount(called: "A")) },
      ] as [@Sendable () async throws -> Void] {
        let error = await #expect(throws: StoreError.self) { try await attempt() }
        #expect(error?.code == "not_this_command")
      }
      let looked = try await session.perform(Look())
      #expect(looked == 0)
      #expect(try await owner.perform(AddAccount(called: "A"), key: "k").rawValue == 1)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `leaves out of a dry run what its principal may not see`(_ kind: StoreKind) async throws {
    try await kind.withSession { workspace, owner in
      let (shop, mine) = try await owner.write { tx in
        let shop = try tx.insert(Account { ($0.name, $0.industry) = ("Shop", "Retail") })
        let mine = try tx.insert(Account { ($0.name, $0.industry, $0.parent) = ("Mine", "Mining", shop.id) })
        try tx.insert(Contact { ($0.name, $0.account) = (PersonName(last: "Ruiz"), shop.id) })
        return (shop, mine)
      }
      let session = Session(workspace, .system, gate: CommandGate())
      func changes(
        _ body: @escaping @Sendable (WriteTransaction) throws -> Void
      ) async throws -> (seen: String, all: Int) {
        let all = try await owner.dryRun { tx in try body(tx) }
        return (try await session.dryRun { tx in try body(tx) }.changes.description, all.changes.changes.count)
      }
      // The account below it and the contact lose their reference, unseen.
      let deleted = try await changes { tx in try tx.delete(shop.id) }
      #expect(deleted.all == 3)
      #expect(deleted.seen.hasPrefix("delete account/\(shop.id): deleted_at null -> "))
      #expect(!deleted.seen.contains("\n"))
      let removed = try await changes { tx in try tx.removePermanently(shop.id) }
      #expect(removed.all == 3)
      #expect(removed.seen.hasPrefix("remove account/\(shop.id): "))
      #expect(!removed.seen.contains("\n"))
      let fields = try await changes { tx in
        try tx.update(shop.id.erased, ["employees": 5])
        try tx.update(shop.id.erased, ["employees": 6, "name": "Store"])
      }
      #expect(fields.all == 2)
      #expect(fields.seen == #"update account/\#(shop.id): name "Shop" -> "Store""#)
      let added = try await changes { tx in
        try tx.insert(Record("account", ["name": "Pit", "industry": "Mining"]))
        try tx.insert(Record("user", ["display_name": "Ana Ruiz"]))
      }
      #expect(added.seen == "")
      #expect(try await owner.find(mine.id) == mine)
    }
  }
}
