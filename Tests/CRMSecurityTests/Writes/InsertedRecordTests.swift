import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

@Suite struct `An inserted record` {
  @Test(arguments: StoreKind.allCases, ParcelEdit.allCases)
  func `is returned as it is stored`(_ kind: StoreKind, _ edit: ParcelEdit) async throws {
    try await kind.withSession(modules: [Depot()]) { _, session in
      try await session.alter { $0[Parcel.self].add(.text("colour")) }
      let ana = try await session.insert(User { $0.displayName = "Ana" })
      var parcel = Parcel()
      (parcel.sender, parcel.subject) = (.unset, AnyRecordID(entity: "account", rawValue: 0))
      edit.make(&parcel, owner: ana.id)
      let single = try await session.insert(parcel)
      let several = try await session.insert([parcel, Parcel(without: parcel), parcel])
      for stored in [single] + several { #expect(try await session.fetch(stored.id) == stored) }
      for stored in [single, several[0], several[2]] {
        #expect(stored.note == (edit == .decomposedText ? "Am\u{E9}lie" : parcel.note))
        #expect(stored.count == parcel.count)
        #expect(stored.status == parcel.status)
        #expect(stored.tags == parcel.tags)
        #expect(stored.addressee == parcel.addressee)
        #expect(stored.price == parcel.price)
        #expect(stored.due == parcel.due)
        #expect(stored.weight == parcel.weight)
        #expect(stored.share == parcel.share)
        #expect(stored.handling == parcel.handling)
        #expect(stored.owner == parcel.owner)
        #expect(stored.custom["colour"] == parcel.custom["colour"])
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `holds nil where nothing was given, beside one that holds values`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let parent = try await session.insert(Account { $0.name = "Acme" })
      let full = Account {
        ($0.name, $0.industry, $0.employees, $0.annualRevenue) = ("Full", "Retail", 12, .usd(5))
        $0.parent = parent.id
      }
      let stored = try await session.insert([full, Account { $0.name = "Empty" }, full])
      for (index, account) in stored.enumerated() {
        #expect(try await session.fetch(account.id) == account)
        let isFull = index != 1
        #expect(account.industry == (isFull ? "Retail" : nil))
        #expect(account.employees == (isFull ? 12 : nil))
        #expect(account.annualRevenue == (isFull ? .usd(5) : nil))
        #expect(account.parent == (isFull ? parent.id : nil))
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is refused with its place in the batch`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [Depot()]) { _, session in
      var good = Parcel()
      (good.sender, good.subject) = (.unset, AnyRecordID(entity: "account", rawValue: 0))
      var (foreign, long) = (good, good)
      foreign.price = Money(minor: 100, .eur)
      long.note = String(repeating: "x", count: 300)
      for (wrong, code) in [(foreign, ErrorCode.currencyMismatch), (long, .textTooLong)] {
        let error = await #expect(throws: StoreError.self) { try await session.insert([good, wrong]) }
        #expect(error?.code == code)
        #expect(error?.violations.first?.index == 1)
      }
      let count = try await session.count(Parcel.query)
      #expect(count == 0)
    }
  }

  /// A user makes nothing but its row, so it is written without a savepoint.
  @Test(arguments: StoreKind.allCases)
  func `leaves the transaction as it was when it is refused`(_ kind: StoreKind) async throws {
    try await kind.withSession { workspace, session in
      let email = try EmailAddress("ana@example.com")
      let ana = User { ($0.displayName, $0.email) = ("Ana", email) }
      let ids = try await session.write { tx in
        let first = try tx.insert(ana)
        for refused in [ana, User()] {
          #expect(throws: StoreError.self) { try tx.insert(refused) }
        }
        return [first.id, try tx.insert(User { $0.displayName = "Bo" }).id]
      }
      #expect(ids[1].rawValue == ids[0].rawValue + 1)
      #expect(try await session.fetch(User.query.order(by: { $0.displayName })).map(\.id) == ids)
    }
  }
}

extension Parcel {
  /// A parcel that differs from another in its note.
  fileprivate init(without other: Parcel) {
    self = other
    note = ""
  }
}
