import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Synchronization
import Testing

/// "Told of every statement that ran on the engine: what it did, on which entity, over how many rows, for how long, by the
/// workspace's clock. Never values."
@Suite struct `An instrument` {
  /// A clock that goes on by a millisecond each time it is asked.
  private final class SteppingClock: WorkspaceClock {
    private let moment = Mutex<Int64>(1_748_854_800_000_000)

    var now: Instant {
      moment.withLock { moment in
        moment += 1_000
        return Instant(microsecondsSinceEpoch: moment) ?? .epoch
      }
    }
  }

  private static func withLog(_ kind: StoreKind, _ body: (Session, EventLog) async throws -> Void) async throws {
    let log = EventLog()
    try await kind.withWorkspace {
      ($0.instrument, $0.clock) = ({ log.add($0) }, SteppingClock())
    } _: { workspace in
      try await body(try await workspace.session(as: .owner), log)
    }
  }

  /// Events in words: kind, entity, rows.
  private static func told(_ log: EventLog) -> [String] {
    log.all.map { "\($0.kind) \($0.entity?.rawValue ?? "-") \($0.rows)" }
  }

  @Test(arguments: StoreKind.allCases)
  func `is told of reads by kind, entity and rows`(_ kind: StoreKind) async throws {
    try await Self.withLog(kind) { session, log in
      try await session.insert((0..<5).map { index in Account { ($0.name, $0.employees) = ("x", index) } })
      log.clear()
      _ = try await session.fetch(Account.query.where { $0.employees >= 2 })
      _ = try await session.count(Account.query.where { $0.employees >= 2 }, upTo: 2)
      _ = try await session.table(Query("account").group(by: "employees").measure(.count))
      _ = try await session.first(Contact.query)
      #expect(Self.told(log) == ["scan account 3", "count account 2", "group account 5", "scan contact 0"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is told of writes by kind, entity and rows, the commit last`(_ kind: StoreKind) async throws {
    try await Self.withLog(kind) { session, log in
      func writes(_ body: @escaping @Sendable (WriteTransaction) throws -> Void) async throws -> [String] {
        log.clear()
        try await session.write { tx in try body(tx) }
        return Self.told(log).filter { !$0.hasPrefix("scan") && !$0.hasPrefix("count") }
      }
      let inserted = try await writes { tx in
        try tx.insert((0..<3).map { _ in Account { $0.name = "x" } })
        try tx.insert(Contact { $0.name = PersonName(last: "López") })
      }
      #expect(inserted == ["insert account 3", "insert contact 1", "commit - 0"])
      let updated = try await writes { tx in try tx.update(where: Account.query) { $0.employees = 1 } }
      #expect(updated == ["update account 3", "commit - 0"])
      let ids = try await session.fetch(Account.query).map(\.id.erased)
      #expect(try await writes { try $0.delete([ids[0]]) } == ["update account 1", "commit - 0"])
      #expect(try await writes { try $0.removePermanently(Array(ids[1...])) } == ["remove account 2", "commit - 0"])
      log.clear()
      try await session.alter { $0[Account.self].add(.text("plate"), label: "Plate") }
      #expect(Self.told(log).contains { $0.hasPrefix("layout - ") })
      #expect(Self.told(log).last == "commit - 0")
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is told of no commit when nothing was committed`(_ kind: StoreKind) async throws {
    try await Self.withLog(kind) { session, log in
      log.clear()
      await #expect(throws: StoreError.self) { try await session.insert([Account { $0.name = "x" }, Account()]) }
      #expect(!log.all.contains { $0.kind == .commit })
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is told the time by the workspace's clock`(_ kind: StoreKind) async throws {
    try await Self.withLog(kind) { session, log in
      try await session.insert((0..<5).map { _ in Account { $0.name = "x" } })
      _ = try await session.fetch(Account.query)
      _ = try await session.count(Account.query)
      let statements = log.all.filter { $0.kind != .commit }
      #expect(!statements.isEmpty)
      // Nothing else asks the clock while a statement runs.
      #expect(Set(statements.map(\.duration.microseconds)) == [1_000])
      let commits = log.all.filter { $0.kind == .commit }
      #expect(commits.allSatisfy { $0.duration > .zero })
      #expect(!commits.isEmpty)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is never told values`(_ kind: StoreKind) async throws {
    try await Self.withLog(kind) { session, log in
      let acme = try await session.insert(
        Account { ($0.name, $0.industry, $0.employees) = ("Geheim", "Verborgen", 987_654_321) })
      try await session.alter { $0[Account.self].add(.text("plate"), label: "Geheim") }
      _ = try await session.update(acme.id) { $0.employees = 987_654_322 }
      _ = try await session.fetch(Account.query.where { $0.name == "Geheim" && $0.employees > 987_654_320 })
      _ = try await session.count(Account.query.where { $0.industry.contains("Verborgen") })
      _ = try await session.table(
        Query(text: "select industry, count() from account where name starts with \"Geheim\" group by industry"))
      await #expect(throws: StoreError.self) { try await session.insert(Account { $0.number = "Geheim" }) }
      try await session.removePermanently(acme.id)
      #expect(Set(log.all.map(\.kind)).isSuperset(of: [.scan, .count, .group, .insert, .update, .remove, .commit]))
      for event in log.all {
        var text = "\(event) \(String(reflecting: event)) "
        dump(event, to: &text)
        #expect(!["Geheim", "geheim", "Verborgen", "98765432"].contains { text.contains($0) }, "\(text)")
      }
    }
  }
}
