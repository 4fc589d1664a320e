import CRMModel
import CRMTestStores
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct `A currency` {
  @Test(.enabled(if: SharedData.folder != nil, "needs shared/data"))
  func `is what ISO 4217 lists under its code`() throws {
    let list = try SharedData.text("iso4217/table_a1.xml")
    var codes: Set<String> = []
    for entry in list.split(separator: "<CcyNtry>").dropFirst() {
      // Antarctica and two others have no currency of their own.
      guard let code = element("Ccy", in: entry) else { continue }
      let currency = try Currency(code)
      #expect(currency.code == code)
      #expect(String(currency.numericCode) == element("CcyNbr", in: entry).flatMap { Int($0) }.map { String($0) })
      #expect(currency.name == element("CcyNm", in: entry))
      // "N.A.": whole units.
      let minorUnits = element("CcyMnrUnts", in: entry)
      #expect(String(currency.minorUnits) == (minorUnits == "N.A." ? "0" : minorUnits), "\(code)")
      codes.insert(code)
    }
    #expect(codes.count == 179)
    #expect(Currency.all.map(\.code) == codes.sorted())
  }

  @Test(arguments: [
    (Currency.usd, "USD", 2), (.eur, "EUR", 2), (.gbp, "GBP", 2), (.chf, "CHF", 2), (.jpy, "JPY", 0), (.cny, "CNY", 2),
    (.inr, "INR", 2), (.aud, "AUD", 2), (.cad, "CAD", 2), (.sek, "SEK", 2), (.nok, "NOK", 2), (.dkk, "DKK", 2),
    (.pln, "PLN", 2), (.brl, "BRL", 2), (.mxn, "MXN", 2), (.krw, "KRW", 0), (.kwd, "KWD", 3), (.clf, "CLF", 4),
  ])
  func `that is well known is the one in the list`(_ known: Currency, _ code: String, _ minorUnits: Int) throws {
    #expect(try known == Currency(code))
    #expect(known.minorUnits == minorUnits)
    #expect(known.description == code)
  }

  @Test(arguments: ["", "E", "EU", "EURO", "eur", "Eur", "ＥＵＲ", "E R", "AAA", "ZZZ", "€", "DEM", "BTC", "@@@", "[[["])
  func `that is not in the list is unknown`(_ code: String) {
    #expect(valueErrorCode { try Currency(code) } == .unknownCurrency)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([Currency].self, from: JSONEncoder().encode([code]))
    }
  }

  @Test func `is its code in JSON`() throws {
    let data = try JSONEncoder().encode([Currency.eur, .jpy])
    #expect(String(decoding: data, as: UTF8.self) == #"["EUR","JPY"]"#)
    #expect(try JSONDecoder().decode([Currency].self, from: data) == [.eur, .jpy])
  }

  @Test func `packs its code into a number that gives it back`() {
    #expect(Currency.all.allSatisfy { Currency(packedCode: $0.packedCode) == $0 })
    let known = (UInt16.min...UInt16.max).filter { Currency(packedCode: $0) != nil }
    #expect(known == Currency.all.map(\.packedCode))
  }

  @Test func `is ordered by its code`() {
    #expect(Currency.all.sorted() == Currency.all)
    #expect([Currency.usd, .eur, .jpy].sorted() == [.eur, .jpy, .usd])
  }

  @Test func `takes four bytes`() { #expect(MemoryLayout<Currency>.size == 4) }

  /// The text between the tags, blanks at the ends and doubled ones removed.
  private func element(_ name: String, in entry: Substring) -> String? {
    guard let open = entry.firstRange(of: "<\(name)>") ?? entry.firstRange(of: "<\(name) "),
      let close = entry.firstRange(of: "</\(name)>"),
      let start = entry[open.lowerBound...].firstIndex(of: ">")
    else { return nil }
    return entry[start..<close.lowerBound].dropFirst().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
