/// What the text of a phone number consists of: prefix, digits, extension.
struct PhoneNumberParts {
  /// The text without blanks at the ends.
  let text: String
  /// Whether `+` stands in front.
  let hasPlus: Bool
  /// The digits in ASCII, without `(0)` behind an international prefix.
  let digits: String
  /// The digits of the extension in ASCII.
  let `extension`: String?

  init(_ typed: String) throws(ValueError) {
    var scalars = typed.unicodeScalars[...]
    while scalars.first?.properties.isWhitespace == true { scalars = scalars.dropFirst() }
    while scalars.last?.properties.isWhitespace == true { scalars = scalars.dropLast() }
    text = String(scalars)
    var rest = scalars
    var found: String?
    if Self.starts(rest, with: "tel:") {
      let pieces = rest.dropFirst(4).split(separator: ";", omittingEmptySubsequences: false)
      rest = pieces.first ?? rest.suffix(0)
      for piece in pieces.dropFirst() where Self.starts(piece, with: "ext=") {
        found = try Self.extensionDigits(piece.dropFirst(4))
      }
    } else if let marker = rest.firstIndex(where: { Self.isMarkerStart($0) }) {
      found = try Self.extensionDigits(Self.afterMarker(rest[marker...]))
      rest = rest[..<marker]
    }
    `extension` = found
    let plus = rest.first == "+" || rest.first == "\u{FF0B}"
    hasPlus = plus
    digits = try Self.numberDigits(plus ? rest.dropFirst() : rest, hasPlus: plus)
  }

  static func invalid(_ hint: String) -> ValueError { ValueError(.phoneNumberInvalid, hint) }

  private typealias Scalars = Substring.UnicodeScalarView

  private static func numberDigits(_ scalars: Scalars, hasPlus: Bool) throws(ValueError) -> String {
    var digits = ""
    var endsInTrunkZero = false
    var before: Unicode.Scalar = " "
    for scalar in scalars {
      if let digit = digit(scalar) {
        // The zero of "(0)", if the parenthesis closes right behind it.
        endsInTrunkZero = digit == 0 && before == "("
        digits.append(String(digit))
      } else {
        guard isSeparator(scalar) else {
          throw invalid("digits, blanks, '-', '.', '/' and parentheses, '+' in front, an extension behind")
        }
        let isAbroad = hasPlus || digits.hasPrefix("00")
        if scalar == ")", endsInTrunkZero, isAbroad, !keepsZero(digits) { digits.removeLast() }
        endsInTrunkZero = false
      }
      before = scalar
    }
    return digits
  }

  /// Italy, San Marino and the Vatican write a zero that is part of the number.
  private static func keepsZero(_ digits: String) -> Bool {
    let abroad = digits.hasPrefix("00") ? digits.dropFirst(2) : digits[...]
    return abroad.hasPrefix("39") || abroad.hasPrefix("378")
  }

  private static func digit(_ scalar: Unicode.Scalar) -> Int? {
    guard scalar.properties.generalCategory == .decimalNumber, let value = scalar.properties.numericValue else {
      return nil
    }
    return Int(exactly: value)
  }

  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case " ", "-", ".", "/", "(", ")", "\u{2010}"..."\u{2015}", "\u{2212}", "\u{FF0D}": true
    default: scalar.properties.generalCategory == .spaceSeparator
    }
  }

  private static func isMarkerStart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "x", "X", "e", "E", "#", ";": true
    default: false
    }
  }

  /// What follows the marker of an extension; nothing, which is no extension, if it is not one.
  private static func afterMarker(_ scalars: Scalars) -> Scalars {
    for marker in [";ext=", "extension", "ext.", "ext", "x", "#"] where starts(scalars, with: marker) {
      return scalars.dropFirst(marker.utf8.count)
    }
    return scalars.suffix(0)
  }

  private static func extensionDigits(_ scalars: Scalars) throws(ValueError) -> String {
    var digits = ""
    var rest = scalars
    while let scalar = rest.first, scalar == " " || scalar == ":" || scalar == "." { rest = rest.dropFirst() }
    for scalar in rest {
      guard let digit = digit(scalar) else { throw invalid("digits alone in the extension") }
      digits.append(String(digit))
    }
    guard (1...11).contains(digits.utf8.count) else { throw invalid("1 to 11 digits in the extension") }
    return digits
  }

  private static func starts(_ scalars: Scalars, with prefix: String) -> Bool {
    scalars.prefix(prefix.utf8.count).elementsEqual(prefix.unicodeScalars) { $0 == $1 || lower($0) == $1 }
  }

  private static func lower(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value | 0x20)) : scalar
  }
}
