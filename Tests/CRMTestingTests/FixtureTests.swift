import CRM
import CRMTestStores
import CRMTesting
import Foundation
import Testing

extension Fixture {
  static let acme = Fixture("acme") { tx in try tx.insert(Account { $0.name = "Acme" }) }
  static let ana = Fixture("ana", requires: [.acme]) { tx in
    let acme = try tx.first(Account.query.where { $0.name == "Acme" })
    try tx.insert(Contact { ($0.name, $0.account) = (PersonName(first: "Ana", last: "Ruiz"), acme?.id) })
  }
  static let pipeline = Fixture("pipeline") { tx in try SalesModule.standardPipeline(in: tx) }
  static let world = Fixture("world", of: [.ana, .acme, .pipeline])
}

@Suite struct `A fixture` {
  @Test func `comes after what it requires, and once`() throws {
    #expect(try Fixture.ordered([.world, .acme]).map(\.name) == ["acme", "ana", "pipeline", "world"])
  }

  @Test(arguments: StoreKind.allCases)
  func `gives the same records each time, ids and moments included`(_ store: StoreKind) async throws {
    var rows: [[Contact]] = []
    for _ in 1...2 {
      rows.append(
        try await store.withWorkspace(modules: [.sales, .service], fixtures: [.world]) { workspace in
          try await workspace.session(as: .owner).fetch(Contact.query)
        })
    }
    #expect(rows[0] == rows[1])
    #expect(rows[0].map(\.id) == [Contact.ID(rawValue: 2)])
    #expect(rows[0].map(\.account) == [Account.ID(rawValue: 1)])
    #expect(rows[0].map(\.record.createdAt) == [FixedClock.standardStart])
  }

  private static func city(_ name: String, in country: String) -> Fixture {
    Fixture("city \(name)") { tx in try tx.insert(Account { $0.name = "\(name), \(country)" }) }
  }

  /// Made anew whenever it is asked for, but always the same.
  private static var madrid: Fixture { city("Madrid", in: "Spain") }

  @Test(arguments: StoreKind.allCases)
  func `composed twice is applied once, also where it is made each time`(_ store: StoreKind) async throws {
    let both = Fixture("both", of: [.acme, Self.madrid])
    let more = Fixture("more", requires: [Self.madrid, .acme]) { tx in try tx.insert(Account { $0.name = "More" }) }
    let names = try await store.withWorkspace(fixtures: [both, Self.madrid, more, .acme]) { workspace in
      try await workspace.session(as: .owner).fetch(Account.query.order(by: { $0.name })).map(\.name)
    }
    #expect(names == ["Acme", "Madrid, Spain", "More"])
  }

  @Test(arguments: StoreKind.allCases)
  func `of another's name is refused before any is applied, and both are told`(_ store: StoreKind) async throws {
    let other = Fixture("acme") { tx in try tx.insert(Account { $0.name = "Another Acme" }) }
    let deep = Fixture("deep", requires: [Fixture("middle", of: [other])]) { _ in }
    try await store.withSession { workspace, session in
      let error = await #expect(throws: StoreError.self) { try await workspace.apply([.ana, deep]) }
      #expect(error?.code == .fixtureNameTaken)
      #expect(error?.message.components(separatedBy: "FixtureTests.swift:").count == 3, "\(error?.message ?? "")")
      let count = try await session.count(Account.query)
      #expect(count == 0)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `of another's name and place is taken for it, so a name tells what is different`(_ store: StoreKind) async throws
  {
    let names = try await store.withWorkspace(
      fixtures: [Self.city("Valencia", in: "Spain"), Self.city("Valencia", in: "Venezuela")]
    ) { workspace in try await workspace.session(as: .owner).fetch(Account.query).map(\.name) }
    #expect(names == ["Valencia, Spain"])
  }

  @Test func `of a made-up world is named by all that it is made from`() throws {
    var shape = SalesWorldShape()
    shape.days = 500
    shape.dealsWithoutAccount = 165
    let worlds = [
      SalesWorld(opportunities: 100, seed: 7), SalesWorld(opportunities: 100, seed: 7, shape: shape),
      SalesWorld(opportunities: 100, seed: 8),
    ]
    #expect(
      try Fixture.ordered((worlds + worlds).map(\.fixture)).map(\.name) == [
        "sales world of 100 deals, seed 7", "sales world of 100 deals, seed 7, days 500, dealsWithoutAccount 165",
        "sales world of 100 deals, seed 8",
      ])
  }

  @Test func `is named as the cause of its commit`() async throws {
    let workspace = try await Workspace.inMemory(fixtures: [.acme])
    let changes = try await workspace.session(as: .owner).changes(after: 0)
    #expect(changes.map(\.cause) == ["fixture acme"])
    await workspace.close()
  }

  @Test func `that throws leaves those before it`() async throws {
    let workspace = try await Workspace.inMemory()
    let bad = Fixture("bad", requires: [.acme]) { tx in
      try tx.insert(Account { $0.name = "Half" })
      try tx.insert(Account())
    }
    let error = await #expect(throws: StoreError.self) { try await workspace.apply([bad]) }
    #expect(error?.code == .required)
    #expect(try await workspace.session(as: .owner).fetch(Account.query).map(\.name) == ["Acme"])
    await workspace.close()
  }
}

@Suite struct `A fixed clock` {
  @Test func `moves only when it is told to`() async throws {
    let clock = FixedClock(try Instant("2025-06-02T09:00:00Z"))
    #expect(clock.now == FixedClock.standardStart)
    #expect(try clock.advance(by: .hours(2)) == (try Instant("2025-06-02T11:00:00Z")))
    #expect(throws: ValueError.self) { try clock.advance(by: .maximum) }
    #expect(clock.now == (try Instant("2025-06-02T11:00:00Z")))
    clock.set(to: .epoch)
    #expect(clock.copy().now == .epoch)
  }
}

@Suite struct `A fixed id source` {
  @Test func `counts from one`() {
    let ids = FixedIDSource()
    #expect(ids.last == 0)
    #expect(ids.next(3, at: .epoch) == [1, 2, 3])
    ids.rewind(to: 1)
    #expect(ids.next(1, at: .epoch) == [2])
    #expect(ids.copy().next(1, at: .epoch) == [3])
    #expect(ids.last == 2)
  }

  @Test func `gives fewer ids at the end of 64 bits`() {
    let ids = FixedIDSource(startingAt: .max)
    #expect(ids.next(2, at: .epoch) == [.max])
    #expect(ids.next(2, at: .epoch) == [])
  }
}
