/// The name of a person in parts, any of which may be empty.
public struct PersonName: Hashable, Sendable {
  /// Such as `Dr.` or `Ms`.
  public var salutation: String
  /// The given name.
  public var first: String
  /// Further given names or initials.
  public var middle: String
  /// The family name.
  public var last: String
  /// Such as `Jr.` or `PhD`.
  public var suffix: String

  /// Makes a name; parts not given are empty.
  public init(salutation: String = "", first: String = "", middle: String = "", last: String = "", suffix: String = "")
  {
    self.salutation = salutation
    self.first = first
    self.middle = middle
    self.last = last
    self.suffix = suffix
  }

  /// The parts that are not blank, in this order, with a blank between them: `Dr. Ana María López Jr.`
  public var full: String {
    [salutation, first, middle, last, suffix].compactMap(TextPart.trimmed).joined(separator: " ")
  }

  /// Whether every part is empty or blank.
  public var isEmpty: Bool { full.isEmpty }

  /// The name as it is stored: parts in NFC, without blanks at the ends.
  ///
  /// - Throws: What ``TextKey/normalized(_:within:)`` throws for a part, with ``TextLimits/text``.
  public func normalized() throws(ValueError) -> PersonName {
    PersonName(
      salutation: try TextPart.normalized(salutation), first: try TextPart.normalized(first),
      middle: try TextPart.normalized(middle), last: try TextPart.normalized(last),
      suffix: try TextPart.normalized(suffix)
    )
  }
}
