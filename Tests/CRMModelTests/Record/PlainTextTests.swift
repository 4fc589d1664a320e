import CRMModel
import Testing

@Suite struct `The plain text of a value` {
  @Test(
    arguments: [
      (.boolean, "true"), (.boolean, "false"), (.integer, "-9223372036854775808"), (.decimal(scale: 2), "1000.25"),
      (.percent(scale: 1), "-12.5"), (.date, "2025-06-06"), (.instant, "2025-06-06T14:50:00.000001Z"),
      (.timeOfDay, "14:50:01.5"), (.duration, "-PT0.5S"),
      (.zonedDateTime, "2025-06-06T14:50:00+02:00[Europe/Madrid]"),
      (.interval, "2025-06-06T14:50:00Z/2025-06-06T15:50:00Z"),
      (.zonedInterval, "2025-06-06T14:50:00+02:00/2025-06-06T15:50:00+02:00[Europe/Madrid]"),
      (.dateRange, "2025-01-01/2025-04-01"), (.phone, "+44 20 7946 0958 ext. 12"),
    ] as [(FieldType, String)])
  func `is read back as the same value`(_ type: FieldType, _ text: String) throws {
    let value = try #require(try FieldValue(plainText: text, as: type))
    #expect(value.plainText == text)
    #expect(throws: ValueError.self) { try FieldValue(plainText: "\(text)?", as: type) }
  }

  @Test(arguments: [.text(maxLength: 9), .picklist(["true"]), .money(.any), .reference(.any)] as [FieldType])
  func `does not tell the value of a type that needs more than a text`(_ type: FieldType) throws {
    #expect(try FieldValue(plainText: "true", as: type) == nil)
  }

  @Test func `shows the parts of a value and nothing of what has no text`() throws {
    let place = try GeoPoint(latitude: 40.4, longitude: -3.7)
    let address = PostalAddress(street: "Gran Vía 1", city: "Madrid", country: "ES", location: place)
    #expect(FieldValue.money(Money(minor: -1_250, .eur)).plainText == "-12.50 EUR")
    #expect(FieldValue.codes(["gold", "silver"]).plainText == "gold; silver")
    #expect(FieldValue.reference(AnyRecordID(entity: "contact", rawValue: 7_218)).plainText == "contact/7218")
    #expect(FieldValue.address(address).plainText == "Gran Vía 1, Madrid, ES, 40.4, -3.7")
    #expect(FieldValue.personName(PersonName(first: "Ana", last: "López")).plainText == "Ana López")
    #expect(FieldValue.null.plainText == nil)
    #expect(FieldValue.condition(.field("a")).plainText == nil)
  }
}
