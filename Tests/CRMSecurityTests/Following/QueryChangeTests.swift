import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Synchronization
import Testing

/// "Groups of counts and sums are told if the records that have changed are the query's own … Everything else that has changed is unknown."
@Suite struct `A change of a query's answer` {
  private static let byIndustry = Query("account").group(by: "industry").measure(.count).measure(.sum, "employees")

  /// What a change adds to groups, by industry: how many records, and the sum.
  private static func difference(_ change: QueryChange) -> [String: [Int64]]? {
    guard case .groups(let removed, let added) = change else { return nil }
    var found: [String: [Int64]] = [:]
    for (columns, sign) in [(removed, -1), (added, 1)] as [(ResultColumns, Int64)] {
      guard case .coded(let values, let codes) = columns.columns[0], case .counts(let counts) = columns.columns[1],
        case .sums(let sums, _, _) = columns.columns[2]
      else { return nil }
      for group in 0..<columns.count {
        guard case .text(let key) = values[Int(codes[group])] else { return nil }
        let known = found[key] ?? [0, 0]
        found[key] = [known[0] + sign * counts[group], known[1] + sign * Int64(sums[group])]
      }
    }
    return found
  }

  /// What each group has for its first key.
  private static func keys(_ columns: ResultColumns) -> [FieldValue] {
    guard case .coded(let values, let codes) = columns.columns[0] else { return [] }
    return codes.map { values[Int($0)] }
  }

  private static func withAccounts(
    _ kind: StoreKind, _ body: (Workspace, Session, [Account.ID]) async throws -> Void
  ) async throws {
    try await kind.withSession(modules: []) { workspace, session in
      let accounts = try await session.insert(
        (0..<20).map { index in
          Account { ($0.name, $0.industry, $0.employees) = ("A\(index)", ["Retail", "Energy"][index % 2], index) }
        })
      try await body(workspace, session, accounts.map(\.id))
    }
  }

  private final class Counter: Sendable {
    let count = Mutex(0)
  }

  private static func mark(_ session: Session, _ query: Query = byIndustry) async throws -> QueryMark {
    try await session.read { try $0.mark(query) }
  }

  private static func change(
    _ session: Session, _ mark: QueryMark, _ query: Query = byIndustry
  ) async throws -> QueryChange {
    try await session.read { try $0.change(of: query, since: mark) }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells the groups of the records that have changed, as they were and as they are`(_ kind: StoreKind) async throws
  {
    try await Self.withAccounts(kind) { _, session, ids in
      let mark = try await Self.mark(session)
      try await session.update(ids[1]) { $0.employees = 100 }
      try await session.update(ids[2]) { $0.industry = "Farming" }
      try await session.delete(ids[3])
      try await session.insert(Account { ($0.name, $0.industry) = ("new", "Retail") })
      try await session.update(ids[1]) { $0.employees = 50 }
      let difference = Self.difference(try await Self.change(session, mark))
      #expect(difference == ["Energy": [-1, 49 - 3], "Retail": [0, -2], "Farming": [1, 2]])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is none where other entities or nothing at all has changed`(_ kind: StoreKind) async throws {
    try await Self.withAccounts(kind) { _, session, _ in
      let mark = try await Self.mark(session)
      #expect(try await Self.change(session, mark) == .nothing)
      try await session.insert(Contact { $0.name = PersonName(last: "Ruiz") })
      #expect(try await Self.change(session, mark) == .nothing)
    }
  }

  @Test(
    arguments: StoreKind.allCases,
    [
      byIndustry.order(by: "industry"), byIndustry.limit(1), byIndustry.measure(.maximum, "employees"),
      byIndustry.measure(.distinct, "employees"), Query("account").select("name"),
      Query("account").group(by: "parent.industry").measure(.count),
      Query("account").group(by: "modified_at", .day).measure(.count),
    ])
  func `is not known for a query whose groups do not tell it`(_ kind: StoreKind, _ query: Query) async throws {
    try await Self.withAccounts(kind) { _, session, ids in
      let mark = try await Self.mark(session, query)
      #expect(try await Self.change(session, mark, query) == .nothing)
      try await session.update(ids[1]) { ($0.name, $0.industry, $0.employees) = ("B", "Farming", 100) }
      #expect(try await Self.change(session, mark, query) == .unknown)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is not known of another workspace, inside a transaction, or since one`(_ kind: StoreKind) async throws {
    try await Self.withAccounts(kind) { workspace, session, _ in
      let mark = try await Self.mark(session)
      let inside = try await session.write { tx in
        (try tx.mark(Self.byIndustry), try tx.change(of: Self.byIndustry, since: mark))
      }
      #expect(inside.1 == .unknown)
      #expect(try await Self.change(session, inside.0) == .unknown)
      guard kind == .memory else { return }
      let fork = try workspace.fork()
      let other = try await fork.session(as: .owner)
      #expect(try await Self.change(other, mark) == .unknown)
      await fork.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `makes a derived value anew, and nothing else does`(_ kind: StoreKind) async throws {
    try await Self.withAccounts(kind) { _, session, ids in
      let query = Query("account").select("name").order(by: "name")
      let made = Counter()
      func names() async throws -> Int {
        try await session.read { [made] snapshot in
          try snapshot.derived(from: query) { () throws(StoreError) in
            made.count.withLock { $0 += 1 }
            return try snapshot.records(query).count
          }
        }
      }
      #expect(try await names() == 20)
      #expect(try await names() == 20)
      #expect(made.count.withLock { $0 } == 1)
      try await session.insert(Contact { $0.name = PersonName(last: "Ruiz") })
      #expect(try await names() == 20)
      #expect(made.count.withLock { $0 } == 1)
      try await session.delete(ids[0])
      #expect(try await names() == 19)
      #expect(try await names() == 19)
      #expect(made.count.withLock { $0 } == 2)
      let inside = try await session.write { tx in
        try tx.insert(Account { $0.name = "uncommitted" })
        return try tx.derived(from: query) { () throws(StoreError) in try tx.records(query).count }
      }
      #expect(inside == 20)
      #expect(try await names() == 20)
      #expect(made.count.withLock { $0 } == 3)
    }
  }

  // MARK: As of a moment

  @Test(arguments: StoreKind.allCases)
  func `is told as of a moment`(_ kind: StoreKind) async throws {
    let clock = FixedClock()
    try await kind.withSession(clock: clock) { _, session in
      let ids = try await session.insert(
        (0..<4).map { index in
          Account { ($0.name, $0.industry, $0.employees) = ("A\(index)", ["Retail", "Energy"][index % 2], index) }
        }
      ).map(\.id)
      let then = clock.now
      try clock.advance(by: .seconds(1))
      try await session.update(ids[1]) { $0.employees = 100 }
      try await session.update(ids[1]) { $0.employees = 50 }
      try await session.delete(ids[3])
      let gone = try await session.insert(Account { ($0.name, $0.industry) = ("new", "Farming") })
      try await session.removePermanently(gone.id)
      try await session.removePermanently(ids[2])
      func difference(_ moment: Instant) async throws -> QueryChange {
        try await session.read { try $0.change(of: Self.byIndustry, asOf: moment) }
      }
      #expect(Self.difference(try await difference(then)) == ["Energy": [-1, 49 - 3], "Retail": [-1, -2]])
      #expect(try await difference(clock.now) == .nothing)
      let before = Self.difference(try await difference(then.adding(.seconds(-1))))
      #expect(before == ["Energy": [1, 50], "Retail": [1, 0]])
    }
  }

  @Test(
    arguments: StoreKind.allCases,
    [
      byIndustry.order(by: "industry"), byIndustry.limit(1), byIndustry.measure(.maximum, "employees"),
      byIndustry.measure(.distinct, "employees"), Query("account").select("name"),
      Query("account").group(by: "parent.industry").measure(.count),
      Query("account").group(by: "modified_at", .day).measure(.count),
    ])
  func `as of a moment is refused for a query whose groups do not tell it`(
    _ kind: StoreKind, _ query: Query
  ) async throws {
    let clock = FixedClock()
    try await kind.withSession(clock: clock) { _, session in
      let account = try await session.insert(Account { $0.name = "A" })
      let then = clock.now
      try clock.advance(by: .seconds(1))
      try await session.update(account.id) { ($0.name, $0.industry, $0.employees) = ("B", "Farming", 100) }
      let error = await #expect(throws: StoreError.self) {
        try await session.read { try $0.change(of: query, asOf: then) }
      }
      #expect((error?.kind, error?.code) == (.unsupported, .asOfUntold))
      #expect(error?.entity == "account")
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `goes by what is asked of parents, and by no more`(_ kind: StoreKind) async throws {
    let clock = FixedClock()
    let query = Query("contact").group(by: "account.employees").measure(.count)
    // The moment of change is not in the log, so any change of an account is one of it.
    let byDay = Query("contact").group(by: "account.modified_at", .day).measure(.count)
    try await kind.withSession(clock: clock) { _, session in
      let account = try await session.insert(Account { ($0.name, $0.employees) = ("A", 5) })
      let contact = try await session.insert(
        Contact { ($0.name, $0.account) = (PersonName(last: "Ruiz"), account.id) })
      let then = clock.now
      let marks = try await session.read { [try $0.mark(query), try $0.mark(byDay)] }
      try clock.advance(by: .seconds(1))
      try await session.update(account.id) { $0.notes = "Big" }
      let other = try await session.insert(Account { ($0.name, $0.employees) = ("B", 7) })
      try await session.update(contact.id) { $0.account = other.id }
      func told(_ query: Query, _ mark: QueryMark) async throws -> [QueryChange?] {
        try await session.read { snapshot in
          [try? snapshot.change(of: query, asOf: then), try snapshot.change(of: query, since: mark)]
        }
      }
      for change in try await told(query, marks[0]) {
        guard case .groups(let removed, let added) = change else {
          Issue.record("\(String(describing: change))")
          continue
        }
        #expect(Self.keys(removed) == [5])
        #expect(Self.keys(added) == [7])
      }
      #expect(try await told(byDay, marks[1]) == [nil, .unknown])
      try await session.update(account.id) { $0.employees = 6 }
      #expect(try await told(query, marks[0]) == [nil, .unknown])
    }
  }
}
