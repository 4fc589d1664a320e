/// Why a delimited text file, or one record of it, was refused, and where.
///
/// Thrown when reading cannot go on; listed in ``CSVBatch/problems`` when only one record is refused. It never holds
/// text from the file.
public struct CSVError: CRMError, Hashable {
  /// Exactly what happened.
  public let code: ErrorCode
  /// Where, as exactly as the reader knows.
  public let position: CSVPosition
  /// What was expected, in words that hold no customer data.
  public let hint: String

  /// Makes an error.
  public init(_ code: ErrorCode, at position: CSVPosition, _ hint: String) {
    self.code = code
    self.position = position
    self.hint = hint
  }

  /// ``CRMErrorKind/closed`` for a reader that has finished, else ``CRMErrorKind/invalid``.
  public var kind: CRMErrorKind { code == .csvReaderFinished ? .closed : .invalid }

  /// Code, position and hint, safe to log.
  public var description: String { "\(code) at \(position): \(hint)" }

  /// The same as ``description``: the error holds no data.
  public var debugDescription: String { description }
}

extension ErrorCode {
  /// A quote inside a field that does not begin with one. Refuses the record.
  public static let csvUnescapedQuote = ErrorCode("csv_unescaped_quote")
  /// Text between a closing quote and the next delimiter or line end. Ends reading.
  public static let csvTextAfterQuote = ErrorCode("csv_text_after_quote")
  /// The file ends inside quotes; the position is that of the opening quote. Ends reading.
  public static let csvUnclosedQuote = ErrorCode("csv_unclosed_quote")
  /// A record has more fields than the header; the position is the first one too many. Refuses the record.
  public static let csvRowTooLong = ErrorCode("csv_row_too_long")
  /// A record has fewer fields than the header; the position is where the next one was due. Refuses the record.
  public static let csvRowTooShort = ErrorCode("csv_row_too_short")
  /// U+0000 in a field. Refuses the record.
  public static let csvNulCharacter = ErrorCode("csv_nul_character")
  /// A field is not valid UTF-8. Thrown when the text of the field is asked for.
  public static let csvInvalidText = ErrorCode("csv_invalid_text")
  /// There is no header. Ends reading.
  public static let csvNoHeader = ErrorCode("csv_no_header")
  /// The header is not the expected one; the position is the first difference. Ends reading.
  public static let csvWrongHeader = ErrorCode("csv_wrong_header")
  /// More columns than ``CSVLimits/columns``. Ends reading.
  public static let csvTooManyColumns = ErrorCode("csv_too_many_columns")
  /// A field beyond ``CSVLimits/fieldBytes``; the position is where the field begins. Ends reading.
  public static let csvFieldTooLong = ErrorCode("csv_field_too_long")
  /// A record beyond ``CSVLimits/recordBytes``; the position is where it begins. Ends reading.
  public static let csvRecordTooLong = ErrorCode("csv_record_too_long")
  /// A header beyond ``CSVLimits/headerBytes``; the position is where it begins. Ends reading.
  public static let csvHeaderTooLong = ErrorCode("csv_header_too_long")
  /// Bytes were given to a reader after its end.
  public static let csvReaderFinished = ErrorCode("csv_reader_finished")
}
