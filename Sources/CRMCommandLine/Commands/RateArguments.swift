internal import CRM

/// The rates that `--currency EUR --rate USD=0.92 --rate JPY=0.0061` name.
struct RateArguments: Sendable {
  private let currency: Currency?
  private let constant: [Currency: ExactDecimal]

  init(currency: String?, rates: [String]) throws {
    self.currency = try currency.map { text in try ToolFailure.naming("--currency \(text)") { try Currency(text) } }
    var constant: [Currency: ExactDecimal] = [:]
    for text in rates {
      let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2 else {
        throw ToolFailure("--rate \(text): a currency and its rate expected, such as USD=0.92")
      }
      let (of, rate) = try ToolFailure.naming("--rate \(text)") { (try Currency(parts[0]), try ExactDecimal(parts[1])) }
      guard constant.updateValue(rate, forKey: of) == nil else { throw ToolFailure("--rate \(text): \(of) has a rate") }
    }
    self.constant = constant
  }

  /// The rates into the currency that was named, or else the store's; nil if nothing was said.
  func rates(for stores: Currency) throws -> ExchangeRates? {
    if currency == nil, constant.isEmpty { return nil }
    return try ToolFailure.naming("--rate") { try ExchangeRates(to: currency ?? stores, constant: constant) }
  }
}
