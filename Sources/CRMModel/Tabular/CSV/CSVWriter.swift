/// Writes delimited text (RFC 4180) in UTF-8.
///
/// Fields are quoted where they must be: for a delimiter, a quote, a line end, or white space at an end that some
/// readers strip. A record of one empty field is written as `""`, because a blank line is no record to most readers.
///
/// Text cells that a spreadsheet would run as a formula get a `'` in front (see ``Options/guardsFormulas``). The guard
/// changes data: `+1 555` becomes `'+1 555`. A file meant to be read back by ``CSVReader``, not opened by a person,
/// turns it off:
///
///     var options = CSVWriter.Options()
///     options.guardsFormulas = false
///     var writer = CSVWriter(options)
///     writer.append("=name")
///     writer.append(number: "-12.50")
///     writer.endRecord()
///     let bytes = writer.takeBytes()
public struct CSVWriter: Sendable {
  /// How lines end.
  public enum LineEnd: Hashable, Sendable {
    /// CR LF, as RFC 4180 asks.
    case crlf
    /// LF only.
    case lf
  }

  /// How a writer writes.
  public struct Options: Hashable, Sendable {
    /// The byte between two fields.
    public var delimiter = CSVDelimiter.comma
    /// How lines end.
    public var lineEnd = LineEnd.crlf
    /// Whether text cells that begin like a formula get a `'` in front. Numbers are exempt by their type.
    public var guardsFormulas = true
    /// Whether the file begins with a byte order mark, by which Excel knows UTF-8.
    public var byteOrderMark = false

    /// Comma, CR LF, guarded, no byte order mark.
    public init() {}
  }

  /// How this writer writes.
  public let options: Options
  /// What has been written and not been taken.
  public private(set) var bytes: [UInt8] = []

  private var fields = 0
  private var recordIsEmpty = true

  /// Makes a writer at the start of a file.
  public init(_ options: Options = Options()) {
    self.options = options
    if options.byteOrderMark { bytes = [0xEF, 0xBB, 0xBF] }
  }

  /// Appends a field of text.
  ///
  /// - Complexity: O(*n*) in the length of the text.
  public mutating func append(_ text: String) {
    beginField()
    let guarded = options.guardsFormulas && FormulaGuard.mustGuard(text)
    if guarded || !text.isEmpty { recordIsEmpty = false }
    let quoted = mustQuote(text, guarded: guarded)
    if quoted { bytes.append(0x22) }
    if guarded { bytes.append(0x27) }
    if quoted {
      for byte in text.utf8 {
        if byte == 0x22 { bytes.append(0x22) }
        bytes.append(byte)
      }
      bytes.append(0x22)
    } else {
      bytes.append(contentsOf: text.utf8)
    }
  }

  /// Appends a field from a numeric column, exempt from the guard.
  ///
  /// - Parameter number: Digits with at most one `.` between them and a `-` in front if negative. Anything else is
  ///   written as text, guard included, so that no formula gets in by this door.
  public mutating func append(number: String) {
    guard Self.isPlainNumber(number) else { return append(number) }
    beginField()
    recordIsEmpty = false
    bytes.append(contentsOf: number.utf8)
  }

  /// Appends an empty field.
  public mutating func appendEmpty() { beginField() }

  /// Ends the record and its line.
  public mutating func endRecord() {
    if fields == 1, recordIsEmpty { bytes.append(contentsOf: [0x22, 0x22]) }
    if options.lineEnd == .crlf { bytes.append(0x0D) }
    bytes.append(0x0A)
    fields = 0
    recordIsEmpty = true
  }

  /// Appends a whole record of text cells, a header for instance.
  public mutating func append(record: [String]) {
    for text in record { append(text) }
    endRecord()
  }

  /// Hands over what has been written since the last call.
  public mutating func takeBytes() -> [UInt8] {
    var taken: [UInt8] = []
    taken.reserveCapacity(bytes.count)
    swap(&taken, &bytes)
    return taken
  }

  private mutating func beginField() {
    if fields > 0 { bytes.append(options.delimiter.byte) }
    fields += 1
  }

  private func mustQuote(_ text: String, guarded: Bool) -> Bool {
    guard let last = text.utf8.last, let first = text.utf8.first else { return false }
    if last <= 0x20 || (first <= 0x20 && !guarded) { return true }
    let delimiter = options.delimiter.byte
    return text.utf8.contains { $0 == delimiter || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
  }

  private static func isPlainNumber(_ text: String) -> Bool {
    var digitsSeen = 0
    var pointSeen = false
    var lastIsDigit = false
    for (index, byte) in text.utf8.enumerated() {
      switch byte {
      case 0x30...0x39:
        digitsSeen += 1
        lastIsDigit = true
      case 0x2D where index == 0: lastIsDigit = false
      case 0x2E where !pointSeen && digitsSeen > 0:
        pointSeen = true
        lastIsDigit = false
      default: return false
      }
    }
    return lastIsDigit
  }
}
