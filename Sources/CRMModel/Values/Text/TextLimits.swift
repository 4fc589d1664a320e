/// How long a text may be, in Unicode scalars and in bytes of UTF-8, both inclusive.
///
/// Scalars rather than characters are counted, because a single character may hold any number of them.
public struct TextLimits: Hashable, Sendable {
  /// The most Unicode scalars.
  public let scalars: Int
  /// The most bytes of UTF-8.
  public let bytes: Int

  /// Makes limits; a negative number counts as 0.
  ///
  /// - Parameters:
  ///   - scalars: The most Unicode scalars.
  ///   - bytes: The most bytes of UTF-8; four a scalar if not given, which any text of that many scalars fits.
  public init(scalars: Int, bytes: Int? = nil) {
    let (four, overflow) = max(0, scalars).multipliedReportingOverflow(by: 4)
    self.scalars = max(0, scalars)
    self.bytes = max(0, bytes ?? (overflow ? Int.max : four))
  }

  /// A text field unless it says otherwise: 255 scalars.
  public static let text = TextLimits(scalars: 255)

  /// A long text field unless it says otherwise: 131,072 scalars.
  public static let longText = TextLimits(scalars: 131_072)

  /// Checks a text as it is, which should be as it is stored.
  ///
  /// - Throws: ``ValueError`` with code `text_too_long`.
  /// - Complexity: O(1) for native text that has no more bytes than `scalars`, or more than `bytes`; else O(*n*).
  public func check(_ text: String) throws(ValueError) {
    let count = text.utf8.count
    if count > bytes { throw tooLong }
    if count > scalars && text.unicodeScalars.count > scalars { throw tooLong }
  }

  var tooLong: ValueError {
    ValueError(.textTooLong, "at most \(scalars) Unicode scalars and \(bytes) bytes of UTF-8")
  }
}
