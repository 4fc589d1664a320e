internal import CRM

/// A result as comma-separated values.
enum CSVOutput {
  /// Column names and rows; text that a spreadsheet would run as a formula gets a `'` in front.
  static func text(_ result: ResultTable) -> String {
    var writer = CSVWriter()
    writer.append(record: result.columns.map(\.rawValue))
    for row in result.rows {
      for value in row {
        if value.isFigure { writer.append(number: value.fileText) } else { writer.append(value.fileText) }
      }
      writer.endRecord()
    }
    return String(decoding: writer.takeBytes(), as: UTF8.self)
  }
}
