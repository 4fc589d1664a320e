import CRMModel

extension ImportDialect {
  /// The dialect to read a file with: what is stated, then what was detected.
  ///
  /// - Parameters:
  ///   - needsDates: Whether any date has to be read.
  ///   - needsNumbers: Whether any number has to be read.
  /// - Throws: `ambiguous_dates` or `ambiguous_numbers` if it is needed, not stated, and the file can be read in two
  ///   ways.
  func resolve(
    _ found: TabularDetection, needsDates: Bool, needsNumbers: Bool
  ) throws(StoreError) -> (dialect: TabularDialect, findings: [ImportFinding]) {
    var violations: [Violation] = []
    if needsDates, dateOrder == nil, found.dateOrder.value == nil {
      let orders = found.dateOrder.candidates.map(\.rawValue).joined(separator: " or ")
      violations.append(Violation(.ambiguousDates, "\(found.dateOrder.evidence); state date_order: \(orders)"))
    }
    if needsNumbers, decimalSign == nil, found.decimalSign.value == nil {
      violations.append(Violation(.ambiguousNumbers, "\(found.decimalSign.evidence); state decimal_sign: . or ,"))
    }
    if let error = StoreError(violations: violations) { throw error }
    let decimal = decimalSign ?? found.decimalSign.value ?? .point
    var grouping =
      groupingSign ?? (found.decimalSign.value == decimal ? found.groupingSign.value : nil) ?? decimal.usualGrouping
    // No number of the sample has any sign: one that comes later with a sign would be a guess.
    let isGuess = decimalSign == nil && groupingSign == nil && found.decimalSign.certainty == .assumed
    if isGuess, found.groupingSign.certainty == .assumed { grouping = .none }
    if grouping.rawValue == decimal.rawValue { grouping = decimal.usualGrouping }
    let dialect = TabularDialect(
      encoding: found.encoding.value ?? .utf8, delimiter: found.delimiter.value ?? .comma, decimalSign: decimal,
      groupingSign: grouping, dateOrder: dateOrder ?? found.dateOrder.value ?? .ymd)
    let findings = [
      finding("encoding", dialect.encoding.rawValue, isStated: encoding != nil, found.encoding),
      finding("delimiter", dialect.delimiter.rawValue, isStated: delimiter != nil, found.delimiter),
      finding("decimal_sign", dialect.decimalSign.rawValue, isStated: decimalSign != nil, found.decimalSign),
      finding("grouping_sign", dialect.groupingSign.rawValue, isStated: groupingSign != nil, found.groupingSign),
      finding("date_order", dialect.dateOrder.rawValue, isStated: dateOrder != nil, found.dateOrder),
    ]
    return (dialect, findings)
  }

  private func finding<Value>(
    _ aspect: String, _ value: String, isStated: Bool, _ choice: TabularDetection.Choice<Value>
  ) -> ImportFinding {
    ImportFinding(
      aspect: aspect, value: value, certainty: isStated ? "stated" : choice.certainty.rawValue,
      evidence: choice.evidence)
  }
}

extension FieldType {
  /// Whether values are read by the order of dates.
  var needsDateOrder: Bool {
    switch self {
    case .date, .instant, .dateRange: true
    default: false
    }
  }

  /// Whether values are read by the decimal sign.
  var needsDecimalSign: Bool {
    switch self {
    case .integer, .decimal, .percent, .money, .geoPoint: true
    default: false
    }
  }
}
