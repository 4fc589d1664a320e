import CRMModel

extension CellReader {
  /// The number of a cell, without currency, multiplied as the rule says.
  func number(_ text: String, _ manner: Manner) throws(ValueError) -> ExactDecimal {
    let read = try dialect.number(text)
    if read.currency != nil { throw ValueError(.wrongType, "a number without a currency expected", input: text) }
    return try scaled(ExactDecimal(read.digits), manner)
  }

  private func scaled(_ number: ExactDecimal, _ manner: Manner) throws(ValueError) -> ExactDecimal {
    try manner.scale.map { factor throws(ValueError) in try number.multiplied(by: factor) } ?? number
  }

  /// The amount of a cell; its currency must be the field's, or the rule's, or be told by the cell itself.
  func money(_ text: String, _ field: MoneyCurrency, _ manner: Manner) throws(ValueError) -> Money {
    let read = try dialect.number(text)
    let currency = try currency(of: field, beside: read.currency, manner, text)
    if manner.scale == nil { return try Money(read.digits, currency) }
    return try Money(exactly: scaled(ExactDecimal(read.digits), manner), currency)
  }

  private func currency(
    of field: MoneyCurrency, beside sign: String?, _ manner: Manner, _ text: String
  ) throws(ValueError) -> Currency {
    var wanted = manner.currency
    if case .fixed(let fixed) = field { wanted = fixed }
    guard let sign else { return wanted ?? currency }
    let meant = CellReader.codes(of: sign)
    if let wanted {
      if meant.contains(wanted.code) { return wanted }
      throw ValueError(.currencyMismatch, "an amount in \(wanted.code) expected", input: text)
    }
    if meant.contains(currency.code) { return currency }
    guard meant.count == 1, let code = meant.first else {
      throw ValueError(
        .currencyMismatch, "a currency sign that means one currency only, or a code of three letters", input: text)
    }
    return try Currency(code)
  }

  /// The currencies that a sign may mean; a code of three letters means itself.
  private static func codes(of sign: String) -> [String] {
    switch sign {
    case "€": ["EUR"]
    case "£": ["GBP", "EGP", "FKP", "GIP", "SHP"]
    case "¥": ["JPY", "CNY"]
    case "₹": ["INR"]
    case "₩": ["KRW"]
    case "US$": ["USD"]
    case "A$", "AU$": ["AUD"]
    case "C$", "CA$": ["CAD"]
    case "R$": ["BRL"]
    case "$": ["USD", "AUD", "CAD", "NZD", "SGD", "HKD", "MXN", "CLP", "COP", "ARS", "TWD"]
    default: [sign]
    }
  }
}
