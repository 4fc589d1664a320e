extension ErrorCode {
  /// Bytes do not follow the grammar of JSON.
  public static let jsonSyntax = ErrorCode("json_syntax")
  /// A JSON object holds a key twice, or a field under its name and a former one.
  public static let duplicateKey = ErrorCode("duplicate_key")
  /// A JSON text has more bytes or more values than are accepted.
  public static let tooLarge = ErrorCode("too_large")
  /// A field was given that only the store writes, or that is retired.
  public static let readOnlyField = ErrorCode("read_only_field")
  /// A text is not the id of a record.
  public static let notARecordID = ErrorCode("not_a_record_id")
}
