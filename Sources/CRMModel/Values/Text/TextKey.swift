/// The rule of text that every engine follows: how text is stored, compared, searched and ordered.
///
/// Text is stored in Unicode normal form C (``normalized(_:)``). `==`, `in` and unique compare those bytes exactly
/// unless a field says that it is folded; contains, starts-with and order use the folded key (``folded(_:)``), ties by
/// exact bytes. Nothing here asks for a locale. The reasons are in `Documentation/Decisions/0002-text-equality.md`.
public enum TextKey {
  /// The most combining marks in a row that text may hold.
  ///
  /// The bound of the Stream-Safe Text Format (UAX #15, section 13); the longest run known from real text is 18. It
  /// keeps every operation linear, however hostile the text.
  public static let longestMarkRun = 30

  /// The text in the form in which it is stored: NFC, in native contiguous UTF-8.
  ///
  ///     try TextKey.normalized("Ame\u{301}lie")      // "Amélie", seven bytes
  ///
  /// ASCII is returned as it is, without allocation.
  ///
  /// - Throws: ``ValueError`` with code `nul_in_text` for U+0000, `noncharacter_in_text` for one of the 66
  ///   noncharacters (U+FFFE, U+FFFF, U+FDD0...U+FDEF and the last two of every plane), `too_many_marks` when more than
  ///   ``longestMarkRun`` combining marks follow each other in the text or in its NFC.
  /// - Complexity: O(*n*).
  public static func normalized(_ text: String) throws(ValueError) -> String {
    switch scan(bytesOf: text) {
    case .ascii:
      return text
    case .nul:
      throw ValueError(.nulInText, "text without the character U+0000")
    case .other:
      break
    }
    guard try needsComposition(text) else {
      var stored = text
      stored.makeContiguousUTF8()
      return stored
    }
    let composed = CanonicalForms.composed(text)
    _ = try needsComposition(composed)
    return composed
  }

  /// The text of UTF-8 bytes in the form in which it is stored.
  ///
  /// - Parameter bytes: UTF-8 without a byte order mark; a mark is kept as U+FEFF.
  /// - Throws: ``ValueError`` with code `invalid_utf8` and the offset of the first wrong byte in its hint, or what
  ///   ``normalized(_:)`` throws.
  /// - Complexity: O(*n*).
  public static func normalized(utf8 bytes: some Collection<UInt8>) throws(ValueError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ValueError(.invalidUTF8, "valid UTF-8; the byte at offset \(offsetOfInvalidUTF8(bytes)) is not")
    }
    return try normalized(text)
  }

  /// The text in the form in which it is stored, if it keeps within `limits` there.
  ///
  /// - Throws: ``ValueError`` with code `text_too_long`, or what ``normalized(_:)`` throws.
  /// - Complexity: O(*n*), and O(1) for text far beyond the limit.
  public static func normalized(_ text: String, within limits: TextLimits) throws(ValueError) -> String {
    // NFC shrinks UTF-8 to no less than a sixteenth here: what is longer cannot fit, and need not be read.
    let (most, overflow) = limits.bytes.multipliedReportingOverflow(by: 16)
    if !overflow && text.utf8.count > most { throw limits.tooLong }
    let stored = try normalized(text)
    try limits.check(stored)
    return stored
  }

  /// Whether the text holds a character that changes the direction of writing (Unicode property Bidi_Control).
  ///
  /// Such characters are legal in right-to-left text and dangerous in names of files and headers.
  ///
  /// - Complexity: O(*n*).
  public static func hasBidirectionalControls(_ text: String) -> Bool {
    text.unicodeScalars.contains(where: isBidirectionalControl)
  }

  static func isBidirectionalControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}

extension TextKey {
  enum ByteScan { case ascii, nul, other }

  static func scan(bytesOf text: String) -> ByteScan {
    text.utf8.withContiguousStorageIfAvailable(scan) ?? scan(Array(text.utf8).span)
  }

  private static func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> ByteScan {
    scan(bytes.span)
  }

  private static func scan(_ bytes: Span<UInt8>) -> ByteScan {
    var union: UInt8 = 0
    var least: UInt8 = 1
    for index in bytes.indices {
      union |= bytes[index]
      least = min(least, bytes[index])
    }
    if least == 0 { return .nul }
    return union < 0x80 ? .ascii : .other
  }

  /// Whether the text may not be in NFC yet. Throws for characters and runs of marks that text may not hold.
  private static func needsComposition(_ text: String) throws(ValueError) -> Bool {
    var needed = false
    var run = 0
    for scalar in text.unicodeScalars {
      if isAlwaysComposed(scalar) {
        run = 0
        continue
      }
      if isNoncharacter(scalar) {
        throw ValueError(.noncharacterInText, "text without the noncharacter U+\(hexadecimal(scalar))")
      }
      needed = true
      run = isMark(scalar) ? run + 1 : 0
      if run > longestMarkRun {
        throw ValueError(.tooManyMarks, "at most \(longestMarkRun) combining marks in a row")
      }
    }
    return needed
  }

  /// Whether text made of such scalars alone is in NFC: starters that neither decompose nor join what stands before
  /// them.
  static func isAlwaysComposed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x300: true
    case 0x0374, 0x037E, 0x0387, 0x0483...0x0487: false
    case 0x0370..<0x0590: true
    case 0x2010...0x2027, 0x2030...0x205E, 0x20A0...0x20BF: true
    case 0x3041...0x3096, 0x30A1...0x30FE: true
    case 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0x1F300...0x1FAFF: true
    default: false
    }
  }

  /// Whether the scalar takes part in the ordering of marks: a class other than 0, or a decomposition into such.
  static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x300: false
    case 0x0F73, 0x0F75, 0x0F81: true
    default: scalar.properties.canonicalCombiningClass != .notReordered
    }
  }

  private static func isNoncharacter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(scalar.value)
  }

  private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
    String(scalar.value, radix: 16, uppercase: true)
  }

  private static func offsetOfInvalidUTF8(_ bytes: some Collection<UInt8>) -> Int {
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    var offset = 0
    while case .valid(let encoded) = parser.parseScalar(from: &rest) { offset += encoded.count }
    return offset
  }
}
