/// How the value of a field is written in JSON, and back; the table of all types is in `Documentation/JSON.md`.
public enum FieldJSON {
  /// The JSON of a value.
  ///
  /// Numbers of a type with decimals are written with exactly that many, unless the value has more: nothing is rounded.
  /// A value of another kind than `type` tells is written as its own kind is. Empty names and addresses, unset
  /// intervals and references are null.
  public static func encode(_ value: FieldValue, as type: FieldType) -> JSONValue {
    switch value {
    case .null: .null
    case .boolean(let flag): .bool(flag)
    case .integer(let number): encode(number, as: type)
    case .decimal(let number): encode(number, as: type)
    case .text(let text): .string(text)
    case .date(let date): .string(date.description)
    case .instant(let instant): .string(instant.description)
    case .timeOfDay(let time): .string(time.description)
    case .duration(let span): .string(span.description)
    case .codes(let codes): .array(codes.map(JSONValue.string))
    case .reference(let id): encode(id, as: type)
    case .condition(let formula): .string(formula.text)
    default: encodeParts(value)
    }
  }

  private static func encode(_ number: Int64, as type: FieldType) -> JSONValue {
    switch type {
    case .decimal, .percent: encode(ExactDecimal(number), as: type)
    default: .number(JSONNumber(number))
    }
  }

  private static func encode(_ number: ExactDecimal, as type: FieldType) -> JSONValue {
    switch type {
    case .integer where number.isWhole: .number(JSONNumber(number))
    case .decimal(let scale), .percent(let scale): .string(text(of: number, scale: scale))
    default: .string(number.description)
    }
  }

  private static func text(of number: ExactDecimal, scale: Int) -> String {
    guard let stored = try? number.scaledExactly(to: scale) else { return number.description }
    return String(decimalMagnitude: stored.magnitude, scale: scale, isNegative: stored < 0)
  }

  private static func encode(_ id: AnyRecordID, as type: FieldType) -> JSONValue {
    if id.rawValue == 0 { return .null }
    if case .reference(.one(let entity)) = type, entity == id.entity { return .string(String(id.rawValue)) }
    return .object(JSONObject(distinct: members(of: id)))
  }

  /// A reference whose entity is not told by the schema.
  static func members(of id: AnyRecordID) -> [JSONObject.Member] {
    [JSONObject.Member("entity", .string(id.entity.rawValue)), JSONObject.Member("id", .string(String(id.rawValue)))]
  }
}
