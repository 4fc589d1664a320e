import CRMModel
import CRMSQLite
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Foundation
import Testing

@Suite struct `A dry run` {
  @Test(arguments: StoreKind.allCases)
  func `gives ids and numbers that the real run gets, and leaves none behind`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [SpecimenModule(), TrialModule()]) { workspace, session in
      func add(_ tx: WriteTransaction) throws -> Specimen { try tx.insert(Specimen { $0.title = "x" }) }
      let first = try await session.dryRun { tx in try add(tx) }
      let second = try await session.dryRun { tx in try add(tx) }
      #expect(first.result == second.result)
      #expect(first.changes == second.changes)
      #expect(try await session.changes(after: 0).isEmpty)
      #expect(try await session.count(Specimen.query) == 0)
      let real = try await session.write { tx in try add(tx) }
      #expect(real == first.result)
      #expect(real.number == "SP-2025-001")
      #expect(
        try await session.dryRun(AddAccount(called: "Acme")).output == session.perform(AddAccount(called: "Acme")))
      #expect(try await session.check().isEmpty)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells updates by the fields that differ, and nothing where nothing does`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let acme = try await session.insert(Account { ($0.name, $0.industry) = ("Acme", "Retail") })
      let same = try await session.dryRun { tx in try tx.update(acme.id) { $0.name = "Acme" } }
      #expect(same.changes.isEmpty)
      #expect(same.changes == ChangeSet())
      let twice = try await session.dryRun { tx in
        try tx.update(acme.id) { ($0.name, $0.employees) = ("Acme Corp", 5) }
        try tx.update(acme.id) { ($0.name, $0.industry) = ("Acme Inc", nil) }
      }
      #expect(
        twice.changes.description == """
          update account/1: employees null -> 5, name "Acme" -> "Acme Corp"
          update account/1: industry "Retail" -> null, name "Acme Corp" -> "Acme Inc"
          """)
      #expect(try await session.find(acme.id) == acme)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells only the rows of a batch that differ`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      try await session.insert(["A", "B", "C"].map { name in Account { ($0.name, $0.industry) = (name, name) } })
      let trial = try await session.dryRun { tx in
        try tx.update(where: Account.query) { account in
          if account.name == "A" { account.employees = 1 }
          if account.name == "C" { account.industry = "c" }
        }
      }
      #expect(trial.result == 3)
      #expect(
        trial.changes.description == """
          update account/1: employees null -> 1
          update account/3: industry "C" -> "c"
          """)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells what a deletion takes along and clears, in the order it is done`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [Academy()]) { _, session in
      let (tutor, course, acme) = try await session.write { tx in
        let tutor = try tx.insert(Tutor { $0.nickname = "Max" })
        let course = try tx.insert(Course { ($0.subject, $0.status, $0.tutor) = ("Art", .running, tutor.id) })
        let acme = try tx.insert(Account { $0.name = "Acme" })
        try tx.insert(Account { ($0.name, $0.parent) = ("Branch", acme.id) })
        return (tutor, course, acme)
      }
      let parent = try await session.dryRun { tx in try tx.delete(acme.id) }
      #expect(parent.changes.changes.map(\.operation) == [.update, .delete])
      #expect(parent.changes.changes.first?["parent"]?.old == .reference(acme.id.erased))
      #expect(parent.changes.changes.first?["parent"]?.new == .null)
      #expect(parent.changes.changes.last?.fields.map(\.field) == ["deleted_at"])
      let parts = try await session.dryRun { tx in try tx.delete(course.id) }
      #expect(parts.changes.of(Course.name).map(\.operation) == [.delete])
      #expect(parts.changes.of(CourseStatusStay.name).map(\.operation) == [.delete])
      // The history of the tutors is ended by what clears the reference.
      let cleared = try await session.dryRun { tx in try tx.delete(tutor.id) }
      #expect(cleared.changes.of(CourseTutorStay.name).contains { $0["stay"] != nil })
      let gone = try await session.dryRun { tx in try tx.removePermanently(course.id) }
      let removal = try #require(gone.changes.of(Course.name).first)
      #expect(removal.operation == .remove)
      #expect(removal["subject"]?.old == "Art")
      #expect(removal.fields.allSatisfy { $0.new == .null })
      #expect(try await session.check().isEmpty)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells nothing of what was undone within it`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      struct Undone: Error {}
      let trial = try await session.dryRun { tx in
        _ = try? tx.atomically {
          try tx.insert(Account { $0.name = "Undone" })
          throw Undone()
        }
        return try tx.insert(Account { $0.name = "Kept" }).id
      }
      #expect(trial.changes.changes.map(\.record) == [trial.result.erased])
      #expect(trial.result.rawValue == 1)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `throws what the real run would`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [TrialModule()]) { workspace, session in
      await #expect(throws: AddAndRefuse.Refusal()) { _ = try await session.dryRun(AddAndRefuse(unlessThereAre: 1)) }
      let missing = await #expect(throws: StoreError.self) {
        _ = try await session.dryRun { tx in try tx.delete(Account.ID(rawValue: 77)) }
      }
      #expect(missing?.code == .recordNotFound)
      await workspace.close()
      let closed = await #expect(throws: StoreError.self) { _ = try await session.dryRun { _ in } }
      #expect(closed?.code == .closed)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is heard of by nobody`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      var changes = session.observe(Account.query).makeAsyncIterator()
      _ = try await changes.next()
      _ = try await session.dryRun { tx in try tx.insert(Account { $0.name = "Tried" }) }
      let real = try await session.insert(Account { $0.name = "Real" })
      let heard = try #require(try await changes.next())
      #expect(heard.items == [real])
      #expect(try await session.changes(after: 0).map(\.sequence) == [1])
    }
  }

  @Test func `changes no byte of a file`() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("crm-dry-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("store.crm")
    let workspace = try await Workspace.prepared(on: .sqlite(path.path), modules: [TrialModule()])
    let session = try await workspace.session(as: .owner)
    try await session.perform(AddAccount(called: "Acme"), key: "k")
    await workspace.close()
    let before = try Data(contentsOf: path)
    let again = try await Workspace.open(.sqlite(path.path), modules: [TrialModule()])
    let later = try await again.session(as: .owner)
    _ = try await later.dryRun { tx in
      try tx.insert((0..<5_000).map { number in Account { $0.name = "Account \(number)" } })
      try tx.update(where: Account.query) { $0.industry = "Retail" }
    }
    #expect(try Data(contentsOf: path) == before)
    await again.close()
    #expect(try Data(contentsOf: path) == before)
  }
}
