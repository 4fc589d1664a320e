/// A number read from text by stated signs, as plain ASCII decimal text.
///
/// Nothing is guessed and nothing is dropped: text that is not one whole number in the stated form is refused.
///
///     try NumberText("1.234,56 €", decimal: .comma, grouping: .point)      // digits "1234.56", currency "€"
///     try NumberText("(1,234.50)", decimal: .point, grouping: .comma)      // digits "-1234.50"
///
/// Read are: ASCII digits; groups of three digits, the first of one to three and not led by a zero, or none; a decimal
/// sign with digits after it, and before it or not (`.5`); one `-`, `+` or U+2212 before the number or its currency; or
/// parentheses around all of it for a negative number, as in accounting; a currency before or after; white space
/// around, and between currency, sign and number. Refused are exponents, percent signs, digits of other scripts, groups
/// of two (lakh).
public struct NumberText: Hashable, Sendable {
  /// Longest number in digits.
  public static let maximumDigits = 100

  /// The number: `-` if negative and not zero, at least one digit without needless leading zeros, then `.` and the
  /// fraction as it was written, with its trailing zeros.
  public let digits: String
  /// The currency beside the number as it was written: a currency sign (`€`), a sign with letters (`US$`), or three
  /// capital letters (`EUR`), not checked against any list; nil if there is none.
  public let currency: String?

  /// Reads a number.
  ///
  /// - Parameters:
  ///   - text: The text of a cell.
  ///   - decimal: The decimal sign.
  ///   - grouping: The sign between groups of three; groups are allowed, not required.
  /// - Throws: ``ValueError`` with code `not_a_number`, `wrong_grouping` (signs between groups that are not of three),
  ///   `number_too_long` (over ``maximumDigits`` digits), or `same_signs` (`decimal` and `grouping` are the same).
  /// - Complexity: O(*n*) in the length of the text.
  public init(_ text: String, decimal: DecimalSign, grouping: GroupingSign) throws(ValueError) {
    if decimal.rawValue == grouping.rawValue {
      throw ValueError(ErrorCode("same_signs"), "a grouping sign other than the decimal sign")
    }
    var rest = text.unicodeScalars[...]
    var currency: Substring?
    Self.trim(&rest)
    var isNegative = false
    var hasSign = false
    if rest.first == "(" {
      guard rest.last == ")" else { throw Self.refused(text) }
      rest = rest.dropFirst().dropLast()
      Self.trim(&rest)
      isNegative = true
      hasSign = true
    }
    Self.takeSign(&rest, &hasSign, &isNegative)
    if let length = Self.currencyLength(rest) {
      currency = Substring(rest.prefix(length))
      rest = rest.dropFirst(length)
      Self.trim(&rest)
      Self.takeSign(&rest, &hasSign, &isNegative)
    } else if let length = Self.currencyLength(rest.reversed()) {
      currency = Substring(rest.suffix(length))
      rest = rest.dropLast(length)
      Self.trim(&rest)
    }
    let shape = try NumberShape(rest, decimal: decimal, grouping: grouping, of: text)
    digits = isNegative && !shape.isZero ? "-" + shape.text : shape.text
    self.currency = currency.map(String.init)
  }

  static func refused(_ text: String) -> ValueError {
    ValueError(ErrorCode("not_a_number"), "a whole number or decimal in the stated form, and nothing else", input: text)
  }

  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20, 0x09, 0xA0, 0x2009, 0x202F: true
    default: false
    }
  }

  private static func trim(_ text: inout Substring.UnicodeScalarView) {
    while let first = text.first, isSpace(first) { text = text.dropFirst() }
    while let last = text.last, isSpace(last) { text = text.dropLast() }
  }

  private static func takeSign(_ text: inout Substring.UnicodeScalarView, _ taken: inout Bool, _ negative: inout Bool) {
    guard !taken, let first = text.first else { return }
    switch first.value {
    case 0x2B: break
    case 0x2D, 0x2212: negative = true
    default: return
    }
    taken = true
    text = text.dropFirst()
    trim(&text)
  }

  /// Length of a currency at the start, read in either direction: letters then a sign, a sign, or three letters.
  private static func currencyLength(_ text: some Collection<Unicode.Scalar>) -> Int? {
    var letters = 0
    var signs = 0
    for scalar in text.prefix(5) {
      if scalar.properties.generalCategory == .currencySymbol {
        signs += 1
      } else if ("A"..."Z").contains(scalar) {
        letters += 1
      } else {
        break
      }
    }
    if signs == 1, letters <= 3 { return letters + 1 }
    return signs == 0 && letters == 3 ? 3 : nil
  }
}
