internal import CRM

/// Rows of text in columns that line up.
struct TextTable {
  /// On which side the cells of a column line up.
  enum Side { case left, right }

  private let headers: [String]
  private let sides: [Side]
  private var rows: [[String]] = []

  init(_ headers: [String], _ sides: [Side]) {
    self.headers = headers
    self.sides = sides
  }

  /// A result; numbers to the right.
  init(_ result: ResultTable) {
    let sides = result.columns.indices.map { column -> Side in
      result.rows.contains { $0.indices.contains(column) && $0[column].isFigure } ? .right : .left
    }
    self.init(result.columns.map(\.rawValue), sides)
    for row in result.rows { add(row.map(\.cellText)) }
  }

  mutating func add(_ row: [String]) { rows.append(row) }

  /// The table, a line a row, headers and a rule first.
  var text: String {
    let widths = headers.indices.map { column in
      ([headers[column]] + rows.map { $0.indices.contains(column) ? $0[column] : "" }).map(TextTable.width).max() ?? 0
    }
    let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
    return ([line(headers, widths), rule] + rows.map { line($0, widths) }).map { $0 + "\n" }.joined()
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = ""
    for (column, width) in widths.enumerated() {
      let cell = cells.indices.contains(column) ? TextTable.plain(cells[column]) : ""
      let space = String(repeating: " ", count: max(width - TextTable.width(cell), 0))
      if column > 0 { line += "  " }
      line += sides[column] == .right ? space + cell : cell + space
    }
    while line.last == " " { line.removeLast() }
    return line
  }

  /// One line without control characters, which a terminal might obey.
  private static func plain(_ text: String) -> String {
    String(text.map { $0.unicodeScalars.contains { $0.properties.generalCategory == .control } ? " " : $0 })
  }

  private static func width(_ text: String) -> Int { text.count }
}
