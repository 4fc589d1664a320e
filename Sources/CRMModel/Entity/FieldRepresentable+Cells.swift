extension Bool: CellRepresentable {
  /// True or false.
  public static var fieldType: FieldType { .boolean }
  /// The value.
  public var fieldValue: FieldValue { .boolean(self) }
  /// False for null; nil for a value of another kind.
  public init?(fieldValue: FieldValue) {
    switch fieldValue {
    case .boolean(let value): self = value
    case .null: self = false
    default: return nil
    }
  }
  /// The value of a cell.
  public init(cell: Int64, type: FieldType) { self = cell != 0 }
  /// The cell.
  public var cell: Int64? { self ? 1 : 0 }
}

extension Int: CellRepresentable, OrderedField {
  /// A whole number.
  public static var fieldType: FieldType { .integer }
  /// The value.
  public var fieldValue: FieldValue { .integer(Int64(self)) }
  /// Zero for null; nil for a value of another kind.
  public init?(fieldValue: FieldValue) {
    switch fieldValue {
    case .integer(let value): self.init(exactly: value)
    case .decimal(let value) where value.isWhole:
      guard let whole = try? value.scaledExactly(to: 0) else { return nil }
      self.init(exactly: whole)
    case .null: self = 0
    default: return nil
    }
  }
  /// The value of a cell.
  public init(cell: Int64, type: FieldType) { self.init(truncatingIfNeeded: cell) }
  /// The cell.
  public var cell: Int64? { Int64(self) }
}

extension Int64: CellRepresentable, OrderedField {
  /// A whole number.
  public static var fieldType: FieldType { .integer }
  /// The value.
  public var fieldValue: FieldValue { .integer(self) }
  /// Zero for null; nil for a value of another kind.
  public init?(fieldValue: FieldValue) {
    switch fieldValue {
    case .integer(let value): self = value
    case .decimal(let value) where value.isWhole:
      guard let whole = try? value.scaledExactly(to: 0) else { return nil }
      self = whole
    case .null: self = 0
    default: return nil
    }
  }
  /// The value of a cell.
  public init(cell: Int64, type: FieldType) { self = cell }
  /// The cell.
  public var cell: Int64? { self }
}

extension Money: CellRepresentable, OrderedField {
  /// An amount in the workspace's currency; give the field line a type for another one.
  public static var fieldType: FieldType { .money(.workspace) }
  /// The value.
  public var fieldValue: FieldValue { .money(self) }
  /// Nil for anything but money; there is no empty amount.
  public init?(fieldValue: FieldValue) {
    guard case .money(let value) = fieldValue else { return nil }
    self = value
  }
  /// The value of a cell.
  public init(cell: Int64, type: FieldType) {
    if case .money(.fixed(let currency)) = type {
      self.init(minor: cell, currency)
    } else {
      self.init(minor: cell, .usd)
    }
  }
  /// The cell.
  public var cell: Int64? { minorAmount }
  /// Whether the field is kept in one currency.
  public static func isKept(by type: FieldType) -> Bool { if case .money(.fixed) = type { true } else { false } }
  /// Whether the field's currency is the amount's.
  public func fits(_ type: FieldType) -> Bool {
    if case .money(.fixed(let fixed)) = type { fixed == currency } else { false }
  }
}

extension CalendarDate: CellRepresentable, MomentField {
  /// A calendar date.
  public static var fieldType: FieldType { .date }
  /// The value.
  public var fieldValue: FieldValue { .date(self) }
  /// Nil for anything but a date.
  public init?(fieldValue: FieldValue) {
    guard case .date(let value) = fieldValue else { return nil }
    self = value
  }
  /// The value of a cell.
  public init(cell: Int64, type: FieldType) {
    self = CalendarDate(daysSinceEpoch: Int(truncatingIfNeeded: cell)) ?? .minimum
  }
  /// The cell.
  public var cell: Int64? { Int64(daysSinceEpoch) }
}

extension Instant: CellRepresentable, MomentField {
  /// A moment.
  public static var fieldType: FieldType { .instant }
  /// The value.
  public var fieldValue: FieldValue { .instant(self) }
  /// Nil for anything but a moment.
  public init?(fieldValue: FieldValue) {
    guard case .instant(let value) = fieldValue else { return nil }
    self = value
  }
  /// The value of a cell.
  public init(cell: Int64, type: FieldType) { self = Instant(microsecondsSinceEpoch: cell) ?? .epoch }
  /// The cell.
  public var cell: Int64? { microsecondsSinceEpoch }
}

extension TimeOfDay: CellRepresentable, OrderedField {
  /// A time on the clock.
  public static var fieldType: FieldType { .timeOfDay }
  /// The value.
  public var fieldValue: FieldValue { .timeOfDay(self) }
  /// Nil for anything but a time.
  public init?(fieldValue: FieldValue) {
    guard case .timeOfDay(let value) = fieldValue else { return nil }
    self = value
  }
  /// The value of a cell.
  public init(cell: Int64, type: FieldType) { self = TimeOfDay(microsecondsSinceMidnight: cell) ?? .midnight }
  /// The cell.
  public var cell: Int64? { microsecondsSinceMidnight }
}

extension TimeSpan: CellRepresentable, OrderedField {
  /// An elapsed time.
  public static var fieldType: FieldType { .duration }
  /// The value.
  public var fieldValue: FieldValue { .duration(self) }
  /// Zero for null; nil for a value of another kind.
  public init?(fieldValue: FieldValue) {
    switch fieldValue {
    case .duration(let value): self = value
    case .null: self = .zero
    default: return nil
    }
  }
  /// The value of a cell.
  public init(cell: Int64, type: FieldType) { self = TimeSpan(microseconds: cell) ?? .zero }
  /// The cell.
  public var cell: Int64? { microseconds }
}

extension RecordID: FieldRepresentable, CellRepresentable {
  /// A reference to a record of the entity.
  public static var fieldType: FieldType { .reference(.one(E.name)) }
  /// The reference; null for ``unset``.
  public var fieldValue: FieldValue { isUnset ? .null : .reference(erased) }
  /// ``unset`` for null; nil for a record of another entity or a value of another kind.
  public init?(fieldValue: FieldValue) {
    switch fieldValue {
    case .reference(let id) where id.entity == E.name: self.init(rawValue: id.rawValue)
    case .null: self = .unset
    default: return nil
    }
  }
  /// The value of a cell.
  public init(cell: Int64, type: FieldType) { self.init(rawValue: cell) }
  /// The cell.
  public var cell: Int64? { isUnset ? nil : rawValue }
}
