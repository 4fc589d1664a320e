/// Digits, groups and fraction of a number without sign and currency.
struct NumberShape {
  /// Plain digits, with `.` before the fraction if there is one.
  let text: String
  /// Whether every digit is a zero.
  let isZero: Bool

  init(
    _ body: Substring.UnicodeScalarView, decimal: DecimalSign, grouping: GroupingSign, of original: String
  ) throws(ValueError) {
    let decimalScalar: Unicode.Scalar = decimal == .point ? "." : ","
    var whole: [UInt8] = []
    var fraction: [UInt8] = []
    var inFraction = false
    var groupSigns = 0
    var sinceSign = 0
    for scalar in body {
      if let digit = Self.digit(scalar) {
        if whole.count + fraction.count >= NumberText.maximumDigits {
          throw ValueError(ErrorCode("number_too_long"), "at most \(NumberText.maximumDigits) digits", input: original)
        }
        if inFraction { fraction.append(digit) } else { whole.append(digit) }
        sinceSign += 1
      } else if scalar == decimalScalar, !inFraction {
        if groupSigns > 0, sinceSign != 3 { throw Self.wrongGrouping(original) }
        inFraction = true
      } else if Self.isSign(scalar, grouping) {
        let fits = groupSigns == 0 ? (1...3).contains(sinceSign) && whole.first != 0x30 : sinceSign == 3
        if inFraction || !fits { throw Self.wrongGrouping(original) }
        groupSigns += 1
        sinceSign = 0
      } else {
        throw NumberText.refused(original)
      }
    }
    if !inFraction, groupSigns > 0, sinceSign != 3 { throw Self.wrongGrouping(original) }
    if inFraction ? fraction.isEmpty : whole.isEmpty { throw NumberText.refused(original) }
    isZero = whole.allSatisfy { $0 == 0x30 } && fraction.allSatisfy { $0 == 0x30 }
    let significant = whole.drop { $0 == 0x30 }
    var digits = significant.isEmpty ? [0x30] : Array(significant)
    if inFraction { digits += [0x2E] + fraction }
    text = String(decoding: digits, as: UTF8.self)
  }

  private static func wrongGrouping(_ text: String) -> ValueError {
    ValueError(ErrorCode("wrong_grouping"), "groups of three digits, or none", input: text)
  }

  private static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
    (0x30...0x39).contains(scalar.value) ? UInt8(truncatingIfNeeded: scalar.value) : nil
  }

  private static func isSign(_ scalar: Unicode.Scalar, _ grouping: GroupingSign) -> Bool {
    switch grouping {
    case .none: false
    case .comma: scalar == ","
    case .point: scalar == "."
    case .space: NumberText.isSpace(scalar) && scalar != "\t"
    case .apostrophe: scalar == "'" || scalar == "\u{2019}"
    }
  }
}
