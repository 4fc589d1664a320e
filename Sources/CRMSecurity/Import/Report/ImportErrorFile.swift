public import CRMModel

extension ImportReport {
  /// The refused rows as a file that a person can look at, mend and import again: `line`, `field`, `code` and `reason`,
  /// then the original columns.
  ///
  /// Cells that a spreadsheet would run as a formula get a `'` in front.
  public func errorFile(_ options: CSVWriter.Options = CSVWriter.Options()) -> [UInt8] {
    var writer = CSVWriter(options)
    writer.append(record: ["line", "field", "code", "reason"] + columns)
    for row in rejected {
      writer.append(number: String(row.line))
      writer.append(row.reasons.lazy.compactMap(\.field).first ?? "")
      writer.append(row.reasons.first?.code.rawValue ?? "")
      writer.append(row.summary)
      for cell in row.cells { writer.append(number: cell) }
      for _ in 0..<max(columns.count - row.cells.count, 0) { writer.appendEmpty() }
      writer.endRecord()
    }
    return writer.takeBytes()
  }
}
