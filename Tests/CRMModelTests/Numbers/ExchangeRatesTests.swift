import CRMModel
import Foundation
import Testing

@Suite struct `Exchange rates` {
  private static func rates() throws -> ExchangeRates {
    try ExchangeRates(
      to: .eur, constant: [.usd: ExactDecimal("0.92"), .jpy: ExactDecimal("0.0061"), .kwd: ExactDecimal("2.995")])
  }

  @Test func `tell what a major unit is worth, the target itself 1`() throws {
    let rates = try Self.rates()
    #expect(try rates.rate(of: .usd) == ExactDecimal("0.92"))
    #expect(rates.rate(of: .eur) == 1)
    #expect(rates.rate(of: .gbp) == nil)
    #expect(rates.currencies == [.eur, .jpy, .kwd, .usd])
    #expect(
      try rates
        == ExchangeRates(
          to: .eur,
          constant: [
            .eur: 1, .usd: ExactDecimal("0.920"), .jpy: ExactDecimal("0.0061"), .kwd: ExactDecimal("2.995"),
          ]))
  }

  @Test(arguments: [(Currency.usd, "0"), (.usd, "-0.92"), (.eur, "0.99"), (.eur, "2")])
  func `are above 0, and of the target to itself 1`(_ currency: Currency, _ rate: String) throws {
    let error = #expect(throws: ValueError.self) {
      try ExchangeRates(to: .eur, constant: [currency: ExactDecimal(rate)])
    }
    #expect(error?.code == .badRate)
    #expect(error?.hint.contains(currency.code) == true)
  }

  /// By hand: a cent is 0.92 cents; a yen is 0.61 cents, a fils of which a dinar has 1,000 is 0.2995 cents.
  @Test func `say exactly what minor units are worth`() throws {
    let rates = try Self.rates()
    #expect(rates.decimals(for: [.eur]) == 0)
    #expect(rates.decimals(for: [.usd]) == 2)
    #expect(rates.decimals(for: [.jpy]) == 2)
    #expect(rates.decimals(for: rates.currencies) == 4)
    #expect(try rates.factor(of: .usd, decimals: 4) == 9_200)
    #expect(try rates.factor(of: .jpy, decimals: 4) == 6_100)
    #expect(try rates.factor(of: .kwd, decimals: 4) == 2_995)
    #expect(try rates.factor(of: .eur, decimals: 4) == 10_000)
    #expect(try rates.factor(of: .gbp, decimals: 4) == nil)
    // A yen is worth whole tens of fils: no decimals, and a factor of more than the rate.
    let fils = try ExchangeRates(to: .kwd, constant: [.jpy: 2])
    #expect(fils.decimals(for: [.jpy]) == 0)
    #expect(try fils.factor(of: .jpy, decimals: 0) == 2_000)
  }

  @Test func `refuse too few decimals and a factor beyond 128 bits`() throws {
    let rates = try Self.rates()
    let few = #expect(throws: ValueError.self) { try rates.factor(of: .kwd, decimals: 3) }
    #expect(few?.code == .invalidScale)
    for decimals in [39, 60, Int.max] {
      let many = #expect(throws: ValueError.self) { try rates.factor(of: .usd, decimals: decimals) }
      #expect(many?.code == .amountOutOfRange, "\(decimals)")
    }
  }

  @Test func `are read from JSON as they are written, and checked`() throws {
    let rates = try Self.rates()
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let bytes = try encoder.encode(rates)
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == #"{"constant":{"JPY":"0.0061","KWD":"2.995","USD":"0.92"},"to":"EUR"}"#)
    #expect(try JSONDecoder().decode(ExchangeRates.self, from: bytes) == rates)
    for wrong in [
      #"{"constant":{"USD":"0"},"to":"EUR"}"#, #"{"constant":{"usd":"1"},"to":"EUR"}"#,
      #"{"constant":{"USD":1},"to":"EUR"}"#,
    ] {
      #expect(throws: DecodingError.self) { try JSONDecoder().decode(ExchangeRates.self, from: Data(wrong.utf8)) }
    }
  }
}
