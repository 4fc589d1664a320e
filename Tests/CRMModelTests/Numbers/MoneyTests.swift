import CRMModel
import CRMTestStores
import CRMTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct `An amount of money` {
  @Test func `is major units as a literal and minor units by name`() throws {
    #expect(Money.usd(48_000).minorAmount == 4_800_000)
    #expect(Money.jpy(48_000).minorAmount == 48_000)
    #expect(Money.kwd(-7).minorAmount == -7_000)
    #expect(Money.clf(.max).minorAmount == 21_474_836_470_000)
    #expect(try Money(minor: 1_234, .usd) == Money(exactly: ExactDecimal("12.34"), .usd))
    #expect(Money(minor: 1_234, .usd) != Money(minor: 1_234, .eur))
    #expect(Money.zero(.eur).isZero)
  }

  @Test(arguments: [
    (Money.usd(1), "USD"), (.eur(1), "EUR"), (.gbp(1), "GBP"), (.chf(1), "CHF"), (.jpy(1), "JPY"), (.cny(1), "CNY"),
    (.inr(1), "INR"), (.aud(1), "AUD"), (.cad(1), "CAD"), (.sek(1), "SEK"), (.nok(1), "NOK"), (.dkk(1), "DKK"),
    (.pln(1), "PLN"), (.brl(1), "BRL"), (.mxn(1), "MXN"), (.krw(1), "KRW"), (.kwd(1), "KWD"), (.clf(1), "CLF"),
  ])
  func `of one is one whole unit of its currency`(_ money: Money, _ code: String) {
    #expect(money.amount == 1)
    #expect(money.currency.code == code)
  }

  @Test func `takes sixteen bytes in an array`() { #expect(MemoryLayout<Money>.stride == 16) }

  // moneyphp, DecimalMoneyFormatterTest, where its decimals are the currency's: KWD stands for its USD with three.
  @Test(arguments: [
    (Money(minor: 5_005, .usd), "50.05 USD"), (Money(minor: 100, .usd), "1.00 USD"),
    (Money(minor: 41, .usd), "0.41 USD"),
    (Money(minor: 5, .usd), "0.05 USD"), (Money(minor: 50, .kwd), "0.050 KWD"), (Money(minor: 350, .kwd), "0.350 KWD"),
    (Money(minor: -61_351, .kwd), "-61.351 KWD"), (Money(minor: -6_152, .usd), "-61.52 USD"),
    (Money(minor: 5, .jpy), "5 JPY"),
    (Money(minor: -5_055, .jpy), "-5055 JPY"), (Money(minor: 50_050_050, .usd), "500500.50 USD"),
    (Money(minor: -1, .clf), "-0.0001 CLF"), (Money(minor: .min, .usd), "-92233720368547758.08 USD"),
  ])
  func `prints all decimals of its currency`(_ money: Money, _ text: String) throws {
    #expect(money.description == text)
    #expect(try Money(money.amountText, money.currency) == money)
  }

  /// moneyphp, DecimalMoneyParserTest. It differs in four ways: it rounds decimals that the currency lacks (we throw),
  /// reads the empty text as 0, and allows `.99` and `99.` (not numbers to us).
  @Test(.enabled(if: SharedData.folder != nil, "needs shared/data"))
  func `reads what moneyphp reads, where no rounding is needed`() throws {
    var outcomes: [String: Int] = [:]
    for example in try MoneyPHP.examples("Parser\\DecimalMoneyParserTest", "formattedMoneyExamples") {
      let text = try #require(example[0].text)
      let code = try #require(example[1].text)
      let currency = try example[2].number == 3 ? .kwd : Currency(code)
      do {
        let minor = try Money(text, currency).minorAmount
        #expect(Int(minor) == example[3].number, "\(text) \(code)")
        outcomes["read", default: 0] += 1
      } catch {
        let decimals = text.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
        let isOurs = ["", ".99", "99."].contains(text) ? "not_a_number" : "too_many_decimals"
        #expect(error.code.rawValue == isOurs, "\(text) \(code)")
        #expect(isOurs == "not_a_number" || decimals > currency.minorUnits)
        outcomes[error.code.rawValue, default: 0] += 1
      }
    }
    #expect(outcomes == ["read": 42, "not_a_number": 3, "too_many_decimals": 10])
    for example in try MoneyPHP.examples("Parser\\DecimalMoneyParserTest", "invalidMoneyExamples") {
      let text = try #require(example[0].text)
      #expect(throws: ValueError.self) { try Money(text, .usd) }
    }
  }

  @Test(arguments: [
    ("1.234", Currency.usd, "too_many_decimals"), ("1.000", .usd, "too_many_decimals"),
    ("1.0", .jpy, "too_many_decimals"),
    ("92233720368547758.08", .usd, "amount_out_of_range"), ("-92233720368547758.09", .usd, "amount_out_of_range"),
    ("9223372036854775808", .jpy, "amount_out_of_range"),
    ("1000000000000000000000000000000000000000000", .usd, "amount_out_of_range"),
    ("0." + String(repeating: "0", count: 30) + "1", .usd, "too_many_decimals"),
    ("1,5", .eur, "not_a_number"), ("12abc", .eur, "not_a_number"), ("1e400", .eur, "not_a_number"),
    ("NaN", .eur, "not_a_number"),
  ])
  func `refuses text that is no amount of its currency`(_ text: String, _ currency: Currency, _ code: String) {
    #expect(valueErrorCode { try Money(text, currency) } == ErrorCode(code))
  }

  @Test func `from an exact number is rounded by name or not at all`() throws {
    let exact = try ExactDecimal("12.345")
    #expect(try Money(major: exact, .usd, rounding: .halfEven).minorAmount == 1_234)
    #expect(try Money(major: exact, .jpy, rounding: .up).minorAmount == 13)
    #expect(try Money(exactly: exact, .kwd).amount == exact)
    #expect(valueErrorCode { try Money(exactly: exact, .usd) } == .tooManyDecimals)
    let great = try ExactDecimal("92233720368547758.08")
    #expect(valueErrorCode { try Money(exactly: great, .usd) } == ErrorCode("amount_out_of_range"))
    #expect(valueErrorCode { try Money(major: great, .usd, rounding: .up) } == ErrorCode("amount_out_of_range"))
  }

  @Test func `of another currency is never mixed in`() {
    let (dollars, euros) = (Money.usd(1), Money.eur(1))
    let mismatch = ErrorCode("currency_mismatch")
    #expect(valueErrorCode { try dollars.adding(euros) } == mismatch)
    #expect(valueErrorCode { try dollars.subtracting(euros) } == mismatch)
    #expect(valueErrorCode { try dollars.compare(to: euros) } == mismatch)
    #expect(valueErrorCode { try dollars.ratio(to: euros, scale: 2, rounding: .down) } == mismatch)
    #expect(valueErrorCode { try Money.sum([dollars, euros], in: .usd) } == mismatch)
    #expect(valueErrorCode { try Money.sum([euros], in: .usd) } == mismatch)
    #expect(!isComparable(Money.self))
  }

  @Test func `is never beyond 64 bits`() throws {
    let (greatest, least) = (Money(minor: .max, .eur), Money(minor: .min, .eur))
    let outOfRange = ErrorCode("amount_out_of_range")
    #expect(valueErrorCode { try greatest.adding(Money(minor: 1, .eur)) } == outOfRange)
    #expect(valueErrorCode { try least.subtracting(Money(minor: 1, .eur)) } == outOfRange)
    #expect(valueErrorCode { try least.negated() } == outOfRange)
    #expect(valueErrorCode { try least.absolute() } == outOfRange)
    #expect(valueErrorCode { try greatest.multiplied(by: 2) } == outOfRange)
    #expect(valueErrorCode { try least.multiplied(by: -1) } == outOfRange)
    #expect(valueErrorCode { try least.multiplied(by: -1, rounding: .down) } == outOfRange)
    #expect(valueErrorCode { try greatest.multiplied(by: ExactDecimal("1.1"), rounding: .down) } == outOfRange)
    #expect(
      valueErrorCode { try greatest.divided(by: ExactDecimal("0.000000000000000001"), rounding: .down) } == outOfRange)
    #expect(valueErrorCode { try greatest.percent(101, rounding: .down) } == outOfRange)
    #expect(valueErrorCode { try Money.sum([greatest, Money(minor: 1, .eur)], in: .eur) } == outOfRange)
    #expect(try least.multiplied(by: 1, rounding: .down) == least)
    #expect(try Money.sum([greatest, greatest, least, least], in: .eur) == Money(minor: -2, .eur))
    #expect(try Money.sum([], in: .jpy) == .zero(.jpy))
    #expect(valueErrorCode { try greatest.divided(by: 0, rounding: .down) } == .divisionByZero)
    #expect(valueErrorCode { try greatest.ratio(to: .zero(.eur), scale: 0, rounding: .down) } == .divisionByZero)
  }

  @Test func `is multiplied, divided and shared with one rounding`() throws {
    #expect(try Money("19.99", .usd).multiplied(by: ExactDecimal("0.075"), rounding: .halfUp) == Money("1.50", .usd))
    #expect(try Money("-0.05", .usd).multiplied(by: ExactDecimal("0.5"), rounding: .halfEven) == Money("-0.02", .usd))
    #expect(try Money.usd(10).divided(by: 3, rounding: .halfUp) == Money("3.33", .usd))
    #expect(try Money.jpy(10).divided(by: ExactDecimal("-0.3"), rounding: .floor) == .jpy(-34))
    #expect(try Money.eur(200).percent(19, rounding: .halfUp) == .eur(38))
    #expect(try Money.usd(50).ratio(to: .usd(150), scale: 4, rounding: .halfEven) == ExactDecimal("0.3333"))
    #expect(try Money.usd(2).multiplied(by: 3).compare(to: .usd(5)) == .greater)
    #expect(try Money.usd(2).compare(to: .usd(2)) == .equal)
    #expect(try Money.usd(-2).compare(to: .usd(2)) == .less)
  }

  // RULES.md, V1: three lines of 1.05 net, 10 % tax.
  @Test func `is taxed by line or by document, which differ by the rule`() throws {
    let line = Money(minor: 105, .eur)
    let halfUp = try line.percent(10, rounding: .halfUp)
    let halfEven = try line.percent(10, rounding: .halfEven)
    let document = try Money.sum([line, line, line], in: .eur)
    #expect(try Money.sum([halfUp, halfUp, halfUp], in: .eur) == Money("0.33", .eur))
    #expect(try Money.sum([halfEven, halfEven, halfEven], in: .eur) == Money("0.30", .eur))
    #expect(try document.percent(10, rounding: .halfUp) == Money("0.32", .eur))
  }

  @Test func `is amount and currency in JSON`() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(Money.usd(48_000))
    #expect(String(decoding: data, as: UTF8.self) == #"{"amount":"48000.00","currency":"USD"}"#)
    #expect(try JSONDecoder().decode(Money.self, from: data) == .usd(48_000))
  }

  @Test(arguments: [
    #"{"amount":48000,"currency":"USD"}"#, #"{"amount":"1.001","currency":"USD"}"#, #"{"amount":"1","currency":"usd"}"#,
    #"{"amount":"1"}"#, #"{"currency":"USD"}"#, #"{"amount":"92233720368547758.08","currency":"USD"}"#, #""1.00 USD""#,
  ])
  func `is refused in JSON unless it is exact`(_ json: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Money.self, from: Data(json.utf8)) }
  }

  @Test func `reads back what it prints, for any amount`() throws {
    var numbers = SeededGenerator(seed: RunSeed.announced(for: "money text"))
    for _ in 0..<20_000 {
      let money = Money(minor: numbers.integer(), Currency.all.randomElement(using: &numbers) ?? .eur)
      try #require(try Money(money.amountText, money.currency) == money)
      try #require(try Money(exactly: money.amount, money.currency) == money)
      try #require(try money.amount.scaledExactly(to: money.currency.minorUnits) == money.minorAmount)
    }
  }

  private func isComparable<Value>(_ type: Value.Type) -> Bool { type is any Comparable.Type }
}
