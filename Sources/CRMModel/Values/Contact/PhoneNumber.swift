/// A phone number: what was typed, and a key under which its spellings meet.
///
///     try PhoneNumber("(020) 7946 0958 ext. 12", callingCode: "44").normalized      // "+442079460958"
///
/// The key serves matching. It does not tell whether a number exists: lengths and areas of countries are not known
/// here, and trunk prefixes only as a rule a country (see ``normalized``).
public struct PhoneNumber: Hashable, Sendable, CustomStringConvertible {
  /// What was typed, without blanks at the ends, in NFC.
  public let description: String
  /// `+`, calling code and national number for an international number (E.164, at most 15 digits); the digits typed for
  /// a number whose country is not known.
  ///
  /// A number is international if it starts with `+` or `00` (or `011` where the calling code given is `1`), or if a
  /// calling code was given. From a number in national form the country's trunk prefix is removed: `0` for most, `8` or
  /// `06` or `01` for a few, none where countries dial none; in an international one, `(0)` is.
  public let normalized: String
  /// The digits of an extension, 1...11.
  public let `extension`: String?

  /// Whether ``normalized`` names the country.
  public var isInternational: Bool { normalized.utf8.first == UInt8(ascii: "+") }

  /// Makes a number.
  ///
  /// - Parameters:
  ///   - text: 3...15 digits of any script, not counting prefixes and extension; blanks, hyphens, dots, slashes and
  ///     parentheses between them; `+` or `tel:` in front; an extension behind `x`, `ext`, `extension`, `#` or `;ext=`.
  ///     At most 80 Unicode scalars.
  ///   - callingCode: The calling code of the country where a number in national form is dialled, 1...3 digits, such as
  ///     `44`.
  /// - Throws: ``ValueError`` with code `phone_number_invalid` or `calling_code_invalid`, or what
  ///   ``TextKey/normalized(_:within:)`` throws.
  public init(_ text: String, callingCode: String? = nil) throws(ValueError) {
    let typed = try TextKey.normalized(text, within: TextLimits(scalars: 80))
    let parts = try PhoneNumberParts(typed)
    if let callingCode { try Self.check(callingCode) }
    description = parts.text
    `extension` = parts.extension
    normalized = try Self.key(of: parts, callingCode: callingCode)
  }

  /// A number as it was stored; nil if the text is no number.
  init?(stored text: String, key: String?) {
    guard let parts = try? PhoneNumberParts(text), let key else { return nil }
    description = parts.text
    `extension` = parts.extension
    normalized = key
  }

  private static func key(of parts: PhoneNumberParts, callingCode: String?) throws(ValueError) -> String {
    if let abroad = internationalDigits(of: parts, callingCode: callingCode) {
      guard (3...15).contains(abroad.utf8.count), abroad.first != "0" else {
        throw PhoneNumberParts.invalid("3 to 15 digits, the first not 0, after the international prefix")
      }
      return "+" + abroad
    }
    guard (3...15).contains(parts.digits.utf8.count) else { throw PhoneNumberParts.invalid("3 to 15 digits") }
    guard let callingCode else { return parts.digits }
    let national = TrunkPrefix.removed(from: parts.digits[...], callingCode: callingCode)
    guard !national.isEmpty, callingCode.utf8.count + national.utf8.count <= 15 else {
      throw PhoneNumberParts.invalid("at most 15 digits with the calling code")
    }
    return "+" + callingCode + national
  }

  private static func internationalDigits(of parts: PhoneNumberParts, callingCode: String?) -> Substring? {
    if parts.hasPlus { return parts.digits[...] }
    if parts.digits.hasPrefix("00") { return parts.digits.dropFirst(2) }
    if callingCode == "1" && parts.digits.hasPrefix("011") { return parts.digits.dropFirst(3) }
    return nil
  }

  private static func check(_ callingCode: String) throws(ValueError) {
    let digits = callingCode.utf8
    let isValid = (1...3).contains(digits.count) && digits.allSatisfy { (0x30...0x39).contains($0) }
    guard isValid, digits.first != 0x30 else { throw ValueError(.callingCodeInvalid, "1 to 3 digits, the first not 0") }
  }
}
