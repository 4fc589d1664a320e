import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `What is remembered of keys` {
  @Test(arguments: StoreKind.allCases)
  func `is forgotten after a week by the workspace's clock`(_ kind: StoreKind) async throws {
    let clock = FixedClock()
    try await kind.withSession(modules: [TrialModule()], clock: clock) { _, session in
      let first = try await session.perform(AddAccount(called: "Acme"), key: "k")
      try clock.advance(by: .days(7).subtracting(.seconds(1)))
      #expect(try await session.perform(AddAccount(called: "Acme"), key: "k") == first)
      try clock.advance(by: .seconds(1))
      let second = try await session.perform(AddContact(called: "Ana"), key: "k")
      #expect(try await session.perform(AddContact(called: "Ana"), key: "k") == second)
      #expect(try await session.count(Contact.query) == 1)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `stays for as long as the options say`(_ kind: StoreKind) async throws {
    let clock = FixedClock()
    try await kind.withTappedWorkspace(modules: [TrialModule()], clock: clock) {
      $0.keyRetention = .hours(1)
    } _: { _, session, tap in
      let first = try await session.perform(AddAccount(called: "Acme"), key: "k")
      try clock.advance(by: .minutes(59))
      #expect(try await session.perform(AddAccount(called: "Acme"), key: "k") == first)
      try clock.advance(by: .minutes(1))
      #expect(try await session.perform(AddAccount(called: "Acme"), key: "k") != first)
      #expect(try await tap.rememberedResults() == 1)
      // A clock that goes back makes nothing old.
      try clock.advance(by: .days(-30))
      _ = try await session.perform(AddAccount(called: "Acme"), key: "other")
      #expect(try await tap.rememberedResults() == 2)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `goes bit by bit with later commands, so that it does not grow for ever`(_ kind: StoreKind) async throws {
    let clock = FixedClock()
    try await kind.withTappedWorkspace(modules: [TrialModule()], clock: clock) { _, session, tap in
      for number in 0..<300 { try await session.perform(AddAccount(called: "A"), key: "k-\(number)") }
      #expect(try await tap.rememberedResults() == 300)
      try clock.advance(by: .days(8))
      // A key that is past its time may still be there, and is as good as new.
      try await session.perform(AddAccount(called: "B"), key: "k-299")
      #expect(try await tap.rememberedResults() == 300 - CommandLedger.forgottenAtOnce)
      try await session.perform(AddAccount(called: "B"), key: "next")
      #expect(try await tap.rememberedResults() == 2)
      #expect(try await session.count(Account.query) == 302)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is found by its indexes after the schema was changed`(_ kind: StoreKind) async throws {
    try await kind.withTappedWorkspace(modules: [TrialModule()]) { _, session, tap in
      let first = try await session.perform(AddAccount(called: "Acme"), key: "k")
      try await session.alter { $0[Account.self].add(.text("nick"), label: "Nick") }
      #expect(try await session.perform(AddAccount(called: "Acme"), key: "k") == first)
      let layout = try await tap.read { try $0.layouts().first { $0.id == CommandLedger.layout.id } }
      #expect(layout == CommandLedger.layout)
      #expect(try await session.check().isEmpty)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `takes no place in a store without keys`(_ kind: StoreKind) async throws {
    try await kind.withTappedWorkspace(modules: [TrialModule()]) { _, session, tap in
      try await session.perform(AddAccount(called: "Acme"))
      #expect(try await tap.read { try $0.layouts().allSatisfy { $0.id >= 100 } })
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is told as such if the command returns something else today`(_ kind: StoreKind) async throws {
    try await kind.withJoinedStore(modules: [Yesterday()]) { source, first, session in
      #expect(try await session.perform(Yesterday.Count(), key: "k") == 0)
      let second = try await Workspace.open(source, modules: [Today()])
      let later = try await second.session(as: .owner)
      let error = await #expect(throws: StoreError.self) { try await later.perform(Today.Count(), key: "k") }
      #expect(error?.code == .resultChanged)
      #expect(error?.kind == .unsupported)
      #expect(try await later.count(Account.query) == 1)
      #expect(try await later.perform(Today.Count(), key: "other") == ["accounts": 1])
      await second.close()
    }
  }
}

/// A module whose command returns a number.
private struct Yesterday: CRMModule {
  static let name: ModuleName = "counts"
  static let version = 1
  var content: ModuleContent { Count.self }

  struct Count: Command {
    static let name: CommandName = "counts.count"
    func run(in tx: WriteTransaction) throws -> Int {
      let count = try tx.count(Account.query)
      try tx.insert(Account { $0.name = "Acme" })
      return count
    }
  }
}

/// The same module, whose command returns numbers by name.
private struct Today: CRMModule {
  static let name: ModuleName = "counts"
  static let version = 1
  var content: ModuleContent { Count.self }

  struct Count: Command {
    static let name: CommandName = "counts.count"
    func run(in tx: WriteTransaction) throws -> [String: Int] {
      let count = try tx.count(Account.query)
      try tx.insert(Account { $0.name = "Acme" })
      return ["accounts": count]
    }
  }
}
