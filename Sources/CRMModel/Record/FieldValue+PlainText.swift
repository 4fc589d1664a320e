extension FieldValue {
  /// The value as a text of its own: what a conversion to a text field keeps, and what a report shows.
  ///
  /// Numbers have a point before their decimals and nothing between their digits, dates and times are those of ISO 8601,
  /// amounts have their currency behind them (`12.50 EUR`), references their entity before them (`account/12`), codes
  /// stand with `; ` between them. Nothing depends on a language or a zone. A query's constants are written otherwise,
  /// see ``Formula/text``, and so are JSON's, see ``FieldJSON``.
  ///
  /// - Returns: Nil for null, and for file links and conditions, which have no text of their own.
  public var plainText: String? {
    switch self {
    case .null, .file, .condition: nil
    case .boolean(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .decimal(let value): value.description
    case .money(let value): value.description
    case .text(let value): value
    case .date(let value): value.description
    case .instant(let value): value.description
    case .timeOfDay(let value): value.description
    case .duration(let value): value.description
    case .zonedDateTime(let value): value.description
    case .interval(let value): value.description
    case .zonedInterval(let value): value.description
    case .dateRange(let value): value.description
    case .geoPoint(let value): FieldValue.text(of: value)
    case .personName(let value): value.full
    case .address(let value): FieldValue.text(of: value)
    case .phone(let value): value.description
    case .codes(let values): values.joined(separator: "; ")
    case .reference(let value): value.description
    }
  }

  private static func text(of point: GeoPoint) -> String { "\(point.latitude), \(point.longitude)" }

  private static func text(of address: PostalAddress) -> String {
    let parts = [address.street, address.city, address.region, address.postalCode, address.country].filter {
      !$0.isEmpty
    }
    return (parts + (address.location.map { [text(of: $0)] } ?? [])).joined(separator: ", ")
  }

  /// The value of a type that ``plainText`` writes as this text; nil for types whose text alone does not tell the value,
  /// such as picklists, references and amounts, and for those whose values are text.
  ///
  /// - Throws: ``ValueError`` of the type if the text is none of its values'.
  package init?(plainText text: String, as type: FieldType) throws(ValueError) {
    switch type {
    case .boolean:
      switch text {
      case "true": self = .boolean(true)
      case "false": self = .boolean(false)
      default: throw ValueError(.wrongType, "true or false expected", input: text)
      }
    case .integer: self = .integer(try ExactDecimal(text).scaledExactly(to: 0))
    case .decimal, .percent: self = .decimal(try ExactDecimal(text))
    case .date: self = .date(try CalendarDate(text))
    case .instant: self = .instant(try Instant(text))
    case .timeOfDay: self = .timeOfDay(try TimeOfDay(text))
    case .duration: self = .duration(try TimeSpan(text))
    case .zonedDateTime: self = .zonedDateTime(try ZonedDateTime(text))
    case .interval: self = .interval(try InstantInterval(text))
    case .zonedInterval: self = .zonedInterval(try ZonedInterval(text))
    case .dateRange: self = .dateRange(try DateRange(text))
    case .phone: self = .phone(try PhoneNumber(text))
    default: return nil
    }
  }
}
