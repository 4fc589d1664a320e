import CRMModel
import Testing

/// A constant and its canonical text.
struct ValueExample: Sendable, CustomTestStringConvertible {
  let text: String
  let value: FieldValue

  init(_ text: String, _ value: FieldValue) {
    self.text = text
    self.value = value
  }

  var testDescription: String { text }

  static let plain: [ValueExample] = [
    ValueExample("null", .null),
    ValueExample("true", .boolean(true)),
    ValueExample("false", .boolean(false)),
    ValueExample("0", .integer(0)),
    ValueExample("-9223372036854775808", .integer(.min)),
    ValueExample("9223372036854775807", .integer(.max)),
    ValueExample("12.0", .decimal(12)),
    ValueExample("\"\"", .text("")),
    ValueExample("\"say \\\"hi\\\" \\\\ 'there'\"", .text("say \"hi\" \\ 'there'")),
    ValueExample("\"a\\nb\\r\\tc\\u0000\\u001b\\u007f\"", .text("a\nb\r\tc\0\u{1B}\u{7F}")),
    ValueExample("\"\\u202eevil\"", .text("\u{202E}evil")),
    ValueExample("\"Zoë 👩‍👩‍👧\"", .text("Zoë 👩‍👩‍👧")),
    ValueExample("codes()", .codes([])),
    ValueExample("codes(\"gold\", \"silver\")", .codes(["gold", "silver"])),
    ValueExample("contact/7218", .reference(AnyRecordID(entity: "contact", rawValue: 7218))),
    ValueExample("school.lesson/1", .reference(AnyRecordID(entity: "school.lesson", rawValue: 1))),
    ValueExample("name()", .personName(PersonName())),
    ValueExample(
      "name(salutation: \"Dr.\", first: \"Ana\", middle: \"M.\", last: \"López\", suffix: \"Jr.\")",
      .personName(PersonName(salutation: "Dr.", first: "Ana", middle: "M.", last: "López", suffix: "Jr."))),
    ValueExample("condition(a = 1)", .condition(.compare(.equal, .field("a"), .literal(1)))),
    ValueExample("condition(condition(a or b))", .condition(.literal(.condition(.or([.field("a"), .field("b")]))))),
  ]

  static func checked() throws -> [ValueExample] {
    let digest = "sha256:" + String(repeating: "0a", count: 32)
    let madrid = try GeoPoint(latitude: 40.4, longitude: -3.7)
    return [
      ValueExample("1000.25", .decimal(try ExactDecimal("1000.25"))),
      ValueExample("-0.5", .decimal(try ExactDecimal("-0.5"))),
      ValueExample("48000.00 USD", .money(Money(minor: 4_800_000, .usd))),
      ValueExample("-1 JPY", .money(Money(minor: -1, .jpy))),
      ValueExample("5.00 ALL", .money(Money(minor: 500, try Currency("ALL")))),
      ValueExample("2025-06-06", .date(try CalendarDate("2025-06-06"))),
      ValueExample("0001-01-01", .date(.minimum)),
      ValueExample("2025-06-06T14:50:00Z", .instant(try Instant("2025-06-06T14:50:00Z"))),
      ValueExample("2025-06-06T14:50:00.000001Z", .instant(try Instant("2025-06-06T14:50:00.000001Z"))),
      ValueExample("14:50", .timeOfDay(try TimeOfDay("14:50"))),
      ValueExample("14:50:01.5", .timeOfDay(try TimeOfDay("14:50:01.5"))),
      ValueExample("PT3H", .duration(.hours(3))),
      ValueExample("-PT0.5S", .duration(try TimeSpan("-PT0.5S"))),
      ValueExample(
        "zoned(\"2025-06-06T14:50:00+02:00[Europe/Madrid]\")",
        .zonedDateTime(try ZonedDateTime("2025-06-06T14:50:00+02:00[Europe/Madrid]"))),
      ValueExample(
        "interval(\"2025-06-06T14:50:00Z/2025-06-06T15:50:00Z\")",
        .interval(try InstantInterval("2025-06-06T14:50:00Z/2025-06-06T15:50:00Z"))),
      ValueExample(
        "zoned_interval(\"2025-06-06T14:50:00+02:00/2025-06-06T15:50:00+02:00[Europe/Madrid]\")",
        .zonedInterval(try ZonedInterval("2025-06-06T14:50:00+02:00/2025-06-06T15:50:00+02:00[Europe/Madrid]"))),
      ValueExample("dates(\"2025-01-01/2025-04-01\")", .dateRange(try DateRange("2025-01-01/2025-04-01"))),
      ValueExample("geo(40.4, -3.7)", .geoPoint(madrid)),
      ValueExample("geo(5e-324, 180.0)", .geoPoint(try GeoPoint(latitude: .leastNonzeroMagnitude, longitude: 180))),
      ValueExample(
        "geo(0.30000000000000004, 0.0)", .geoPoint(try GeoPoint(latitude: 0.1 + 0.2, longitude: 0))),
      ValueExample(
        "address(street: \"Gran Vía 1\\n2.º\", city: \"Madrid\", region: \"MD\", postal_code: \"28013\", "
          + "country: \"ES\", location: geo(40.4, -3.7))",
        .address(
          PostalAddress(
            street: "Gran Vía 1\n2.º", city: "Madrid", region: "MD", postalCode: "28013", country: "ES",
            location: madrid))),
      ValueExample("address(location: geo(40.4, -3.7))", .address(PostalAddress(location: madrid))),
      ValueExample("phone(\"+44 20 7946 0958 ext. 12\")", .phone(try PhoneNumber("+44 20 7946 0958 ext. 12"))),
      ValueExample(
        "phone(\"(020) 7946 0958\", \"+442079460958\")",
        .phone(try PhoneNumber("(020) 7946 0958", callingCode: "44"))),
      ValueExample(
        "file(name: \"offer.pdf\", media_type: \"application/pdf\", size: 1234, digest: \"\(digest)\")",
        .file(try FileLink(digest: digest, name: "offer.pdf", mediaType: "application/pdf", size: 1234))),
    ]
  }
}
