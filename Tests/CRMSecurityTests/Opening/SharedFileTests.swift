import CRMModel
import CRMSQLite
import CRMSecurity
import CRMStorage
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct `A file that is opened twice` {
  private func withFile(_ body: @Sendable (StorageSource) async throws -> Void) async throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("crm-\(UUID().uuidString).crm").path
    defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
    try await body(.sqlite(path))
  }

  @Test func `is one store, in which each opener sees what the other writes`() async throws {
    try await withFile { source in
      let first = try await Workspace.open(source)
      let second = try await Workspace.open(source)
      let observer = try await second.session(as: .owner)
      var changes = observer.observe(Account.query).makeAsyncIterator()
      #expect(try await changes.next()?.items.count == 0)
      try await first.session(as: .owner).insert(Account { $0.name = "Acme" })
      #expect(try await changes.next()?.items.map(\.name) == ["Acme"])
      try await observer.alter { $0[Account.self].add(.text("tier")) }
      #expect(try await first.session(as: .owner).schema.field("custom.tier", of: "account") != nil)
      await first.close()
      await second.close()
    }
  }

  @Test func `stays open for one opener however often the other closes`() async throws {
    try await withFile { source in
      let first = try await Workspace.open(source)
      let second = try await Workspace.open(source)
      let session = try await second.session(as: .owner)
      await first.close()
      await first.close()
      #expect(first.isClosed)
      #expect(!second.isClosed)
      try await session.insert(Account { $0.name = "Acme" })
      let error = try await #require(throws: StoreError.self) { try await first.session(as: .owner) }
      #expect(error.code == .closed)
      await second.close()
      #expect(second.isClosed)
      await second.close()
      let third = try await Workspace.open(source)
      #expect(try await third.session(as: .owner).count(Account.query) == 1)
      await third.close()
    }
  }

  @Test func `ends the sessions and observers of the opener who closes, not the other's`() async throws {
    try await withFile { source in
      let first = try await Workspace.open(source)
      let second = try await Workspace.open(source)
      let mine = try await first.session(as: .owner)
      var changes = mine.observe(Account.query).makeAsyncIterator()
      #expect(try await changes.next() != nil)
      await first.close()
      let error = try await #require(throws: StoreError.self) { try await mine.count(Account.query) }
      #expect(error.code == .closed)
      #expect(try await changes.next() == nil)
      #expect(try await second.session(as: .owner).count(Account.query) == 0)
      await second.close()
    }
  }

  @Test func `is opened with the options of the first, and what contradicts them is refused`() async throws {
    try await withFile { source in
      let first = try await Workspace.open(source, options: WorkspaceOptions { $0.durability = .normal })
      let contradictions: [(String, @Sendable (inout WorkspaceOptions) -> Void)] = [
        ("isReadOnly", { ($0.durability, $0.isReadOnly) = (.normal, true) }), ("durability", { $0.durability = .full }),
        ("zone", { ($0.durability, $0.zone) = (.normal, ZoneID.madrid) }),
        ("language", { ($0.durability, $0.language) = (.normal, "es") }),
        ("calendar", { ($0.durability, $0.calendar) = (.normal, .april) }),
        ("busyTimeout", { ($0.durability, $0.busyTimeout) = (.normal, .seconds(1)) }),
      ]
      for (name, change) in contradictions {
        let error = try await #require(throws: StoreError.self, "\(name)") {
          try await Workspace.open(source, options: WorkspaceOptions(change))
        }
        #expect(error.code == .alreadyOpen)
        #expect(error.message.contains(name))
      }
      let second = try await Workspace.open(source, options: WorkspaceOptions { $0.durability = .normal })
      // Refused openers count for nothing.
      await first.close()
      #expect(!second.isClosed)
      await second.close()
      let third = try await Workspace.open(source, options: WorkspaceOptions { $0.durability = .full })
      await third.close()
    }
  }

  @Test func `is refused as a whole when the second opener's modules do not fit`() async throws {
    try await withFile { source in
      let first = try await Workspace.open(source, modules: [DrivingSchool()])
      let error = try await #require(throws: StoreError.self) {
        try await Workspace.open(source, modules: [OtherSchool()])
      }
      #expect(error.code == .schemaRefused)
      await first.close()
      #expect(first.isClosed)
      let again = try await Workspace.open(source)
      await again.close()
    }
  }
}

extension ZoneID { fileprivate static var madrid: ZoneID { (try? ZoneID("Europe/Madrid")) ?? .utc } }
extension FiscalCalendar { fileprivate static var april: Self { (try? FiscalCalendar(firstMonth: 4)) ?? .plain } }

/// The school's module in an older version than the one that is there.
private struct OtherSchool: CRMModule {
  static let name: ModuleName = "school"
  static let version = 0
  var content: ModuleContent { Instructor.self }
}
