/// The value of one field of one record.
///
/// Several ``FieldType``s share a case: percents are `decimal`; picklist codes, emails, web addresses and automatic numbers are `text`.
///
/// What takes more room than an exact number lies apart, so that a value takes 32 bytes and not the 112 of an address: records without types are
/// arrays of values.
public enum FieldValue: Hashable, Sendable {
  /// No value.
  case null
  /// True or false.
  case boolean(Bool)
  /// A whole number.
  case integer(Int64)
  /// An exact number; also per cent points.
  case decimal(ExactDecimal)
  /// An amount of money.
  case money(Money)
  /// Text; also picklist codes, emails, web addresses and automatic numbers.
  case text(String)
  /// A calendar date.
  case date(CalendarDate)
  /// A moment.
  case instant(Instant)
  /// A time on the clock.
  case timeOfDay(TimeOfDay)
  /// An elapsed time.
  case duration(TimeSpan)
  /// Wall-clock time with zone.
  indirect case zonedDateTime(ZonedDateTime)
  /// A stretch between moments.
  case interval(InstantInterval)
  /// A stretch of wall-clock time with zone.
  indirect case zonedInterval(ZonedInterval)
  /// A range of dates.
  case dateRange(DateRange)
  /// A place.
  case geoPoint(GeoPoint)
  /// A person's name.
  indirect case personName(PersonName)
  /// A postal address.
  indirect case address(PostalAddress)
  /// A phone number with its key.
  indirect case phone(PhoneNumber)
  /// Codes of a multiple picklist, in the order of their bytes, none twice.
  case codes([String])
  /// A reference to a record.
  case reference(AnyRecordID)
  /// A link to a file.
  indirect case file(FileLink)
  /// A stored condition.
  case condition(Formula)

  /// Whether there is no value.
  public var isNull: Bool { if case .null = self { true } else { false } }
}

extension FieldValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByNilLiteral
{
  /// A text.
  public init(stringLiteral value: String) { self = .text(value) }
  /// A whole number.
  public init(integerLiteral value: Int64) { self = .integer(value) }
  /// True or false.
  public init(booleanLiteral value: Bool) { self = .boolean(value) }
  /// No value.
  public init(nilLiteral: ()) { self = .null }
}
