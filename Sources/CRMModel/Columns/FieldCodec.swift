/// How a field's value lies in its columns, and back.
///
/// Encoding checks that the value fits the type: kind, scale, length, normal form, currency. It never rounds. Decoding accepts
/// whatever a row may hold: cells that make no value of the type read as null.
public enum FieldCodec {
  /// The cells of a value, one for each of the type's columns.
  ///
  /// Empty text, empty codes and composite values without any part are null. Money of a fixed currency must be of that currency; the
  /// workspace's currency must have been filled in (``FieldType/resolved(currency:)``).
  ///
  /// - Throws: ``ValueError`` with code `wrong_type`, `currency_mismatch`, `text_too_long`, `out_of_range` and the like.
  public static func encode(_ value: FieldValue, as type: FieldType) throws(ValueError) -> [Scalar] {
    if value.isNull { return nulls(of: type) }
    switch type {
    case .boolean, .integer, .decimal, .percent, .date, .instant, .timeOfDay, .duration:
      return [.integer(try encodeCell(value, as: type))]
    case .text(let maxLength):
      return [try encodeText(value, within: TextLimits(scalars: maxLength))]
    case .longText:
      return [try encodeText(value, within: .longText)]
    case .email, .url, .picklist, .autoNumber, .picklistSet, .condition:
      return [try encodeSpecialText(value, as: type)]
    case .money(let currency):
      return try encodeMoney(value, currency)
    case .reference(let targets):
      return try encodeReference(value, targets)
    case .zonedDateTime, .interval, .zonedInterval, .dateRange, .geoPoint, .personName, .address, .phone, .file:
      return try encodeComposite(value, as: type)
    }
  }

  /// One null for each of the type's columns.
  static func nulls(of type: FieldType) -> [Scalar] { Array(repeating: .null, count: type.columns.count) }

  static func wrongType(_ type: FieldType) -> ValueError {
    ValueError(.wrongType, "a value of type \(type.name) expected")
  }

  private static func encodeCell(_ value: FieldValue, as type: FieldType) throws(ValueError) -> Int64 {
    switch (type, value) {
    case (.boolean, .boolean(let flag)): return flag ? 1 : 0
    case (.integer, .integer(let number)): return number
    case (.integer, .decimal(let number)) where number.isWhole: return try number.scaledExactly(to: 0)
    case (.decimal(let scale), .decimal(let number)), (.percent(let scale), .decimal(let number)):
      return try number.scaledExactly(to: scale)
    case (.decimal(let scale), .integer(let number)), (.percent(let scale), .integer(let number)):
      return try ExactDecimal(number).scaledExactly(to: scale)
    case (.date, .date(let date)): return Int64(date.daysSinceEpoch)
    case (.instant, .instant(let instant)): return instant.microsecondsSinceEpoch
    case (.timeOfDay, .timeOfDay(let time)): return time.microsecondsSinceMidnight
    case (.duration, .duration(let span)): return span.microseconds
    default: throw wrongType(type)
    }
  }

  private static func encodeText(_ value: FieldValue, within limits: TextLimits) throws(ValueError) -> Scalar {
    guard case .text(let text) = value else { throw ValueError(.wrongType, "a text expected") }
    let normal = try TextKey.normalized(text, within: limits)
    return normal.isEmpty ? .null : .text(normal)
  }

  private static func encodeSpecialText(_ value: FieldValue, as type: FieldType) throws(ValueError) -> Scalar {
    switch (type, value) {
    case (.condition, .condition(let formula)):
      guard !formula.isTooDeepForText else {
        throw ValueError(.tooDeep, "a condition may nest \(Formula.deepestNesting) levels")
      }
      return .text(formula.text)
    case (.condition, .text(let text)):
      do { return .text(try Formula(text: text).text) } catch {
        throw ValueError(error.code, error.description, input: text)
      }
    case (.picklistSet, .codes(let codes)): return codes.isEmpty ? .null : .text(storedCodes(codes))
    case (.picklistSet, .text(let code)): return code.isEmpty ? .null : .text(storedCodes([code]))
    case (_, .text(let text)) where text.isEmpty: return .null
    case (.email, .text(let text)): return .text(try EmailAddress(text).description)
    case (.url, .text(let text)): return .text(try WebAddress(text).description)
    case (.picklist, .text(let text)), (.autoNumber, .text(let text)): return try encodeText(.text(text), within: .text)
    default: throw wrongType(type)
    }
  }

  private static func storedCodes(_ codes: [String]) -> String {
    ";" + Set(codes).sorted().joined(separator: ";") + ";"
  }

  private static func encodeMoney(_ value: FieldValue, _ currency: MoneyCurrency) throws(ValueError) -> [Scalar] {
    guard case .money(let money) = value else {
      guard case .fixed(let fixed) = currency, let number = value.plainNumber else { throw wrongType(.money(currency)) }
      return [.integer(try Money(exactly: number, fixed).minorAmount)]
    }
    switch currency {
    case .any: return [.integer(money.minorAmount), .text(money.currency.code)]
    case .fixed(let fixed) where fixed == money.currency: return [.integer(money.minorAmount)]
    case .fixed(let fixed): throw ValueError(.currencyMismatch, "an amount in \(fixed.code) expected")
    case .workspace: throw ValueError(.currencyMismatch, "the workspace's currency is not known here")
    }
  }

  private static func encodeReference(_ value: FieldValue, _ targets: ReferenceTargets) throws(ValueError) -> [Scalar] {
    let id: AnyRecordID
    switch (value, targets) {
    case (.reference(let given), _): id = given
    case (.integer(let number), .one(let entity)): id = AnyRecordID(entity: entity, rawValue: number)
    case (.text(let text), .one(let entity)):
      guard let number = Int64(text) ?? AnyRecordID(text)?.rawValue else { throw wrongType(.reference(targets)) }
      id = AnyRecordID(text) ?? AnyRecordID(entity: entity, rawValue: number)
    case (.text(let text), _):
      guard let given = AnyRecordID(text) else { throw wrongType(.reference(targets)) }
      id = given
    default: throw wrongType(.reference(targets))
    }
    guard targets.contains(id.entity) else {
      throw ValueError(.wrongType, "a reference to \(targets.description) expected")
    }
    if id.rawValue == 0 { return nulls(of: .reference(targets)) }
    return targets.isPolymorphic ? [.integer(id.rawValue), .text(id.entity.rawValue)] : [.integer(id.rawValue)]
  }
}
