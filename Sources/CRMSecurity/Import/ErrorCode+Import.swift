public import CRMModel

extension ErrorCode {
  /// The dates of a file can be read with the day or the month first.
  public static let ambiguousDates = ErrorCode("ambiguous_dates")
  /// The numbers of a file can be read with either decimal sign.
  public static let ambiguousNumbers = ErrorCode("ambiguous_numbers")
  /// A map names a column that the file does not have, or has twice.
  public static let unknownColumn = ErrorCode("unknown_column")
  /// A column of a file is neither mapped nor left out on purpose.
  public static let unmappedColumn = ErrorCode("unmapped_column")
  /// Several records have the value that one is found by.
  public static let ambiguousKey = ErrorCode("ambiguous_key")
  /// No record has the value that one is found by.
  public static let referenceNotFound = ErrorCode("reference_not_found")
  /// More rows of a file were refused than an import holds.
  public static let tooManyRejected = ErrorCode("too_many_rejected")
  /// An import map does not say what it must.
  public static let badImportMap = ErrorCode("bad_import_map")
}
