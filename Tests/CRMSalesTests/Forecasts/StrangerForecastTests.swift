import CRMModel
import CRMSales
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Foundation
import Testing

/// A stranger's module: boats are chartered, which is forecast by the skipper, by the day they sail, and by a status of its own.
private struct Charters: CRMModule {
  static let name: ModuleName = "charters"
  static let version = 1
  var content: ModuleContent { Charter.self }
}

private struct CharterStatus: PicklistCode {
  let rawValue: String
  init(rawValue: String) { self.rawValue = rawValue }
  static let asked = CharterStatus(rawValue: "asked")
  static let booked = CharterStatus(rawValue: "booked")
  static let sailed = CharterStatus(rawValue: "sailed")
  static let options: [PicklistOption] = ["asked", "booked", "sailed", "omitted"]
}

private struct Charter: Entity {
  static let name: EntityName = "charters.charter"
  static let schema = Schema<Charter>(label: "Charter", title: \.boat) {
    Field(\.boat, "boat")
    Field(\.price, "price", type: .money(.fixed(.eur)))
    Field(\.skipper, "skipper")
    Field(\.slot, "slot")
    Field(\.status, "status")
    Facet.forecast(
      amount: { $0.price }, date: { $0.slot.start }, owner: { $0.skipper },
      category: { $0.status.meaning([.asked: .pipeline, .booked: .commit, .sailed: .closed]) })
  }
  var record = RecordInfo()
  var boat = ""
  var price: Money?
  var skipper: User.ID?
  var slot: ZonedInterval?
  var status: CharterStatus?
}

@Suite struct `A forecast of a stranger's entity` {
  @Test(arguments: StoreKind.allCases)
  func `goes by the fields that it names, without a sales module`(_ kind: StoreKind) async throws {
    let zone = try ZoneID("America/New_York")
    try await kind.withSession(modules: [Charters()], { $0.zone = zone }) { _, session in
      let sue = try await session.insert(User { $0.displayName = "Sue" })
      func slot(_ day: String, _ hour: Int) throws -> ZonedInterval {
        let start = LocalDateTime(try CalendarDate(day), try TimeOfDay(hour: hour, minute: 0))
        return try ZonedInterval(from: start, to: start.adding(.hours(3)), in: zone, using: .system)
      }
      func charter(_ boat: String, _ price: Int32, _ slot: ZonedInterval?, _ status: CharterStatus?) -> Charter {
        Charter {
          ($0.boat, $0.price, $0.skipper) = (boat, .eur(price), sue.id)
          ($0.slot, $0.status) = (slot, status)
        }
      }
      let charters = [
        charter("A", 100, try slot("2025-06-30", 22), .sailed), charter("B", 40, try slot("2025-07-01", 8), .booked),
        charter("C", 7, try slot("2025-07-09", 8), .asked), charter("D", 1, try slot("2025-07-09", 8), nil),
        charter("E", 9, nil, .sailed),
      ]
      try await session.insert(charters)
      let days = try DateRange(from: CalendarDate("2025-06-01"), to: CalendarDate("2025-08-01"))
      let forecast = try await session.read { try $0.forecast(of: Charter.self, in: days, by: .month) }
      let sues = try #require(forecast[sue.id])
      // 22:00 in New York is the next day in UTC: the workspace's zone counts.
      #expect(try sues.cells.map { try $0.own.single(.closed).amount } == [.eur(100), .eur(0)])
      #expect(try sues.cells.map { try $0.own.cumulative(.commit).amount } == [.eur(100), .eur(40)])
      #expect(try sues.cells[1].own.cumulative(.openPipeline).amount == .eur(47))
      #expect(try sues.cells[1].own.single(.omitted).count == 1)
      // Without a probability, closed counts fully and the rest not at all.
      #expect(try sues.cells.map { try $0.own.cumulative(.commit).weighted } == [.eur(100), .eur(0)])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `that a customer made at run time works the same`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      try await session.alter { schema in
        schema.addEntity(
          "grant", title: ["custom.name"],
          fields: [
            .text("name"), .money("sum"), .date("due"), .picklist("state", ["pipeline", "commit", "closed"]),
          ]
        ) { made in
          made.facets = [
            FacetSchema(
              .forecast,
              [
                "amount": FacetPart(["custom.sum"]), "date": FacetPart(["custom.due"]), "owner": FacetPart(["owner"]),
                "category": FacetPart(["custom.state"]),
              ])
          ]
        }
      }
      let day = try CalendarDate("2025-06-30")
      try await session.insert(
        Record(
          "custom.grant",
          ["custom.name": "A", "custom.sum": .money(.usd(5)), "custom.due": .date(day), "custom.state": "commit"]))
      let days = try DateRange(from: day, through: day)
      let forecast = try await session.read { try $0.forecast(of: "custom.grant", in: days) }
      #expect(try forecast.total[0].single(.commit).amount == .usd(5))
      // A code that means nothing to the forecast is refused where it is made.
      let error = await #expect(throws: StoreError.self) {
        try await session.alter { $0["custom.grant"].addOption("custom.state", "hope") }
      }
      #expect(error?.violations.map(\.code) == [.badFacet])
      #expect(error?.violations.first?.message.contains("hope") == true)
    }
  }
}

@Suite struct `A facet` {
  private func violations(_ facets: [FacetSchema], _ name: EntityName = "grant") async throws -> [Violation] {
    try await StoreKind.memory.withSession { _, session in
      try await session.plan { schema in
        schema.addEntity(
          name, title: ["custom.name"],
          fields: [
            .text("name"), .money("sum"), .money("any", .any), .date("due"), .picklist("state", ["closed", "x"]),
            .reference("holder", to: "contact"), .percent("chance"),
          ]
        ) { $0.facets = facets }
      }.violations
    }
  }

  private let sound: [String: FacetPart] = [
    "amount": FacetPart(["custom.sum"]), "date": FacetPart(["custom.due"]), "owner": FacetPart(["owner"]),
    "category": FacetPart(["custom.state"], codes: ["x": "omitted"]),
  ]

  @Test func `that fits is accepted`() async throws {
    #expect(try await violations([FacetSchema(.forecast, sound)]) == [])
    var ofAnyCurrency = sound
    ofAnyCurrency["amount"] = FacetPart(["custom.any"])
    #expect(try await violations([FacetSchema(.forecast, ofAnyCurrency)]) == [])
    #expect(try await violations([FacetSchema("custom.exam", ["mark": FacetPart(["custom.holder.name"])])]) == [])
  }

  @Test(
    arguments: [
      ("amount", FacetPart(["custom.due"]), "amount is money, custom.due is a date"),
      ("amount", FacetPart([]), "nothing plays amount"),
      ("amount", FacetPart(["custom.sum", "custom.sum"]), "one field plays amount"),
      ("date", FacetPart(["custom.name"]), "date is a date or moment, custom.name is a text"),
      ("date", FacetPart(["custom.never"]), "no field that leads anywhere"),
      ("owner", FacetPart(["custom.holder"]), "owner is a reference to a user"),
      ("category", FacetPart(["custom.state"]), "say what they mean: x"),
      ("category", FacetPart(["custom.name"]), "category is a picklist"),
      ("probability", FacetPart(["custom.sum"]), "probability is a number of per cent points"),
      ("colour", FacetPart(["custom.name"]), "it has no part colour"),
    ] as [(String, FacetPart, String)])
  func `over a field that cannot play its part is refused`(
    _ part: String, _ played: FacetPart, _ message: String
  ) async throws {
    var parts = sound
    parts[part] = played
    let found = try await violations([FacetSchema(.forecast, parts)])
    #expect(found.map(\.code) == [.badFacet], "\(found)")
    #expect(found.first?.message.contains(message) == true, "\(found)")
  }

  @Test func `of an unknown name, of another's, or declared twice is refused`() async throws {
    for name in ["forcast", "school.exam", "custom.Exam"] as [FacetName] {
      #expect(try await violations([FacetSchema(name, [:])]).map(\.code) == [.badFacet], "\(name)")
    }
    let twice = [FacetSchema(.forecast, sound), FacetSchema(.forecast, sound)]
    #expect(try await violations(twice).map(\.code) == [.badFacet])
  }

  @Test func `follows a renamed field, and keeps its fields from being retired`() async throws {
    try await StoreKind.memory.withSession { _, session in
      let facet = FacetSchema(.forecast, sound)
      try await session.alter { schema in
        schema.addEntity(
          "grant", title: ["custom.name"],
          fields: [.text("name"), .money("sum"), .date("due"), .picklist("state", ["closed", "x"])]
        ) { $0.facets = [facet] }
      }
      try await session.alter { $0["grant"].rename("sum", to: "total") }
      #expect(session.schema["custom.grant"]?.facet(.forecast)?.parts["amount"]?.paths == ["custom.total"])
      let plan = try await session.plan { $0["grant"].retire("due") }
      #expect(plan.violations.map(\.code) == [.badFacet])
      let read = try JSONDecoder().decode(Catalog.self, from: JSONEncoder().encode(session.schema))
      #expect(read == session.schema)
    }
  }
}
