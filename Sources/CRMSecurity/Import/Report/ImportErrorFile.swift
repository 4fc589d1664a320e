public import CRMModel

extension ImportReport {
  /// The refused rows as a file that a person can look at, mend and import again as it is: `crm:line`, `crm:field`,
  /// `crm:code` and `crm:reason`, then the original columns and cells.
  ///
  /// An import knows such a file by these columns, leaves them out, and reads it with the same map as the first file,
  /// although it is UTF-8 and has a header. If something was known of the first file's numbers and dates, a column
  /// without cells keeps it in its name, because the refused rows alone may look otherwise.
  ///
  /// Cells that a spreadsheet would run as a formula get a `'` in front, which an import takes away again, also from
  /// cells that were typed like that; in files without these columns a `'` is a `'`. A row with too few cells stays so.
  ///
  /// - Parameter options: How it is written; nil for the usual options with the delimiter of the first file.
  /// - Complexity: O(*n*) in the bytes of the refused rows.
  public func errorFile(_ options: CSVWriter.Options? = nil) -> [UInt8] {
    var usual = CSVWriter.Options()
    usual.delimiter = dialect.delimiter
    var writer = CSVWriter(options ?? usual)
    let dialectName = ErrorColumns.dialectName(self)
    let names = ErrorColumns.names + (dialectName.map { [$0] } ?? [])
    writer.append(record: names + columns.map(ErrorColumns.guarded))
    for row in rejected {
      writer.append(number: String(row.line))
      writer.append(row.reasons.lazy.compactMap(\.field).first ?? "")
      writer.append(row.reasons.first?.code.rawValue ?? "")
      writer.append(row.summary)
      if dialectName != nil { writer.appendEmpty() }
      for cell in row.cells { writer.append(number: ErrorColumns.guarded(cell)) }
      writer.endRecord()
    }
    return writer.takeBytes()
  }
}
