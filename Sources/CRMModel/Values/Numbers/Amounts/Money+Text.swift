extension Money: CustomStringConvertible {
  /// Reads an amount in major units, exactly as it is written or not at all.
  ///
  /// By the rules of ``ExactDecimal/init(_:)-(String)``, and with no more digits after the point than the currency has, zeros
  /// included: `1.000` is refused for USD, because it is likelier a thousand in another country's notation than one.
  ///
  ///     try Money("12.34", .usd)
  ///
  /// - Throws: ``ValueError`` with code `not_a_number`, `too_many_decimals` or `amount_out_of_range`.
  /// - Complexity: O(*n*) in the length of the text.
  public init(_ text: String, _ currency: Currency) throws(ValueError) {
    guard let digits = DecimalDigits(text.utf8) else { throw .notANumber(text) }
    guard digits.writtenDecimals <= currency.minorUnits else {
      throw .tooManyDecimals(for: currency, input: text)
    }
    let factor = PowerOfTen.of(currency.minorUnits - digits.scale)
    let (magnitude, overflow) = digits.magnitude.multipliedReportingOverflow(by: factor)
    guard digits.isComplete, !overflow, let signed = Int128(exactly: magnitude),
      let minor = Int64(exactly: digits.isNegative ? -signed : signed)
    else { throw .amountOutOfRange(input: text) }
    self.init(minor: minor, currency)
  }

  /// The amount in major units with exactly the currency's decimals, such as `1234.50`; ``init(_:_:)`` reads it back.
  public var amountText: String {
    String(decimalMagnitude: minorAmount.magnitude, scale: currency.minorUnits, isNegative: isNegative)
  }

  /// Amount and code for logs and tests, such as `1234.50 USD`; the same in every place and language.
  public var description: String { "\(amountText) \(currency.code)" }
}

extension Money: Codable {
  private enum CodingKeys: String, CodingKey {
    case amount
    case currency
  }

  /// Reads `{"amount":"48000.00","currency":"USD"}`; the amount by the rules of ``init(_:_:)``.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let currency = try container.decode(Currency.self, forKey: .currency)
    let text = try container.decode(String.self, forKey: .amount)
    do {
      try self.init(text, currency)
    } catch {
      throw DecodingError.corrupted(by: error, at: container.codingPath + [CodingKeys.amount])
    }
  }

  /// Writes `{"amount":"48000.00","currency":"USD"}`, the amount with exactly the currency's decimals.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(amountText, forKey: .amount)
    try container.encode(currency, forKey: .currency)
  }
}

extension ValueError {
  static func tooManyDecimals(for currency: Currency, input: String) -> ValueError {
    ValueError(
      .tooManyDecimals, "at most \(currency.minorUnits) digits after the point in \(currency.code)", input: input)
  }
}
