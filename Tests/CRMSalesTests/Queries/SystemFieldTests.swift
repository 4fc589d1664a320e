import CRMModel
import CRMSales
import CRMSecurity
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `A field that every record has` {
  @Test(arguments: StoreKind.allCases)
  func `is reached through parents like any other`(_ store: StoreKind) async throws {
    try await store.withQueryWorld { world in
      let ann = world.ann
      let acme = world.acme
      let owned = try await world.names(Opportunity.query.where { $0.account.owner == ann })
      #expect(owned == ["Seats", "Desks"])
      #expect(try await world.names(Opportunity.query.where { $0.account.owner.displayName == "Bea" }) == ["Lamps"])
      #expect(try await world.names(Opportunity.query.where { $0.account.id == acme }) == ["Seats", "Desks"])
      #expect(try await world.names(Opportunity.query.where { $0.account.owner.isNull }) == ["Chairs"])
      #expect(try await world.names(Opportunity.query.where { $0.account.revision >= 1 }).count == 3)
      let moment = FixedClock.standardStart
      #expect(try await world.names(Opportunity.query.where { $0.account.createdAt == moment }).count == 3)
      #expect(try await world.names(Opportunity.query.where { $0.account.modifiedAt > moment }) == [])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is compared with another reference`(_ store: StoreKind) async throws {
    try await store.withQueryWorld { world in
      let same = try await world.names(Opportunity.query.where { $0.owner == $0.account.owner })
      let other = try await world.names(Opportunity.query.where { $0.owner != $0.account.owner })
      #expect(same == ["Seats"])
      #expect(other == ["Desks", "Lamps"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `leads to the records that an owner has`(_ store: StoreKind) async throws {
    try await store.withQueryWorld { world in
      let session = world.session
      let sellers = User.query.where { $0.children(\Opportunity.owner).any { $0.amount >= .usd(200) } }
      #expect(try await session.fetch(sellers).map(\.id) == [world.bea])
      let busy = User.query.where { $0.children(\Opportunity.owner).count == 2 }
      #expect(try await session.fetch(busy).map(\.id) == [world.ann])
      let named = try Query(text: "from user where any(opportunity by owner: amount >= 200)")
      #expect(try await session.records(named).map(\.id) == [world.bea.rawValue])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is one side of a walk over many to many`(_ store: StoreKind) async throws {
    try await store.withQueryWorld { world in
      let session = world.session
      let bankers = User.query.where {
        $0.linked(\Opportunity.owner, to: \Opportunity.account).any { $0.industry == "Bank" }
      }
      let found = try await session.fetch(bankers)
      #expect(found.map(\.id) == [world.ann])
      let served = Account.query.where {
        $0.linked(\Opportunity.account, to: \Opportunity.owner).any { $0.displayName == "Bea" }
      }
      #expect(try await session.fetch(served).map(\.id) == [world.acme])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `brings parents and children of many records`(_ store: StoreKind) async throws {
    try await store.withQueryWorld { world in
      let (owners, deals) = try await world.session.read { snapshot in
        let deals = try snapshot.fetch(Opportunity.query)
        let users = try snapshot.fetch(User.query)
        return (
          try snapshot.parents(of: deals, \.owner),
          try snapshot.children(of: users, \Opportunity.owner, in: Opportunity.query.order(by: { $0.name }))
        )
      }
      #expect(owners.mapValues(\.displayName) == [world.ann: "Ann", world.bea: "Bea"])
      #expect(deals.mapValues { $0.map(\.name) } == [world.ann: ["Lamps", "Seats"], world.bea: ["Desks"]])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is sorted by and selected`(_ store: StoreKind) async throws {
    try await store.withQueryWorld { world in
      let query = Opportunity.query
        .order(by: { $0.owner }, .descending)
        .order(by: { $0.createdAt })
        .order(by: { $0.name })
        .select { ($0.name, $0.owner, $0.revision, $0.createdAt, $0.account.owner) }
      let rows = try await world.session.fetch(query)
      #expect(rows.map(\.0) == ["Desks", "Lamps", "Seats", "Chairs"])
      #expect(rows.map(\.1) == [world.bea, world.ann, world.ann, nil])
      #expect(rows.map(\.2) == [1, 1, 1, 1])
      #expect(rows.allSatisfy { $0.3 == FixedClock.standardStart })
      #expect(rows.map(\.4) == [world.ann, world.bea, world.ann, nil])
    }
  }
}
