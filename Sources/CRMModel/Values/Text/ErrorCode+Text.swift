extension ErrorCode {
  /// Text holds the character U+0000.
  public static let nulInText = ErrorCode("nul_in_text")
  /// Text holds a Unicode noncharacter, such as U+FFFE.
  public static let noncharacterInText = ErrorCode("noncharacter_in_text")
  /// Text holds more combining marks in a row than any writing needs.
  public static let tooManyMarks = ErrorCode("too_many_marks")
  /// Bytes are not UTF-8.
  public static let invalidUTF8 = ErrorCode("invalid_utf8")
  /// Text is longer than its field allows.
  public static let textTooLong = ErrorCode("text_too_long")
  /// A picklist code does not follow the grammar.
  public static let picklistCodeInvalid = ErrorCode("picklist_code_invalid")
  /// The stored form of several picklist codes lacks a delimiter.
  public static let picklistSetInvalid = ErrorCode("picklist_set_invalid")
  /// A file's digest is not `sha256:` and 64 hexadecimal digits.
  public static let fileDigestInvalid = ErrorCode("file_digest_invalid")
  /// A file's name is not one path component of bounded length.
  public static let fileNameInvalid = ErrorCode("file_name_invalid")
  /// A media type is not `type/subtype`.
  public static let mediaTypeInvalid = ErrorCode("media_type_invalid")
  /// A file's size is negative.
  public static let fileSizeOutOfRange = ErrorCode("file_size_out_of_range")
  /// The prefix of an automatic number has an unknown placeholder or a control character.
  public static let autoNumberPrefixInvalid = ErrorCode("auto_number_prefix_invalid")
  /// The width of an automatic number is not 1...12.
  public static let autoNumberPaddingOutOfRange = ErrorCode("auto_number_padding_out_of_range")
  /// An automatic number starts again each year but does not name the year.
  public static let autoNumberRepeats = ErrorCode("auto_number_repeats")
  /// The counter of an automatic number is below 1.
  public static let autoNumberCounterOutOfRange = ErrorCode("auto_number_counter_out_of_range")
  /// The year or month of an automatic number does not exist.
  public static let autoNumberDateOutOfRange = ErrorCode("auto_number_date_out_of_range")
}
