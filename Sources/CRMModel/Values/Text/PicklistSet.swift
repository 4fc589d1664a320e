/// The value of a picklist field that holds several codes: each once, in the order of their UTF-8 bytes.
///
/// The order does not depend on how the set was made, so equal sets are stored in equal bytes.
public struct PicklistSet<Code: PicklistCode>: Hashable, Sendable {
  /// The codes in the order of their UTF-8 bytes.
  public private(set) var codes: [Code]

  /// Makes the empty set.
  public init() { codes = [] }

  /// Makes a set of codes in any order; repeated ones count once.
  ///
  /// - Throws: ``ValueError`` with code `picklist_code_invalid`, or what ``TextKey/normalized(_:)`` throws.
  /// - Complexity: O(*n* log *n*).
  public init(_ codes: some Sequence<Code>) throws(ValueError) {
    var texts: [String] = []
    for code in codes { texts.append(try PicklistOption.checkedCode(code.rawValue)) }
    self.init(checked: texts)
  }

  /// Reads the stored form, `";gold;silver;"`, or the empty text for the empty set. Order and repetition are mended.
  ///
  /// - Throws: ``ValueError`` with code `picklist_set_invalid` when a delimiter is missing at an end,
  ///   `picklist_code_invalid` for a code against the grammar, or what ``TextKey/normalized(_:)`` throws.
  /// - Complexity: O(*n* log *n*).
  public init(storedText: String) throws(ValueError) {
    var parts = storedText.utf8.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
    if storedText.utf8.isEmpty {
      parts = []
    } else {
      guard parts.count >= 3, parts.removeFirst().isEmpty, parts.removeLast().isEmpty else {
        throw ValueError(.picklistSetInvalid, "codes with ';' before, between and after", input: storedText)
      }
    }
    var texts: [String] = []
    for part in parts { texts.append(try PicklistOption.checkedCode(String(Substring(part)))) }
    self.init(checked: texts)
  }

  private init(checked texts: [String]) {
    let sorted = texts.sorted { TextKey.compareBytes($0, $1) == .before }
    codes = []
    for text in sorted where codes.last?.rawValue != text { codes.append(Code(rawValue: text)) }
  }

  /// How a record stores the set: every code between two `;`, so that a search for `;gold;` finds that code only.
  ///
  /// - Complexity: O(*n*).
  public var storedText: String {
    codes.isEmpty ? "" : ";" + codes.map(\.rawValue).joined(separator: ";") + ";"
  }

  /// Whether the set has no codes.
  public var isEmpty: Bool { codes.isEmpty }

  /// The number of codes.
  public var count: Int { codes.count }

  /// Whether the set holds the code.
  ///
  /// - Complexity: O(*n*).
  public func contains(_ code: Code) -> Bool { codes.contains(code) }

  /// Adds a code unless it is there.
  ///
  /// - Throws: ``ValueError`` as ``init(_:)``; the set is then as it was.
  /// - Complexity: O(*n* log *n*).
  public mutating func insert(_ code: Code) throws(ValueError) {
    self = try PicklistSet(codes + [code])
  }

  /// Removes a code if it is there.
  ///
  /// - Complexity: O(*n*).
  public mutating func remove(_ code: Code) { codes.removeAll { $0 == code } }
}
