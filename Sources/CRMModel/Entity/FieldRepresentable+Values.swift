extension String: FieldRepresentable, OrderedField {
  /// One line of text of at most 255 Unicode scalars; give the field line a type for more.
  public static var fieldType: FieldType { .text }
  /// The text; null for empty text.
  public var fieldValue: FieldValue { isEmpty ? .null : .text(self) }
  /// Empty for null; nil for a value of another kind.
  public init?(fieldValue: FieldValue) {
    switch fieldValue {
    case .text(let value): self = value
    case .null: self = ""
    default: return nil
    }
  }

  /// Reads a whole column without going through ``FieldValue``.
  public static func load(_ columns: FieldColumns, into target: StridedProperty<String>) {
    guard columns.vectors.count == 1, case .texts(let texts) = columns.vectors[0] else { return }
    for row in 0..<Swift.min(texts.count, target.count) { target[row] = texts[row] ?? "" }
  }

  /// Reads a whole column without going through ``FieldValue``.
  public static func loadOptionals(_ columns: FieldColumns, into target: StridedProperty<String?>) {
    guard columns.vectors.count == 1, case .texts(let texts) = columns.vectors[0] else { return }
    for row in 0..<Swift.min(texts.count, target.count) { target[row] = texts[row] }
  }

  /// Writes a whole column without going through ``FieldValue``.
  public static func store(_ source: StridedProperty<String>, into columns: inout FieldColumns) throws(ValueError) {
    try storeTexts(source.count, into: &columns) { source[$0] }
  }

  /// Writes a whole column without going through ``FieldValue``.
  public static func storeOptionals(
    _ source: StridedProperty<String?>, into columns: inout FieldColumns
  ) throws(ValueError) {
    try storeTexts(source.count, into: &columns) { source[$0] }
  }

  @inline(__always)
  private static func storeTexts(
    _ count: Int, into columns: inout FieldColumns, text: (Int) -> String?
  ) throws(ValueError) {
    guard columns.count == 0, let limits = columns.type.plainTextLimits else {
      for row in 0..<count { try columns.append(text(row)?.fieldValue ?? .null) }
      return
    }
    var texts: [String?] = []
    texts.reserveCapacity(count)
    for row in 0..<count {
      guard let text = text(row), !text.isEmpty else {
        texts.append(nil)
        continue
      }
      do throws(ValueError) {
        let normal = try TextKey.normalized(text, within: limits)
        texts.append(normal.isEmpty ? nil : normal)
      } catch {
        // How many rows there are tells which one is wrong.
        columns.vectors = [.texts(texts)]
        throw error
      }
    }
    columns.vectors = [.texts(texts)]
  }
}

extension ExactDecimal: FieldRepresentable, OrderedField {
  /// A number with two decimals; give the field line a type for another scale.
  public static var fieldType: FieldType { .decimal(scale: 2) }
  /// The value.
  public var fieldValue: FieldValue { .decimal(self) }
  /// Zero for null; nil for a value of another kind.
  public init?(fieldValue: FieldValue) {
    switch fieldValue {
    case .decimal(let value): self = value
    case .integer(let value): self.init(value)
    case .null: self = .zero
    default: return nil
    }
  }

  /// Reads a whole column without going through ``FieldValue``.
  public static func load(_ columns: FieldColumns, into target: StridedProperty<ExactDecimal>) {
    for (row, cell) in columns.decimals(target.count) { target[row] = cell ?? .zero }
  }

  /// Reads a whole column without going through ``FieldValue``.
  public static func loadOptionals(_ columns: FieldColumns, into target: StridedProperty<ExactDecimal?>) {
    for (row, cell) in columns.decimals(target.count) { target[row] = cell }
  }

  /// Writes a whole column without going through ``FieldValue``.
  public static func store(_ source: StridedProperty<ExactDecimal>, into columns: inout FieldColumns) throws(ValueError)
  {
    try columns.store(decimals: source.count) { source[$0] }
  }

  /// Writes a whole column without going through ``FieldValue``.
  public static func storeOptionals(
    _ source: StridedProperty<ExactDecimal?>, into columns: inout FieldColumns
  ) throws(ValueError) {
    try columns.store(decimals: source.count) { source[$0] }
  }
}

extension Percent: FieldRepresentable, OrderedField {
  /// Per cent points with two decimals.
  public static var fieldType: FieldType { .percent }
  /// The per cent points.
  public var fieldValue: FieldValue { .decimal(points) }
  /// Zero for null; nil for a value of another kind or out of range.
  public init?(fieldValue: FieldValue) {
    guard let points = ExactDecimal(fieldValue: fieldValue), let value = try? Percent(points) else { return nil }
    self = value
  }

  /// Reads a whole column without going through ``FieldValue``.
  public static func load(_ columns: FieldColumns, into target: StridedProperty<Percent>) {
    for (row, cell) in columns.decimals(target.count) { target[row] = cell.flatMap { try? Percent($0) } ?? .zero }
  }

  /// Reads a whole column without going through ``FieldValue``.
  public static func loadOptionals(_ columns: FieldColumns, into target: StridedProperty<Percent?>) {
    for (row, cell) in columns.decimals(target.count) { target[row] = cell.flatMap { try? Percent($0) } }
  }

  /// Writes a whole column without going through ``FieldValue``.
  public static func store(_ source: StridedProperty<Percent>, into columns: inout FieldColumns) throws(ValueError) {
    try columns.store(decimals: source.count) { source[$0].points }
  }

  /// Writes a whole column without going through ``FieldValue``.
  public static func storeOptionals(
    _ source: StridedProperty<Percent?>, into columns: inout FieldColumns
  ) throws(ValueError) {
    try columns.store(decimals: source.count) { source[$0]?.points }
  }
}

extension AnyRecordID: FieldRepresentable {
  /// A reference to a record of any entity; give the field line a type to name some.
  public static var fieldType: FieldType { .reference(.any) }
  /// The reference.
  public var fieldValue: FieldValue { rawValue == 0 ? .null : .reference(self) }
  /// No reference, with 0 for the id, for null; nil for a value of another kind.
  public init?(fieldValue: FieldValue) {
    switch fieldValue {
    case .reference(let value): self = value
    case .null: self.init(entity: "", rawValue: 0)
    default: return nil
    }
  }
}

extension ZonedInterval: FieldRepresentable {
  /// A stretch of wall-clock time with zone.
  public static var fieldType: FieldType { .zonedInterval }
  /// The value; null for ``unset``.
  public var fieldValue: FieldValue { isUnset ? .null : .zonedInterval(self) }
  /// ``unset`` for null; nil for a value of another kind.
  public init?(fieldValue: FieldValue) {
    switch fieldValue {
    case .zonedInterval(let value): self = value
    case .null: self = .unset
    default: return nil
    }
  }
}

extension ZonedDateTime: FieldRepresentable {
  /// Wall-clock time with zone.
  public static var fieldType: FieldType { .zonedDateTime }
  /// The value.
  public var fieldValue: FieldValue { .zonedDateTime(self) }
  /// Nil for anything but such a time.
  public init?(fieldValue: FieldValue) {
    guard case .zonedDateTime(let value) = fieldValue else { return nil }
    self = value
  }
}

extension InstantInterval: FieldRepresentable {
  /// A stretch between moments.
  public static var fieldType: FieldType { .interval }
  /// The value.
  public var fieldValue: FieldValue { .interval(self) }
  /// Nil for anything but such a stretch.
  public init?(fieldValue: FieldValue) {
    guard case .interval(let value) = fieldValue else { return nil }
    self = value
  }
}

extension DateRange: FieldRepresentable {
  /// A range of dates.
  public static var fieldType: FieldType { .dateRange }
  /// The value.
  public var fieldValue: FieldValue { .dateRange(self) }
  /// Nil for anything but a range of dates.
  public init?(fieldValue: FieldValue) {
    guard case .dateRange(let value) = fieldValue else { return nil }
    self = value
  }
}

extension GeoPoint: FieldRepresentable {
  /// A place.
  public static var fieldType: FieldType { .geoPoint }
  /// The value.
  public var fieldValue: FieldValue { .geoPoint(self) }
  /// Nil for anything but a place.
  public init?(fieldValue: FieldValue) {
    guard case .geoPoint(let value) = fieldValue else { return nil }
    self = value
  }
}

extension PersonName: FieldRepresentable {
  /// A person's name.
  public static var fieldType: FieldType { .personName }
  /// The name; null if all parts are empty.
  public var fieldValue: FieldValue { isEmpty ? .null : .personName(self) }
  /// Empty for null; nil for a value of another kind.
  public init?(fieldValue: FieldValue) {
    switch fieldValue {
    case .personName(let value): self = value
    case .null: self.init()
    default: return nil
    }
  }
}

extension PostalAddress: FieldRepresentable {
  /// A postal address.
  public static var fieldType: FieldType { .address }
  /// The address; null if all parts are empty.
  public var fieldValue: FieldValue { isEmpty ? .null : .address(self) }
  /// Empty for null; nil for a value of another kind.
  public init?(fieldValue: FieldValue) {
    switch fieldValue {
    case .address(let value): self = value
    case .null: self.init()
    default: return nil
    }
  }
}

extension EmailAddress: FieldRepresentable {
  /// An email address.
  public static var fieldType: FieldType { .email }
  /// The address as text.
  public var fieldValue: FieldValue { .text(description) }
  /// Nil for anything but a text that is an address.
  public init?(fieldValue: FieldValue) {
    guard case .text(let text) = fieldValue, let value = try? EmailAddress(text) else { return nil }
    self = value
  }
}

extension PhoneNumber: FieldRepresentable {
  /// A phone number.
  public static var fieldType: FieldType { .phone }
  /// The value.
  public var fieldValue: FieldValue { .phone(self) }
  /// Nil for anything but a phone number.
  public init?(fieldValue: FieldValue) {
    guard case .phone(let value) = fieldValue else { return nil }
    self = value
  }
}

extension WebAddress: FieldRepresentable {
  /// An http or https address.
  public static var fieldType: FieldType { .url }
  /// The address as text.
  public var fieldValue: FieldValue { .text(description) }
  /// Nil for anything but a text that is an address.
  public init?(fieldValue: FieldValue) {
    guard case .text(let text) = fieldValue, let value = try? WebAddress(text) else { return nil }
    self = value
  }
}

extension FileLink: FieldRepresentable {
  /// A link to a file.
  public static var fieldType: FieldType { .file }
  /// The value.
  public var fieldValue: FieldValue { .file(self) }
  /// Nil for anything but a link to a file.
  public init?(fieldValue: FieldValue) {
    guard case .file(let value) = fieldValue else { return nil }
    self = value
  }
}

extension Formula: FieldRepresentable {
  /// A stored condition; the field line has to say on which entity, so its type must be given.
  public static var fieldType: FieldType { .condition(on: "") }
  /// The value.
  public var fieldValue: FieldValue { .condition(self) }
  /// Nil for anything but a condition.
  public init?(fieldValue: FieldValue) {
    guard case .condition(let value) = fieldValue else { return nil }
    self = value
  }
}

extension PicklistSet: FieldRepresentable {
  /// Any number of the code type's options.
  public static var fieldType: FieldType { .picklistSet(Code.options) }
  /// The codes; null if there are none.
  public var fieldValue: FieldValue { isEmpty ? .null : .codes(codes.map(\.rawValue)) }
  /// Empty for null; nil for a value of another kind or a code against the grammar.
  public init?(fieldValue: FieldValue) {
    switch fieldValue {
    case .codes(let codes):
      guard let value = try? PicklistSet(codes.map(Code.init(rawValue:))) else { return nil }
      self = value
    case .null: self.init()
    default: return nil
    }
  }
}

extension PicklistCode {
  /// One of the type's options.
  public static var fieldType: FieldType { .picklist(options) }
  /// The code; null for the empty code.
  public var fieldValue: FieldValue { rawValue.isEmpty ? .null : .text(rawValue) }
  /// The empty code for null; nil for a value of another kind.
  public init?(fieldValue: FieldValue) {
    switch fieldValue {
    case .text(let code): self.init(rawValue: code)
    case .null: self.init(rawValue: "")
    default: return nil
    }
  }
}
