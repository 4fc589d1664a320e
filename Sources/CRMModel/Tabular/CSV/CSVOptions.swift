/// How a ``CSVReader`` reads: the delimiter, what a header is, and what to do with shapes that RFC 4180 leaves open.
///
/// Whatever is chosen, a value never moves to another column, and nothing is dropped without a trace.
public struct CSVOptions: Hashable, Sendable {
  /// What to do with a record that has fewer fields than the header.
  public enum ShortRows: Hashable, Sendable {
    /// Refuse the record with ``ErrorCode/csvRowTooShort``.
    case reject
    /// Take the missing fields at the end as empty.
    case pad
  }

  /// What to do with a quote inside a field that does not begin with one.
  ///
  /// Such a field has a plain reading (the quote is a character), but mostly it means that a program forgot to quote.
  public enum BareQuotes: Hashable, Sendable {
    /// Refuse the record with ``ErrorCode/csvUnescapedQuote``.
    case reject
    /// Keep a quote that directly follows a digit, as in `27" screen` or `37°36'37.8"N`; refuse any other.
    case keepAfterDigit
    /// Keep every one as a character.
    case keep
  }

  /// What to do with a line that holds nothing at all.
  ///
  /// In a file of one column such a line is always a record with an empty field.
  public enum BlankLines: Hashable, Sendable {
    /// Step over it and count it in ``CSVReader/blankLinesSkipped``.
    case skip
    /// Read it as a record of one empty field, subject to ``CSVOptions/shortRows``.
    case read
  }

  /// The byte between two fields.
  public var delimiter: CSVDelimiter
  /// Whether the first record names the columns. Without it the first record's width is every record's width.
  public var hasHeader = true
  /// The names the header must have, in order, exactly; nil takes any header. Ignored without a header.
  public var expectedHeader: [String]?
  /// What to do with short records; long ones are always refused.
  public var shortRows = ShortRows.reject
  /// What to do with quotes inside unquoted fields.
  public var bareQuotes = BareQuotes.keepAfterDigit
  /// What to do with lines that hold nothing.
  public var blankLines = BlankLines.skip
  /// Where reading stops, whatever the file holds.
  public var limits = CSVLimits()

  /// RFC 4180 with the given delimiter, a header, and the strict choices above.
  public init(delimiter: CSVDelimiter = .comma) { self.delimiter = delimiter }
}

/// Where a ``CSVReader`` stops, so that no file makes it take more memory than a host planned for.
///
/// Lengths are in bytes of UTF-8 without the quotes that RFC 4180 adds. A length equal to its limit is still read.
public struct CSVLimits: Hashable, Sendable {
  /// Most columns of a record; 2,000 by default.
  public var columns = 2_000
  /// Longest field; 1 MB (1,048,576) by default, the longest rich text a record can hold.
  public var fieldBytes = 1 << 20
  /// Longest header, all names together; 64 KB (65,536) by default.
  public var headerBytes = 64 << 10
  /// Longest record, all fields together; 16 MB (16,777,216) by default, because 2,000 fields of 1 MB would be 2 GB.
  public var recordBytes = 16 << 20

  /// The defaults.
  public init() {}
}
