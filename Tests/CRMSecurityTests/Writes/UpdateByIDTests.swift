import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

/// A change of a parcel, of a sort of its own.
enum ParcelEdit: String, CaseIterable, Sendable {
  case nothing, text, decomposedText, longText, emptiedText, number, sameNumber, code, codes, name, amount, day
  case emptiedName, custom, emptiedCustom, owner, all

  func make(_ parcel: inout Parcel, owner: User.ID) {
    switch self {
    case .nothing: break
    case .text: parcel.note = "new"
    case .decomposedText: parcel.note = "Ame\u{301}lie"
    case .longText: parcel.note = String(repeating: "a long note, ", count: 10)
    case .emptiedText: parcel.note = ""
    case .number: parcel.count = 8
    case .sameNumber: parcel.count = 1
    case .code: parcel.status = .booked
    case .codes: parcel.tags = PicklistSet()
    case .name: parcel.addressee = PersonName(first: "Ana", last: "López")
    case .emptiedName: parcel.addressee = PersonName()
    case .amount: parcel.price = .usd(12)
    case .day: parcel.due = .maximum
    case .custom: parcel.custom["colour"] = "blue"
    case .emptiedCustom: parcel.custom["colour"] = .null
    case .owner: parcel.record.owner = owner
    case .all:
      for edit in Self.allCases where edit != .all { edit.make(&parcel, owner: owner) }
    }
  }
}

@Suite struct `A change of a record by its id` {
  /// Beginning with values everywhere, and with as few as may be.
  @Test(arguments: StoreKind.allCases, ParcelEdit.allCases)
  func `returns what is stored then`(_ kind: StoreKind, _ edit: ParcelEdit) async throws {
    try await kind.withSession(modules: [Depot()]) { _, session in
      try await session.alter { $0[Parcel.self].add(.text("colour")) }
      let ana = try await session.insert(User { $0.displayName = "Ana" })
      let full = Record(
        "depot.parcel", ["label": "full", "note": "old", "count": 1, "addressee": .personName(PersonName(last: "Roe"))])
      for record in [full, Record("depot.parcel", ["label": "empty"])] {
        let id = Parcel.ID(rawValue: try await session.insert(record).id)
        let before = try await session.fetch(id)
        let changed = try await session.update(id) { edit.make(&$0, owner: ana.id) }
        let after = try await session.fetch(id)
        #expect(changed == after)
        var expected = try #require(before)
        edit.make(&expected, owner: ana.id)
        #expect(changed.count == expected.count)
        #expect(changed.note == (edit == .emptiedText ? "" : expected.note))
        #expect(changed.record.owner == expected.record.owner)
        #expect(changed.addressee == expected.addressee)
        #expect(changed.custom["colour"] == expected.custom["colour"])
        if edit == .nothing { #expect(changed.revision == 1) }
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is a conflict when its closure has written the record itself`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let id = try await session.insert(Account { $0.name = "A" }).id
      let error = await #expect(throws: StoreError.self) {
        try await session.write { tx in
          try tx.update(id) { account in
            try tx.update(id) { $0.name = "B" }
            account.name = "C"
          }
        }
      }
      #expect(error?.code == .staleRevision)
      #expect(try await session.fetch(id)?.name == "A")
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `goes by what its closure leaves in place of the record`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let accounts = try await session.insert([Account { $0.name = "A" }, Account { $0.name = "B" }])
      let (first, second) = (accounts[0], accounts[1])
      let changed = try await session.update(first.id) { $0 = second }
      #expect(changed.id == first.id)
      #expect(try await session.fetch(first.id)?.name == "B")
      _ = try await session.update(second.id) { $0.name = "C" }
      let error = await #expect(throws: StoreError.self) {
        try await session.update(second.id) { $0 = first }
      }
      #expect(error?.code == .staleRevision)
    }
  }
}
