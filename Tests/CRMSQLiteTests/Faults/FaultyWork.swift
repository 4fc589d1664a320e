import CRMModel
import CRMSecurity
import CRMStorage
import Testing

/// Something that a workspace does while its files fail, round after round.
struct FaultyWork: Sendable, CustomTestStringConvertible {
  typealias Content = FaultyStore.Content

  let testDescription: String
  /// What is done before, while nothing fails.
  var prepare: @Sendable (FaultyStore, Workspace, Int) async throws -> Void = { _, _, _ in }
  let run: @Sendable (FaultyStore, Workspace, Int) async throws -> Void
  /// What the workspace holds afterwards.
  var outcome: @Sendable (Content, Int) -> Content = { content, _ in content }

  static let all = [write, writeBeyondCache, writeAndCheckpoint, alter, checkpoint, cutLog, read, check]

  /// Each work with each fault that it can meet.
  static let cases: [(work: FaultyWork, fault: Fault)] = all.flatMap { work in
    // No layer of SQLite's own says that a file may only be read when a page of a full cache is written: it says so when
    // the file is opened. SQLite is not made for it and takes its half written pages for damage.
    let met = Fault.all.filter { work.testDescription != writeBeyondCache.testDescription || $0.expected != .readOnly }
    return met.map { (work, $0) }
  }

  static let write = FaultyWork(
    testDescription: "a transaction that inserts, updates and removes",
    run: { _, workspace, round in try await save(workspace, round) }, outcome: saved)

  static let writeBeyondCache = FaultyWork(
    testDescription: "a transaction that the cache does not hold",
    prepare: { store, _, _ in try await store.onWriter("PRAGMA cache_size = 10") },
    run: { _, workspace, round in try await save(workspace, round) }, outcome: saved)

  static let writeAndCheckpoint = FaultyWork(
    testDescription: "a transaction after which the log goes into the file",
    prepare: { store, _, _ in try await store.onWriter("PRAGMA wal_autocheckpoint = 1") },
    run: { _, workspace, round in try await save(workspace, round) }, outcome: saved)

  static let alter = FaultyWork(
    testDescription: "a change of the schema",
    run: { _, workspace, round in
      try await workspace.session(as: .owner).alter(losing: true) { schema in
        for field in schema.catalog[Account.name]?.fields ?? [] where field.name.isCustom {
          schema[Account.self].remove(field.name)
        }
        let type = FieldType.text(maxLength: 20)
        schema[Account.self].add(
          CustomField(FieldName("f\(round)"), type).default(.text("x")).required().indexed(), label: "F")
      }
    },
    outcome: { content, round in
      content.mapValues { text in "\(text.prefix { $0 != " " }) custom.f\(round)=x" }
    })

  static let checkpoint = FaultyWork(
    testDescription: "moving the log into the file",
    prepare: { _, workspace, round in try await save(workspace, round) },
    run: { store, _, _ in try await store.onWriter("PRAGMA wal_checkpoint(PASSIVE)") })

  static let cutLog = FaultyWork(
    testDescription: "cutting the log",
    prepare: { _, workspace, round in try await save(workspace, round) },
    run: { store, _, _ in try await store.onWriter("PRAGMA wal_checkpoint(TRUNCATE)") })

  static let read = FaultyWork(
    testDescription: "a read by a connection that has to be opened",
    prepare: { _, workspace, round in try await save(workspace, round) },
    run: { store, workspace, _ in
      try await store.closeReaders()
      _ = try await FaultyStore.content(workspace)
    })

  static let check = FaultyWork(
    testDescription: "a check",
    run: { _, workspace, _ in
      let problems = try await workspace.session(as: .system).check()
      #expect(problems == [])
    })

  /// Takes the accounts of earlier rounds away for good, counts one up in all others, adds new ones.
  private static func save(_ workspace: Workspace, _ round: Int) async throws {
    try await workspace.session(as: .owner).write { tx in
      let old = try tx.fetch(Account.query).filter { $0.name.hasPrefix("round") }
      try tx.removePermanently(old.map(\.id.erased))
      try tx.update(where: Account.query) { $0.employees = ($0.employees ?? 0) + 1 }
      try tx.insert(
        (0..<20).map { n in
          Account {
            $0.name = "round \(round), \(n)"
            $0.employees = 0
            $0.notes = String(repeating: "words ", count: 100)
          }
        })
    }
  }

  private static let saved: @Sendable (Content, Int) -> Content = { content, round in
    var result: Content = [:]
    for (name, text) in content where !name.hasPrefix("round") { result[name] = String((Int(text) ?? -9) + 1) }
    for n in 0..<20 { result["round \(round), \(n)"] = "0" }
    return result
  }
}
