import CRMModel
import CRMSales
import CRMSecurity
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `A forecast at named rates` {
  private static let day = try? CalendarDate("2025-06-10")

  private static func days() throws -> DateRange {
    let day = try #require(day)
    return try DateRange(from: day, through: day)
  }

  private static func export(
    _ price: Money?, _ state: ForecastCategory = .commit, _ chance: Percent? = nil, of owner: User.ID? = nil
  ) -> Export {
    Export { ($0.price, $0.due, $0.state, $0.chance, $0.owner) = (price, day, state, chance, owner) }
  }

  private static func withExports<T: Sendable>(
    _ kind: StoreKind, _ exports: [Export], _ body: (Session) async throws -> T
  ) async throws -> T {
    try await kind.withSession(modules: [Trade()]) { _, session in
      try await session.insert(exports)
      return try await body(session)
    }
  }

  /// The commit figure of everybody.
  private static func figure(_ session: Session, _ rates: ExchangeRates?) async throws -> ForecastFigure {
    let days = try days()
    return try await session.read { try $0.forecast(of: Export.self, in: days, at: rates).total[0].single(.commit) }
  }

  /// By hand: 1,001 yen x 0.0061 = 6.1061; 1.234 dinars x 2.995 = 3.69583; 10.01 dollars x 0.92 = 9.2092; 1.00 euro.
  /// The sum is 20.01113 euros.
  @Test(arguments: StoreKind.allCases)
  func `adds amounts of 0, 2 and 3 decimals in the target's currency`(_ kind: StoreKind) async throws {
    let exports = [
      Self.export(Money(minor: 1_001, .jpy)), Self.export(Money(minor: 1_234, .kwd)),
      Self.export(Money(minor: 1_001, .usd)), Self.export(.eur(1)), Self.export(nil),
    ]
    let rates = try ExchangeRates(
      to: .eur, constant: [.usd: ExactDecimal("0.92"), .jpy: ExactDecimal("0.0061"), .kwd: ExactDecimal("2.995")])
    try await Self.withExports(kind, exports) { session in
      let figure = try await Self.figure(session, rates)
      #expect(figure.description == "5 records, 20.01 EUR, weighted 0.00 EUR")
      let days = try Self.days()
      let forecast = try await session.read { try $0.forecast(of: "trade.export", in: days, at: rates) }
      #expect(forecast.rates == rates)
    }
  }

  /// A yen at 0.125 fils of a dinar: half a fils is 4 yen.
  @Test(
    arguments: StoreKind.allCases,
    [
      // 0.5 and 1.5 and 2.5 fils: half to even.
      ([4], 0), ([12], 2), ([20], 2), ([28], 4), ([-4], 0), ([-12], -2), ([5], 1), ([-5], -1),
      // Rounded one by one these were 0; together they are 2.5 and 3.5 fils.
      ([4, 4, 4, 4, 4], 2), ([4, 4, 4, 4, 4, 4, 4], 4),
      // Rounded one by one these were 3 x 2; together they are 4.5.
      ([12, 12, 12], 4),
    ] as [([Int64], Int64)])
  func `rounds a figure once, half to even`(_ kind: StoreKind, _ example: ([Int64], Int64)) async throws {
    let rates = try ExchangeRates(to: .kwd, constant: [.jpy: ExactDecimal("0.000125")])
    // Owners of their own, so that the sums meet in the figure only.
    try await kind.withSession(modules: [Trade()]) { _, session in
      for (index, minor) in example.0.enumerated() {
        let owner = try await session.insert(User { $0.displayName = "U\(index)" })
        try await session.insert(Self.export(Money(minor: minor, .jpy), .commit, 100, of: owner.id))
      }
      let figure = try await Self.figure(session, rates)
      #expect(figure.amount == Money(minor: example.1, .kwd))
      #expect(figure.weighted == Money(minor: example.1, .kwd))
    }
  }

  /// By hand: 3 dollars x 0.91 x 50 % = 1.365 and 6 dollars x 0.91 x 25 % = 1.365; together 2.73, one by one 1.36 each.
  @Test(arguments: StoreKind.allCases)
  func `weighs before it rounds`(_ kind: StoreKind) async throws {
    let exports = [Self.export(.usd(3), .commit, 50), Self.export(.usd(6), .commit, 25)]
    try await Self.withExports(kind, exports) { session in
      let rates = try ExchangeRates(to: .eur, constant: [.usd: ExactDecimal("0.91")])
      #expect(try await Self.figure(session, rates).description == "2 records, 8.19 EUR, weighted 2.73 EUR")
    }
    try await Self.withExports(kind, Array(exports.prefix(1))) { session in
      let rates = try ExchangeRates(to: .eur, constant: [.usd: ExactDecimal("0.91")])
      #expect(try await Self.figure(session, rates).weighted.amountText == "1.36")
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `needs rates where amounts are of any currency, also where there are none`(_ kind: StoreKind) async throws {
    try await Self.withExports(kind, []) { session in
      let error = await #expect(throws: StoreError.self) { try await Self.figure(session, nil) }
      #expect(error?.code == .ratesMissing)
      #expect(error?.kind == .invalid)
      #expect((error?.entity, error?.field) == ("trade.export", "price"))
      #expect(error?.message.contains("ExchangeRates") == true)
      let rates = try ExchangeRates(to: .eur, constant: [:])
      #expect(try await Self.figure(session, rates).description == "0 records, 0.00 EUR, weighted 0.00 EUR")
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `names each currency that occurs without a rate, and asks for none that does not`(_ kind: StoreKind) async throws
  {
    let exports = [
      Self.export(.usd(1)), Self.export(.gbp(1), .omitted), Self.export(Money(minor: 0, .jpy)), Self.export(nil),
    ]
    try await Self.withExports(kind, exports) { session in
      let few = try ExchangeRates(to: .eur, constant: [.usd: 1])
      let error = await #expect(throws: StoreError.self) { try await Self.figure(session, few) }
      #expect(error?.code == .rateMissing)
      #expect(error?.violations.map(\.code) == [.rateMissing, .rateMissing])
      #expect(error?.message.contains("GBP, JPY") == true, "\(error?.message ?? "")")
      let enough = try ExchangeRates(to: .eur, constant: [.usd: 2, .gbp: 1, .jpy: 1])
      #expect(try await Self.figure(session, enough).amount == .eur(2))
      // What the condition leaves out needs no rate.
      let days = try Self.days()
      let some = try await session.read { snapshot in
        try snapshot.forecast(of: Export.self, in: days, at: few) { $0.price.currency == "USD" || $0.price.isNull }
      }
      #expect(try some.total[0].single(.commit).description == "2 records, 1.00 EUR, weighted 0.00 EUR")
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `turns amounts of one currency into another, and says without rates what it said`(_ kind: StoreKind) async throws
  {
    try await kind.withSession(modules: [.sales]) { _, session in
      try await session.insert([
        Opportunity {
          ($0.name, $0.amount, $0.closeDate, $0.forecastCategory) = ("A", .usd(10), Self.day, .commit)
          $0.probability = 50
        },
        Opportunity { ($0.name, $0.closeDate, $0.forecastCategory) = ("B", Self.day, .commit) },
      ])
      let days = try Self.days()
      func figure(_ rates: ExchangeRates?) async throws -> (String, Forecast) {
        let forecast = try await session.read { try $0.forecast(of: Opportunity.self, in: days, at: rates) }
        return (try forecast.total[0].single(.commit).description, forecast)
      }
      let plain = try await figure(nil)
      #expect(plain.0 == "2 records, 10.00 USD, weighted 5.00 USD")
      #expect(plain.1.rates == nil)
      let euros = try ExchangeRates(to: .eur, constant: [.usd: ExactDecimal("0.921")])
      #expect(try await figure(euros).0 == "2 records, 9.21 EUR, weighted 4.60 EUR")
      let same = try ExchangeRates(to: .usd, constant: [:])
      #expect(try await figure(same).0 == plain.0)
      let none = try ExchangeRates(to: .eur, constant: [:])
      let error = await #expect(throws: StoreError.self) { try await figure(none) }
      #expect(error?.code == .rateMissing)
      #expect(error?.message.contains("USD") == true)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `says where a figure is more than money can be, and where a factor is`(_ kind: StoreKind) async throws {
    let exports = [Self.export(Money(minor: .max, .usd)), Self.export(Money(minor: .min, .jpy), .pipeline)]
    try await Self.withExports(kind, exports) { session in
      // Half of the greatest amount and less than the least one fit, twice of them do not.
      let half = try ExchangeRates(to: .eur, constant: [.usd: ExactDecimal("0.5"), .jpy: ExactDecimal("0.01")])
      // 2^62 - 0.5 is a tie, and the even neighbour is 2^62.
      #expect(try await Self.figure(session, half).amount == Money(minor: 4_611_686_018_427_387_904, .eur))
      let twice = try ExchangeRates(to: .eur, constant: [.usd: 2, .jpy: ExactDecimal("0.01")])
      let error = await #expect(throws: ValueError.self) { try await Self.figure(session, twice) }
      #expect(error?.code == .amountOutOfRange)
      // Rates that leave 128 bits: as a factor, or as a product.
      let huge = ["99999999999999999999999999999999999999", "99999999999999999999"]
      for rate in try huge.map({ try ExactDecimal($0) }) {
        let rates = try ExchangeRates(to: .eur, constant: [.usd: rate, .jpy: ExactDecimal("0.000000000000000001")])
        let error = await #expect(throws: StoreError.self) { try await Self.figure(session, rates) }
        #expect(error?.code == .amountOutOfRange)
      }
    }
    // A rate with all decimals there are leaves room for 17 million million dollars, weighted with four decimals.
    let rates = try ExchangeRates(to: .usd, constant: [.kwd: ExactDecimal("0.000000000000000001")])
    for (major, isSaid) in [(17_000_000_000_000, true), (18_000_000_000_000, false)] as [(Int, Bool)] {
      let price = try Money(exactly: ExactDecimal(major), .usd)
      try await Self.withExports(kind, [Self.export(price, .commit, 100)]) { session in
        let figure = try? await Self.figure(session, rates)
        #expect(figure?.weighted == (isSaid ? price : nil), "\(major)")
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `that is kept follows amounts whose currency changes`(_ kind: StoreKind) async throws {
    let exports = [Self.export(.usd(10)), Self.export(.eur(1))]
    try await Self.withExports(kind, exports) { session in
      let rates = try ExchangeRates(to: .eur, constant: [.usd: ExactDecimal("0.5"), .jpy: ExactDecimal("0.01")])
      let kept = session.maintainedForecast(of: Export.self, in: try Self.days(), at: rates)
      func amount() async throws -> Money { try await kept.current().total[0].single(.commit).amount }
      #expect(try await amount() == .eur(6))
      let dollars = Export.query.where { $0.price.currency == "USD" }
      let id = try #require(try await session.first(dollars)).id
      try await session.update(id) { $0.price = Money(minor: 10, .jpy) }
      #expect(try await amount() == Money(minor: 110, .eur))
      // A currency without rate is an error until it is gone again; what was kept is still right then.
      try await session.update(id) { $0.price = .gbp(7) }
      let error = await #expect(throws: StoreError.self) { try await amount() }
      #expect(error?.code == .rateMissing)
      try await session.update(id) { $0.price = .usd(4) }
      #expect(try await amount() == .eur(3))
      #expect(try await kept.verify())
      #expect(await kept.recomputations == 2)
    }
  }
}
