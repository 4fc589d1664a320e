extension FieldCodec {
  /// The value that cells hold; null if they make none.
  public static func decode(_ cells: [Scalar], as type: FieldType) -> FieldValue {
    if cells.count == 1 { return decode(cells[0], as: type) }
    guard let first = cells.first, cells.count == type.columns.count else { return .null }
    switch type {
    case .personName, .address: return decodeParts(cells, as: type)
    default: return first.isNull ? .null : decodeComposite(cells, as: type) ?? .null
    }
  }

  /// The value that the only cell of a plain field holds; null if it makes none.
  package static func decode(_ cell: Scalar, as type: FieldType) -> FieldValue {
    switch cell {
    case .integer(let cell): decodeCell(cell, as: type)
    case .text(let text): decodeText(text, as: type)
    case .null, .real: .null
    }
  }

  static func decodeCell(_ cell: Int64, as type: FieldType) -> FieldValue {
    switch type {
    case .boolean: return .boolean(cell != 0)
    case .integer: return .integer(cell)
    case .decimal(let scale), .percent(let scale):
      return (try? ExactDecimal(scaledValue: cell, scale: scale)).map(FieldValue.decimal) ?? .null
    case .money(.fixed(let currency)): return .money(Money(minor: cell, currency))
    case .date: return Int(exactly: cell).flatMap(CalendarDate.init(daysSinceEpoch:)).map(FieldValue.date) ?? .null
    case .instant: return Instant(microsecondsSinceEpoch: cell).map(FieldValue.instant) ?? .null
    case .timeOfDay: return TimeOfDay(microsecondsSinceMidnight: cell).map(FieldValue.timeOfDay) ?? .null
    case .duration: return TimeSpan(microseconds: cell).map(FieldValue.duration) ?? .null
    case .reference(.one(let entity)): return .reference(AnyRecordID(entity: entity, rawValue: cell))
    default: return .null
    }
  }

  private static func decodeText(_ text: String, as type: FieldType) -> FieldValue {
    switch type {
    case .text, .longText, .email, .url, .picklist, .autoNumber: .text(text)
    case .picklistSet: .codes(text.split(separator: ";").map(String.init))
    case .condition: (try? Formula(text: text)).map(FieldValue.condition) ?? .null
    default: .null
    }
  }

  private static func decodeParts(_ cells: [Scalar], as type: FieldType) -> FieldValue {
    let texts = cells.map { $0.textValue ?? "" }
    if case .personName = type {
      let name = PersonName(salutation: texts[0], first: texts[1], middle: texts[2], last: texts[3], suffix: texts[4])
      return name.isEmpty ? .null : .personName(name)
    }
    var address = PostalAddress(
      street: texts[0], city: texts[1], region: texts[2], postalCode: texts[3], country: texts[4])
    if let latitude = cells[5].realValue, let longitude = cells[6].realValue {
      address.location = try? GeoPoint(latitude: latitude, longitude: longitude)
    }
    return address.isEmpty ? .null : .address(address)
  }

  private static func decodeComposite(_ cells: [Scalar], as type: FieldType) -> FieldValue? {
    let integers = cells.map(\.integerValue)
    let texts = cells.map(\.textValue)
    switch type {
    case .money(.any):
      guard let amount = integers[0], let code = texts[1], let currency = try? Currency(code) else { return nil }
      return .money(Money(minor: amount, currency))
    case .zonedDateTime:
      guard let instant = instant(integers[0]), let local = local(integers[1]), let zone = zone(texts[2]) else {
        return nil
      }
      return ZonedDateTime(storedLocal: local, zone: zone, instant: instant).map(FieldValue.zonedDateTime)
    case .interval:
      guard let start = instant(integers[0]), let end = instant(integers[1]) else { return nil }
      return (try? InstantInterval(from: start, to: end)).map(FieldValue.interval)
    case .zonedInterval:
      guard let start = instant(integers[0]), let end = instant(integers[1]), let localStart = local(integers[2]),
        let localEnd = local(integers[3]), let zone = zone(texts[4])
      else { return nil }
      return ZonedInterval(storedLocalStart: localStart, localEnd: localEnd, zone: zone, start: start, end: end)
        .map(FieldValue.zonedInterval)
    case .dateRange:
      guard let start = date(integers[0]), let end = date(integers[1]) else { return nil }
      return (try? DateRange(from: start, to: end)).map(FieldValue.dateRange)
    case .geoPoint:
      guard let latitude = cells[0].realValue, let longitude = cells[1].realValue else { return nil }
      return (try? GeoPoint(latitude: latitude, longitude: longitude)).map(FieldValue.geoPoint)
    case .phone:
      guard let text = texts[0] else { return nil }
      return PhoneNumber(stored: text, key: texts[1]).map(FieldValue.phone)
    case .reference:
      guard let id = integers[0], let entity = texts[1] else { return nil }
      return .reference(AnyRecordID(entity: EntityName(entity), rawValue: id))
    case .file:
      guard let digest = texts[0], let name = texts[1], let mediaType = texts[2], let size = integers[3] else {
        return nil
      }
      return (try? FileLink(digest: digest, name: name, mediaType: mediaType, size: size)).map(FieldValue.file)
    default: return nil
    }
  }

  private static func instant(_ cell: Int64?) -> Instant? { cell.flatMap(Instant.init(microsecondsSinceEpoch:)) }
  private static func local(_ cell: Int64?) -> LocalDateTime? {
    cell.flatMap(LocalDateTime.init(microsecondsSinceEpoch:))
  }
  private static func zone(_ text: String?) -> ZoneID? { text.flatMap { try? ZoneID($0) } }
  private static func date(_ cell: Int64?) -> CalendarDate? {
    cell.flatMap { Int(exactly: $0) }.flatMap(CalendarDate.init(daysSinceEpoch:))
  }
}
