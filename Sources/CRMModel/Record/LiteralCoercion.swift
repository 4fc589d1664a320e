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
    case .money(.fixed(let currency)): return .money(try Money(text, currency))
    case .reference(let targets):
      if let id = AnyRecordID(text) { return .reference(id) }
      guard case .one(let entity) = targets, let number = Int64(text) else {
        throw ValueError(.wrongType, "a record id expected", input: text)
      }
      return .reference(AnyRecordID(entity: entity, rawValue: number))
    default: return try FieldValue(plainText: text, as: type) ?? .text(text)
    }
  }
}
