import CRMModel
import CRMSecurity
import CRMTestStores
import CRMTesting
import Foundation
import Testing

/// JSON that a client sends, through a session and back, against files that were written by hand from
/// `Documentation/JSON.md`.
@Suite struct `A record sent as JSON` {
  private static func golden(_ name: String) throws -> [UInt8] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    return Array(try Data(contentsOf: folder.appendingPathComponent("Golden/\(name).json")))
  }

  private static func text(_ name: String) throws -> String { String(decoding: try golden(name), as: UTF8.self) }

  /// A store with one account and the record of the golden file.
  private static func withSpecimen(
    _ kind: StoreKind, _ body: (Session, FixedClock, Record) async throws -> Void
  ) async throws {
    let clock = FixedClock()
    try await kind.withWorkspace(modules: [SpecimenModule()], clock: clock) { workspace in
      let session = try await workspace.session(as: .owner)
      try await session.insert(Account { $0.name = "Acme" })
      let catalog = session.schema
      let schema = try #require(catalog["golden.specimen"])
      let record = try Record(jsonBytes: try golden("new"), schema: schema, catalog: catalog, zones: .system)
      try await body(session, clock, try await session.insert(record))
    }
  }

  private static func stored(_ session: Session, _ id: Int64) async throws -> Record {
    let isIt = Formula.compare(.equal, .field("id"), .literal(.integer(id)))
    return try #require(try await session.records(Query("golden.specimen").where(isIt)).first)
  }

  @Test(arguments: StoreKind.allCases)
  func `comes back as the documentation says, byte for byte`(_ kind: StoreKind) async throws {
    try await Self.withSpecimen(kind) { session, _, inserted in
      let golden = try Self.text("stored")
      #expect(try session.json(inserted).text(isPretty: true) + "\n" == golden)
      let read = try await Self.stored(session, inserted.id)
      #expect(try session.json(read).text(isPretty: true) + "\n" == golden)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is read by the compiled entity as what was meant`(_ kind: StoreKind) async throws {
    try await Self.withSpecimen(kind) { session, _, inserted in
      let found = try await session.find(Specimen.ID(rawValue: inserted.id))
      #expect(found.title == "Amélie")
      #expect(found.number == "SP-2025-001")
      #expect(found.flag == true)
      #expect(found.count == 42)
      #expect(found.rate == (try ExactDecimal("12.5")))
      #expect(found.share == (try Percent("7.2")))
      #expect(found.price == .usd(48_000))
      #expect(found.anyPrice == (try Money("12.50", .eur)))
      #expect(found.notes == "first line\nsecond line")
      #expect(found.day == (try CalendarDate("2025-06-06")))
      #expect(found.moment == (try Instant("2025-06-06T12:50:00Z")))
      #expect(found.clock == (try TimeOfDay("08:30:15.5")))
      #expect(found.span == .hours(60))
      #expect(found.meeting?.instant == (try Instant("2025-06-06T12:50:00Z")))
      #expect(found.stretch?.length == .hours(1))
      #expect(found.slot == (try slot()))
      #expect(found.season?.start == (try CalendarDate("2025-06-01")))
      #expect(found.place == (try GeoPoint(latitude: 40.4155, longitude: -3.7074)))
      #expect(found.person == PersonName(first: "Ana", last: "López"))
      #expect(found.home == PostalAddress(street: "Gran Vía 1", city: "Madrid", country: "ES"))
      #expect(found.email == (try EmailAddress("ana@example.com")))
      #expect(found.phone == (try PhoneNumber("+44 20 7946 0958")))
      #expect(found.web == (try WebAddress("https://acme.example")))
      #expect(found.tier == .gold)
      #expect(found.interests == (try PicklistSet([SpecimenTier.gold, .vip])))
      #expect(found.account == Account.ID(rawValue: 1))
      #expect(found.about == AnyRecordID(entity: "account", rawValue: 1))
      #expect(found.document?.name == "offer.pdf")
      #expect(found.rule == (try Formula(text: #"employees > 100 and industry = "Retail""#)))
    }
  }

  private func slot() throws -> ZonedInterval {
    let day = try CalendarDate("2025-06-06")
    let start = LocalDateTime(day, try TimeOfDay(hour: 14, minute: 50))
    return try ZonedInterval(
      from: start, to: try start.adding(.hours(1)), in: ZoneID("Europe/Madrid"), using: .system)
  }

  @Test(arguments: StoreKind.allCases)
  func `is changed by a patch as the documentation says`(_ kind: StoreKind) async throws {
    try await Self.withSpecimen(kind) { session, clock, inserted in
      try clock.advance(by: .minutes(30))
      let catalog = session.schema
      let schema = try #require(catalog["golden.specimen"])
      let patch = try Patch(jsonBytes: try Self.golden("patch"), schema: schema, catalog: catalog, zones: .system)
      #expect(patch.revision == 1)
      let id = AnyRecordID(entity: "golden.specimen", rawValue: inserted.id)
      let updated = try await session.update(id, patch)
      let golden = try Self.text("patched")
      #expect(try session.json(updated).text(isPretty: true) + "\n" == golden)
      let read = try await Self.stored(session, inserted.id)
      #expect(try session.json(read).text(isPretty: true) + "\n" == golden)
      // The same patch was made against a revision that is no longer there.
      let error = try await #require(throws: StoreError.self) { try await session.update(id, patch) }
      #expect(error.code == .staleRevision)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is what the compiled entity would have stored`(_ kind: StoreKind) async throws {
    try await Self.withSpecimen(kind) { session, _, inserted in
      // Written back without a change, nothing differs and nothing is committed.
      let found = try await session.find(Specimen.ID(rawValue: inserted.id))
      let commits = try await session.changes(after: 0).count
      #expect(try await session.update(found) == found)
      #expect(try await session.changes(after: 0).count == commits)
      // Stored anew, it has the same JSON but for its id and its number.
      var copy = found
      copy.record = RecordInfo()
      copy.number = nil
      let again = try await session.insert(copy)
      let json = try session.json(try await Self.stored(session, again.record.id)).text(isPretty: true) + "\n"
      let golden = try Self.text("stored").replacingOccurrences(of: #""id": "2""#, with: #""id": "3""#)
      #expect(json == golden.replacingOccurrences(of: "SP-2025-001", with: "SP-2025-002"))
    }
  }
}
