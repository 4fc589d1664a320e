extension ErrorCode {
  /// The text is not a number in the strict form that is read.
  public static let notANumber = ErrorCode("not_a_number")
  /// The number has more decimals than the currency or field keeps.
  public static let tooManyDecimals = ErrorCode("too_many_decimals")
  /// The divisor is zero.
  public static let divisionByZero = ErrorCode("division_by_zero")
  /// The number of decimals asked for is outside the documented bounds.
  public static let invalidScale = ErrorCode("invalid_scale")
  /// The three letters are not in ISO 4217's list of current currencies and funds.
  public static let unknownCurrency = ErrorCode("unknown_currency")
  /// A rate between currencies is not above 0, or that of a currency to itself is not 1.
  public static let badRate = ErrorCode("bad_rate")
  /// The weights of an allocation are negative, empty or all zero, or the number of parts is out of bounds.
  public static let invalidWeights = ErrorCode("invalid_weights")
}

extension ValueError {
  static func notANumber(_ text: String) -> ValueError {
    ValueError(.notANumber, "ASCII digits with an optional leading '-' and an optional '.' between digits", input: text)
  }

  static func outOfRange(_ hint: String, input: String? = nil) -> ValueError {
    ValueError(ErrorCode("out_of_range"), hint, input: input)
  }

  static func decimalOutOfRange(input: String? = nil) -> ValueError {
    .outOfRange("a decimal has at most 38 digits, 18 of them after the point", input: input)
  }

  static func amountOutOfRange(input: String? = nil) -> ValueError {
    ValueError(ErrorCode("amount_out_of_range"), "an amount's minor units fit in 64 bits", input: input)
  }

  static func currencyMismatch(_ expected: Currency, _ found: Currency) -> ValueError {
    ValueError(ErrorCode("currency_mismatch"), "both amounts have one currency, here \(expected) and \(found)")
  }
}
