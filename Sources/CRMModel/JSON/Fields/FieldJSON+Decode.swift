extension FieldJSON {
  /// The value that JSON tells for a field of a type; `null` is null.
  ///
  /// The value is checked as ``FieldCodec/encode(_:as:)`` checks it, so a text that is too long or an amount in another
  /// currency is refused here. Whether picklist codes and referenced records exist is found when the record is saved.
  ///
  /// - Parameters:
  ///   - json: As ``encode(_:as:)`` writes it, or one of the short forms that `Documentation/JSON.md` lists.
  ///   - type: With the workspace's currency filled in (``FieldType/resolved(currency:)``), so that a plain number is
  ///     an amount.
  ///   - zones: For wall-clock times given without the instants they mean; without it only UTC and fixed offsets are
  ///     known.
  /// - Throws: ``ValueError`` with code `wrong_type` for JSON of another kind, `unknown_field` for a key that the type
  ///   does not have, or what the value's own type throws.
  /// - Complexity: O(*n*).
  public static func decode(
    _ json: JSONValue, as type: FieldType, zones: ZoneDatabase = .fixed
  ) throws(ValueError) -> FieldValue {
    if json.isNull { return .null }
    let value = try read(json, as: type, zones: zones)
    // An amount in whatever currency cannot be checked further here.
    if case .money(.workspace) = type { return value }
    _ = try FieldCodec.encode(value, as: type)
    return value
  }

  private static func read(_ json: JSONValue, as type: FieldType, zones: ZoneDatabase) throws(ValueError) -> FieldValue
  {
    switch type {
    case .boolean:
      guard case .bool(let flag) = json else { throw wrongType("true or false expected") }
      return .boolean(flag)
    case .integer: return .integer(try decimal(json).scaledExactly(to: 0))
    case .decimal, .percent: return .decimal(try decimal(json))
    case .money(let currency): return .money(try money(json, currency))
    case .text, .longText, .email, .url, .autoNumber: return .text(try text(json))
    case .picklist: return .text(try code(json))
    case .picklistSet: return .codes(try codes(json))
    case .date: return .date(try CalendarDate(text(json)))
    case .instant: return .instant(try Instant(text(json)))
    case .timeOfDay: return .timeOfDay(try TimeOfDay(text(json)))
    case .duration: return .duration(try TimeSpan(text(json)))
    case .condition: return .condition(try condition(json))
    case .reference(let targets): return .reference(try reference(json, targets))
    case .phone: return .phone(try phone(json))
    default: return try readParts(json, as: type, zones: zones)
    }
  }

  static func wrongType(_ hint: String) -> ValueError { ValueError(.wrongType, hint) }

  static func text(_ json: JSONValue) throws(ValueError) -> String {
    guard case .string(let text) = json else { throw wrongType("a string expected") }
    return text
  }

  static func decimal(_ json: JSONValue) throws(ValueError) -> ExactDecimal {
    switch json {
    case .number(let number): return try number.decimal()
    case .string(let text): return try ExactDecimal(text)
    default: throw wrongType("a number, or a string with a number, expected")
    }
  }

  /// A picklist code; the empty text is no value.
  private static func code(_ json: JSONValue) throws(ValueError) -> String {
    let text = try text(json)
    return text.isEmpty ? text : try PicklistOption.checkedCode(text)
  }

  private static func codes(_ json: JSONValue) throws(ValueError) -> [String] {
    guard case .array(let values) = json else { throw wrongType("an array of strings expected") }
    var codes: [String] = []
    for value in values { codes.append(try PicklistOption.checkedCode(text(value))) }
    let sorted = codes.sorted { TextKey.compareBytes($0, $1) == .before }
    var distinct: [String] = []
    for code in sorted where distinct.last != code { distinct.append(code) }
    return distinct
  }

  private static func condition(_ json: JSONValue) throws(ValueError) -> Formula {
    let text = try text(json)
    do { return try Formula(text: text) } catch { throw ValueError(error.code, error.description, input: text) }
  }

  private static func money(_ json: JSONValue, _ currency: MoneyCurrency) throws(ValueError) -> Money {
    guard case .object = json else {
      guard case .fixed(let fixed) = currency else { throw wrongType("an object with amount and currency expected") }
      return try money(json, fixed)
    }
    let members = try JSONMembers(json, keys: ["amount", "currency"])
    if members["currency"] == nil, case .fixed(let fixed) = currency {
      return try money(members.required("amount"), fixed)
    }
    return try money(members.required("amount"), Currency(members.text("currency")))
  }

  private static func money(_ amount: JSONValue, _ currency: Currency) throws(ValueError) -> Money {
    if case .string(let text) = amount { return try Money(text, currency) }
    return try Money(exactly: decimal(amount), currency)
  }

  private static func reference(_ json: JSONValue, _ targets: ReferenceTargets) throws(ValueError) -> AnyRecordID {
    if case .one(let entity) = targets, case .string(let text) = json {
      return AnyRecordID(entity: entity, rawValue: try recordID(text))
    }
    guard case .object = json else {
      throw wrongType(targets.isPolymorphic ? "an object with entity and id expected" : "an id as a string expected")
    }
    let members = try JSONMembers(json, keys: ["entity", "id"])
    let id = try recordID(members.text("id"))
    if members["entity"] == nil, case .one(let entity) = targets { return AnyRecordID(entity: entity, rawValue: id) }
    let name = EntityName(try members.text("entity"))
    guard name.isValid else { throw ValueError(.badName, "the name of an entity expected", input: name.rawValue) }
    return AnyRecordID(entity: name, rawValue: id)
  }

  private static func recordID(_ text: String) throws(ValueError) -> Int64 {
    guard text.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }), let id = Int64(text), id > 0 else {
      throw ValueError(.notARecordID, "an id above 0 in decimal digits expected", input: text)
    }
    return id
  }
}
