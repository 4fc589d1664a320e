extension FieldColumns {
  /// Adds a row; what ``append(_:)`` does, for most values without a list of cells in between.
  ///
  /// - Throws: ``ValueError`` if the value does not fit the type; nothing is added then.
  package mutating func appendValue(_ value: FieldValue) throws(ValueError) {
    guard vectors.count == 1 else { return try append(value) }
    switch (type, value) {
    case (_, .null): vectors[0].append(.null)
    case (.text(let maxLength), .text(let text)):
      let normal = try TextKey.normalized(text, within: TextLimits(scalars: maxLength))
      vectors[0].append(normal.isEmpty ? .null : .text(normal))
    case (.boolean, .boolean(let flag)): vectors[0].append(flag ? 1 : 0)
    case (.integer, .integer(let number)): vectors[0].append(number)
    case (.date, .date(let date)): vectors[0].append(Int64(date.daysSinceEpoch))
    case (.instant, .instant(let instant)): vectors[0].append(instant.microsecondsSinceEpoch)
    case (.money(.fixed(let currency)), .money(let money)) where money.currency == currency:
      vectors[0].append(money.minorAmount)
    case (.reference(.one(let entity)), .reference(let id)) where id.entity == entity && id.rawValue != 0:
      vectors[0].append(id.rawValue)
    default: try append(value)
    }
  }
}
