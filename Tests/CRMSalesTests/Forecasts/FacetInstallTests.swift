import CRMModel
import CRMSales
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

/// A stranger's module whose facet a test chooses.
private struct Rentals: CRMModule {
  static let name: ModuleName = "rentals"
  static let version = 1
  var changed: (String, [FieldPath])?
  var content: ModuleContent {
    var schema = Rental.schema.definition
    if let (part, paths) = changed, !schema.facets.isEmpty { schema.facets[0].parts[part] = FacetPart(paths) }
    var content = ModuleContent()
    content.entities = [schema]
    content.problems = Rental.schema.problems
    return content
  }
}

private struct Rental: Entity {
  static let name: EntityName = "rentals.rental"
  static let schema = Schema<Rental>(label: "Rental", title: \.boat) {
    Field(\.boat, "boat")
    Field(\.rent, "rent")
    Field(\.due, "due")
    Field(\.state, "state")
    Field(\.isPaid, "is_paid")
    Facet.forecast(
      amount: { $0.rent }, date: { $0.due }, category: { $0.state }, decided: { $0.isPaid }, won: { $0.isPaid })
  }
  var record = RecordInfo()
  var boat = ""
  var rent: Money?
  var due: CalendarDate?
  var state: ForecastCategory?
  var isPaid = false
}

@Suite struct `A module's facet` {
  @Test(arguments: StoreKind.allCases)
  func `that fits is installed and forecast`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [Rentals()]) { _, session in
      let day = try CalendarDate("2025-06-10")
      try await session.insert([
        Rental { ($0.boat, $0.rent, $0.due, $0.state) = ("A", .usd(5), day, .commit) },
        Rental { ($0.boat, $0.rent, $0.due, $0.isPaid) = ("B", .usd(7), day, true) },
      ])
      let days = try DateRange(from: day, through: day)
      let forecast = try await session.read { try $0.forecast(of: Rental.self, in: days) }
      #expect(try forecast.total[0].single(.commit).amount == .usd(5))
      #expect(try forecast.total[0].single(.closed).description == "1 record, 7.00 USD, weighted 7.00 USD")
    }
  }

  @Test(
    arguments: StoreKind.allCases,
    [
      ("amount", "due", "amount is money, due is a date"),
      ("date", "boat", "date is a date or moment, boat is a text"),
      ("owner", "boat", "owner is a reference to a user, boat is a text"),
      ("category", "rent", "category is a picklist, rent is a money"),
      ("probability", "rent", "probability is a number of per cent points, rent is a money"),
      ("decided", "due", "decided is true or false, due is a date"),
      ("won", "state", "won is true or false, state is a picklist"),
      ("won", "nowhere", "won is played by nowhere, which is no field that leads anywhere"),
      ("colour", "boat", "it has no part colour"),
    ] as [(String, FieldPath, String)])
  func `over a field of the wrong type keeps the workspace from opening`(
    _ kind: StoreKind, _ example: (String, FieldPath, String)
  ) async throws {
    try await kind.withSource { source in
      let error = await #expect(throws: StoreError.self) {
        try await Workspace.open(source, modules: [Rentals(changed: (example.0, [example.1]))])
      }
      #expect(error?.code == .schemaRefused)
      #expect(error?.violations.map(\.code) == [.badFacet])
      #expect(error?.violations.map(\.entity) == ["rentals.rental"])
      #expect(error?.violations.first?.message == "facet forecast: \(example.2)")
    }
  }
}
