import CRMModel

/// The columns that an errors file has beside those of the file it comes from; by them a file is known as one.
///
/// Their names begin with `crm:`, which no field's name can, so they never mean a field. They may stand anywhere and
/// some may be gone: people mend such a file in a spreadsheet.
struct ErrorColumns {
  static let names = ["crm:line", "crm:field", "crm:code", "crm:reason"]
  /// Begins the name of a column without cells, whose name says how the first file was read.
  static let dialectMark = "crm:dialect="

  /// The places of the columns in the file, ascending.
  let places: [Int]
  /// How the first file was read, as far as it was known.
  let dialect: ImportDialect

  /// Nil if the file is no errors file.
  init?(_ names: [String]) {
    var places: [Int] = []
    var dialect = ImportDialect()
    for (place, name) in names.enumerated() {
      if name.hasPrefix(ErrorColumns.dialectMark) {
        dialect = ErrorColumns.dialect(String(name.dropFirst(ErrorColumns.dialectMark.count)))
        places.append(place)
      } else if ErrorColumns.names.contains(name) {
        places.append(place)
      }
    }
    if places.isEmpty { return nil }
    self.places = places
    self.dialect = dialect
  }

  /// The cells of the first file, as they were there.
  func original(_ cells: [String]) -> [String] {
    var result: [String] = []
    result.reserveCapacity(cells.count)
    var rest = places[...]
    for (place, cell) in cells.enumerated() {
      if place == rest.first { rest.removeFirst() } else { result.append(ErrorColumns.unguarded(cell)) }
    }
    return result
  }

  // MARK: The guard against formulas

  /// Whether a cell begins with `'` and then like a formula: written by a guard, or to be told from what one writes.
  private static func looksGuarded(_ cell: String) -> Bool {
    guard cell.utf8.first == UInt8(ascii: "'") else { return false }
    return FormulaGuard.mustGuard(String(cell.drop { $0 == "'" }))
  }

  /// A cell with another `'` if it would otherwise lose one when it is read again.
  static func guarded(_ cell: String) -> String { looksGuarded(cell) ? "'" + cell : cell }

  /// A cell without the `'` that guards it.
  static func unguarded(_ cell: String) -> String { looksGuarded(cell) ? String(cell.dropFirst()) : cell }

  // MARK: How the first file was read

  /// The name of the column that keeps how a file was read; nil if nothing of it was known.
  static func dialectName(_ report: ImportReport) -> String? {
    let known = Set(report.findings.filter { !["assumed", "ambiguous"].contains($0.certainty) }.map(\.aspect))
    var words: [String] = []
    // Words instead of signs, which a spreadsheet or a delimiter could garble.
    if known.contains("decimal_sign") { words.append("decimal_sign:\(report.dialect.decimalSign)") }
    if known.contains("grouping_sign") { words.append("grouping_sign:\(report.dialect.groupingSign)") }
    if known.contains("date_order") { words.append("date_order:\(report.dialect.dateOrder)") }
    return words.isEmpty ? nil : dialectMark + words.joined(separator: " ")
  }

  private static func dialect(_ words: String) -> ImportDialect {
    var dialect = ImportDialect()
    for word in words.split(separator: " ") {
      let parts = word.split(separator: ":", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { continue }
      switch parts[0] {
      case "decimal_sign": dialect.decimalSign = DecimalSign.allCases.first { "\($0)" == parts[1] }
      case "grouping_sign": dialect.groupingSign = GroupingSign.allCases.first { "\($0)" == parts[1] }
      case "date_order": dialect.dateOrder = DateOrder.allCases.first { "\($0)" == parts[1] }
      default: break
      }
    }
    return dialect
  }

  // MARK: How an errors file itself is written

  /// The encoding and delimiter of a file that begins with the first of the columns, whatever a map says of the file it
  /// comes from; nil for other files.
  static func writing(_ sample: [UInt8]) -> (encoding: TextEncoding, delimiter: CSVDelimiter)? {
    let encoding = TextEncodingDetector.detect(sample).encoding
    var text: [UInt8] = []
    var transcoder = TextTranscoder(from: encoding)
    do throws(TextEncodingError) { try transcoder.push(Array(sample.prefix(64)), into: &text) } catch { return nil }
    let quote = UInt8(ascii: "\"")
    var rest = text[...]
    if rest.first == quote { rest.removeFirst() }
    let name = Array(names[0].utf8)
    guard rest.starts(with: name) else { return nil }
    rest.removeFirst(name.count)
    if rest.first == quote { rest.removeFirst() }
    guard let delimiter = CSVDelimiter.allCases.first(where: { $0.byte == rest.first }) else { return nil }
    return (encoding, delimiter)
  }
}

extension ImportDialect {
  /// What is stated, and from another what is not.
  func filled(from other: ImportDialect) -> ImportDialect {
    var result = self
    // A grouping sign goes with its decimal sign.
    if decimalSign == nil {
      result.decimalSign = other.decimalSign
      result.groupingSign = groupingSign ?? other.groupingSign
    }
    result.dateOrder = dateOrder ?? other.dateOrder
    return result
  }
}
