import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

@Suite struct `A principal` {
  /// Kinds to come, kinds of a stranger's, and spellings that only look like those that have rights.
  private static let strangers: [Principal] = [
    Principal(Principal.Kind(rawValue: "user")),
    Principal(Principal.Kind(rawValue: "user"), record: AnyRecordID(entity: "user", rawValue: 1)),
    Principal(Principal.Kind(rawValue: "portal_contact"), record: AnyRecordID(entity: "contact", rawValue: 1)),
    Principal(Principal.Kind(rawValue: "service")), Principal(Principal.Kind(rawValue: "anonymous")),
    Principal(Principal.Kind(rawValue: "school.parent")), Principal(Principal.Kind(rawValue: "")),
    Principal(Principal.Kind(rawValue: "Owner")), Principal(Principal.Kind(rawValue: "owner ")),
    Principal(Principal.Kind(rawValue: "SYSTEM")), Principal(Principal.Kind(rawValue: "owner:user/1")),
  ]

  @Test(arguments: StoreKind.allCases, strangers)
  func `of a kind without rights gets no session`(_ kind: StoreKind, _ principal: Principal) async throws {
    try await kind.withWorkspace { workspace in
      let owner = try await workspace.session(as: .owner)
      let error = try await #require(throws: StoreError.self) { _ = try await workspace.session(as: principal) }
      #expect(error.kind == .forbidden)
      #expect(error.code == "no_rights")
      #expect(try await owner.changes(after: 0).isEmpty)
    }
  }

  @Test(
    arguments: StoreKind.allCases,
    [Principal.owner, .system, Principal(.owner, record: AnyRecordID(entity: "user", rawValue: 7))])
  func `that owns the workspace, or is the program, may do everything and is named in the log`(
    _ kind: StoreKind, _ principal: Principal
  ) async throws {
    try await kind.withWorkspace { workspace in
      let session = try await workspace.session(as: principal)
      try await session.insert(Account { $0.name = "Acme" })
      try await session.alter { $0[Account.self].add(.text("nick"), label: "Nick") }
      #expect(try await session.changes(after: 0).first?.actor == principal.description)
    }
  }
}
