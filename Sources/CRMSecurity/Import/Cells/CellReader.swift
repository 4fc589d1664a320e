import CRMModel

/// Reads the text of a cell as a value of a field's type, exactly or not at all.
struct CellReader {
  let dialect: TabularDialect
  let currency: Currency
  let zone: ZoneID
  let zones: ZoneDatabase
  var trimsText = false

  /// What a rule adds to a field's type.
  struct Manner {
    var scale: ExactDecimal?
    var currency: Currency?
  }

  /// The value of a cell; null for an empty one. `type` has the workspace's currency filled in.
  ///
  /// - Throws: ``ValueError`` for text that is no value of the type, or a value that does not fit it.
  func value(_ cell: String, as type: FieldType, _ manner: Manner) throws(ValueError) -> FieldValue {
    let text = keepsBlanks(type) ? cell : CellReader.trimmed(cell)
    if text.isEmpty { return .null }
    let value = try read(text, as: type, manner)
    switch (type, value) {
    case (.boolean, .boolean), (.integer, .integer), (.date, .date), (.instant, .instant): break
    default: _ = try FieldCodec.encode(value, as: type)
    }
    return value
  }

  private func keepsBlanks(_ type: FieldType) -> Bool {
    switch type {
    case .text, .longText: !trimsText
    default: false
    }
  }

  static func trimmed(_ text: String) -> String {
    // Most cells begin and end with something of ASCII that is seen; to find the first and last character takes longer.
    if let first = text.utf8.first, let last = text.utf8.last, isSeen(first), isSeen(last) { return text }
    guard let first = text.first, let last = text.last, first.isWhitespace || last.isWhitespace else { return text }
    let start = text.drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }

  private static func isSeen(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }

  private func read(_ text: String, as type: FieldType, _ manner: Manner) throws(ValueError) -> FieldValue {
    switch type {
    case .boolean: return .boolean(try CellReader.truth(text))
    case .integer: return .integer(try number(text, manner).scaledExactly(to: 0))
    case .decimal: return .decimal(try number(text, manner))
    case .percent: return .decimal(try number(text.hasSuffix("%") ? String(text.dropLast()) : text, manner))
    case .money(let currency): return .money(try money(text, currency, manner))
    case .text, .longText, .email, .url, .autoNumber, .condition: return .text(text)
    case .date: return .date(try date(text))
    case .instant: return .instant(try instant(text))
    case .picklist(let options): return .text(try CellReader.code(text, options))
    case .picklistSet(let options):
      var codes: [String] = []
      for part in text.split(separator: ";") {
        codes.append(try CellReader.code(CellReader.trimmed(String(part)), options))
      }
      return .codes(Set(codes).sorted())
    case .reference(let targets): return .reference(try CellReader.reference(text, targets))
    case .personName: return .personName(PersonName(last: text))
    case .timeOfDay, .duration, .zonedDateTime, .interval, .zonedInterval, .dateRange, .phone, .geoPoint, .address,
      .file:
      if let value = try FieldValue(plainText: text, as: type) { return value }
      throw ValueError(.wrongType, "a \(type.name) has several parts; the map says which column holds which part")
    }
  }

  private static func truth(_ text: String) throws(ValueError) -> Bool {
    switch text.lowercased() {
    case "true", "yes", "y", "1": return true
    case "false", "no", "n", "0": return false
    default: throw ValueError(.wrongType, "true or false, yes or no, 1 or 0 expected", input: text)
    }
  }

  private static func code(_ text: String, _ options: [PicklistOption]) throws(ValueError) -> String {
    if let exact = options.first(where: { $0.isActive && $0.code == text }) { return exact.code }
    let key = TextKey.folded(text)
    let close = options.filter { option in
      option.isActive
        && ([option.code, option.label.text] + option.label.translations.values).contains { TextKey.folded($0) == key }
    }
    guard close.count == 1, let option = close.first else {
      let known = options.filter(\.isActive).map(\.code).joined(separator: ", ")
      throw ValueError(.unknownCode, "one of \(known) expected", input: text)
    }
    return option.code
  }

  private static func reference(_ text: String, _ targets: ReferenceTargets) throws(ValueError) -> AnyRecordID {
    if let id = AnyRecordID(text) { return id }
    guard case .one(let entity) = targets, let number = Int64(text), number > 0 else {
      throw ValueError(
        .wrongType, "a record's id expected; to find records by another value, the map says how", input: text)
    }
    return AnyRecordID(entity: entity, rawValue: number)
  }
}
