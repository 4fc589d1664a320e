package import CRMModel

/// Reads a constant as a value of a field's type: texts become dates, codes, references; numbers become decimals and amounts.
package enum LiteralCoercion {
  /// The value as one of `type`.
  ///
  /// - Throws: ``ValueError`` if the constant cannot be one; its code says why.
  package static func coerce(_ value: FieldValue, to type: FieldType) throws(ValueError) -> FieldValue {
    switch value {
    case .text(let text): try coerce(text: text, to: type)
    case .integer(let number): try coerce(number: ExactDecimal(number), original: value, to: type)
    case .decimal(let number): try coerce(number: number, original: value, to: type)
    default: value
    }
  }

  private static func coerce(
    number: ExactDecimal, original: FieldValue, to type: FieldType
  ) throws(ValueError) -> FieldValue {
    switch type {
    case .decimal, .percent: .decimal(number)
    case .integer where number.isWhole: .integer(try number.scaledExactly(to: 0))
    case .money(.fixed(let currency)): .money(try Money(exactly: number, currency))
    case .reference(.one(let entity)) where number.isWhole:
      .reference(AnyRecordID(entity: entity, rawValue: try number.scaledExactly(to: 0)))
    default: original
    }
  }

  private static func coerce(text: String, to type: FieldType) throws(ValueError) -> FieldValue {
    switch type {
    case .boolean:
      switch text {
      case "true": return .boolean(true)
      case "false": return .boolean(false)
      default: throw ValueError(.wrongType, "true or false expected", input: text)
      }
    case .integer: return .integer(try ExactDecimal(text).scaledExactly(to: 0))
    case .decimal, .percent: return .decimal(try ExactDecimal(text))
    case .money(.fixed(let currency)): return .money(try Money(text, currency))
    case .date: return .date(try CalendarDate(text))
    case .instant: return .instant(try Instant(text))
    case .timeOfDay: return .timeOfDay(try TimeOfDay(text))
    case .duration: return .duration(try TimeSpan(text))
    case .zonedDateTime: return .zonedDateTime(try ZonedDateTime(text))
    case .interval: return .interval(try InstantInterval(text))
    case .zonedInterval: return .zonedInterval(try ZonedInterval(text))
    case .dateRange: return .dateRange(try DateRange(text))
    case .phone: return .phone(try PhoneNumber(text))
    case .reference(let targets):
      if let id = AnyRecordID(text) { return .reference(id) }
      guard case .one(let entity) = targets, let number = Int64(text) else {
        throw ValueError(.wrongType, "a record id expected", input: text)
      }
      return .reference(AnyRecordID(entity: entity, rawValue: number))
    default: return .text(text)
    }
  }
}
