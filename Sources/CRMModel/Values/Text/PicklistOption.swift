/// One entry of a picklist. The order of a picklist is the order of its options in their array.
public struct PicklistOption: Hashable, Sendable {
  /// What records store; see ``PicklistCode`` for its grammar.
  public let code: String
  /// What people read.
  public var label: LocalizedText
  /// Whether new values may be given this code; a code that is not active stays valid where it is stored.
  public var isActive: Bool

  /// Makes an option.
  ///
  /// - Parameters:
  ///   - code: What records store.
  ///   - label: What people read; the code if not given.
  ///   - isActive: Whether new values may be given this code.
  /// - Throws: ``ValueError`` with code `picklist_code_invalid`, or what ``TextKey/normalized(_:)`` throws.
  public init(_ code: String, label: LocalizedText? = nil, isActive: Bool = true) throws(ValueError) {
    self.code = try Self.checkedCode(code)
    self.label = label ?? LocalizedText(self.code)
    self.isActive = isActive
  }

  /// Whether the code follows the grammar; only a literal can make an option where it does not, and installing it is refused.
  public var isValid: Bool { (try? PicklistOption.checkedCode(code)) == code }

  /// The code in NFC, if it is one.
  static func checkedCode(_ text: String) throws(ValueError) -> String {
    let code = try TextKey.normalized(text, within: .text)
    let scalars = code.unicodeScalars
    let isValid =
      (1...80).contains(scalars.count) && scalars.allSatisfy(isAllowed) && scalars.first != " " && scalars.last != " "
    guard isValid else {
      let hint = "1 to 80 printable characters without ';' and ',' and without blanks at the ends"
      throw ValueError(.picklistCodeInvalid, hint, input: text)
    }
    return code
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    case .spaceSeparator: scalar == " "
    default: scalar != ";" && scalar != ","
    }
  }
}

extension PicklistOption: Codable {
  private enum CodingKeys: String, CodingKey { case code, label, isActive }

  /// Reads an option; `label` and `isActive` may be missing. A code against the grammar is refused.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      values.decode(String.self, forKey: .code),
      label: values.decodeIfPresent(LocalizedText.self, forKey: .label),
      isActive: values.decodeIfPresent(Bool.self, forKey: .isActive) ?? true
    )
  }
}

extension PicklistOption: ExpressibleByStringLiteral {
  /// An active option whose label is its code. Literals cannot throw; the code is checked when the field is installed.
  public init(stringLiteral code: String) {
    self.code = code
    label = LocalizedText(code)
    isActive = true
  }
}
