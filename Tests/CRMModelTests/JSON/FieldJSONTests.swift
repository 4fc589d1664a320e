import CRMModel
import Testing

/// What is sent for a field, and what is written back.
struct SentJSON: Sendable, CustomTestStringConvertible {
  let type: FieldType
  let sent: String
  let written: String

  init(_ type: FieldType, _ sent: String, _ written: String) {
    self.type = type
    self.sent = sent
    self.written = written
  }

  var testDescription: String { "\(type.name) \(sent)" }
}

/// What is sent for a field and refused.
struct RefusedJSON: Sendable, CustomTestStringConvertible {
  let type: FieldType
  let sent: String
  let code: ErrorCode

  init(_ type: FieldType, _ sent: String, _ code: ErrorCode) {
    self.type = type
    self.sent = sent
    self.code = code
  }

  var testDescription: String { "\(type.name) \(sent)" }
}

private let shortForms: [SentJSON] = [
  SentJSON(.integer, "\"42\"", "42"), SentJSON(.integer, "4.2e1", "42"), SentJSON(.integer, "42.0", "42"),
  SentJSON(.integer, "9223372036854775807", "9223372036854775807"), SentJSON(.decimal(scale: 2), "0.5", "\"0.50\""),
  SentJSON(.decimal(scale: 2), "-7", "\"-7.00\""), SentJSON(.percent, "\"12.5\"", "\"12.50\""),
  SentJSON(.decimal(scale: 0), "\"3\"", "\"3\""),
  SentJSON(.money(.fixed(.usd)), "\"12.5\"", #"{"amount":"12.50","currency":"USD"}"#),
  SentJSON(.money(.fixed(.usd)), "12", #"{"amount":"12.00","currency":"USD"}"#),
  SentJSON(.money(.fixed(.jpy)), #"{"amount":7}"#, #"{"amount":"7","currency":"JPY"}"#),
  SentJSON(.money(.any), #"{"currency":"EUR","amount":0.1}"#, #"{"amount":"0.10","currency":"EUR"}"#),
  SentJSON(.instant, "\"2025-06-06T16:50:00.250+02:00\"", "\"2025-06-06T14:50:00.25Z\""),
  SentJSON(.phone, "\"+44 20 7946 0958\"", #"{"number":"+44 20 7946 0958","key":"+442079460958"}"#),
  SentJSON(.phone, #"{"number":"020 7946 0958"}"#, #"{"number":"020 7946 0958","key":"02079460958"}"#),
  SentJSON(.picklistSet(["a", "b"]), #"["b","a","b"]"#, #"["a","b"]"#),
  SentJSON(.reference(.one("contact")), #"{"id":"7218"}"#, "\"7218\""),
  SentJSON(.reference(.one("contact")), #"{"entity":"contact","id":"7218"}"#, "\"7218\""),
  SentJSON(
    .zonedDateTime, #"{"local":"2025-06-06T14:50","zone":"+02:00"}"#,
    #"{"local":"2025-06-06T14:50:00","zone":"+02:00","instant":"2025-06-06T12:50:00Z"}"#),
  SentJSON(
    .zonedInterval, #"{"start":"2025-06-06T14:50","end":"2025-06-06T15:50","zone":"UTC"}"#,
    #"{"start":"2025-06-06T14:50:00","end":"2025-06-06T15:50:00","zone":"UTC","start_instant":"2025-06-06T14:50:00Z","end_instant":"2025-06-06T15:50:00Z"}"#
  ),
  SentJSON(.address, #"{"city":"Madrid","region":null}"#, #"{"city":"Madrid"}"#), SentJSON(.personName, "{}", "null"),
  SentJSON(.text, "null", "null"),
]

private let refused: [RefusedJSON] = [
  RefusedJSON(.boolean, "1", .wrongType), RefusedJSON(.boolean, "\"true\"", .wrongType),
  RefusedJSON(.integer, "true", .wrongType),
  RefusedJSON(.integer, "1.5", .tooManyDecimals), RefusedJSON(.integer, "9223372036854775808", "out_of_range"),
  RefusedJSON(.integer, "1e400", "out_of_range"), RefusedJSON(.integer, "\"1e3\"", .notANumber),
  RefusedJSON(.decimal(scale: 2), "0.125", .tooManyDecimals), RefusedJSON(.decimal(scale: 2), "\"1,5\"", .notANumber),
  RefusedJSON(.money(.any), "5", .wrongType), RefusedJSON(.money(.workspace), "5", .wrongType),
  RefusedJSON(.money(.fixed(.usd)), #"{"amount":"5","currency":"EUR"}"#, .currencyMismatch),
  RefusedJSON(.money(.any), #"{"amount":"5","currency":"usd"}"#, .unknownCurrency),
  RefusedJSON(.money(.fixed(.usd)), "\"1.005\"", .tooManyDecimals),
  RefusedJSON(.money(.any), #"{"amount":"5"}"#, .wrongType),
  RefusedJSON(.money(.any), #"{"amount":"5","currency":"USD","rate":1}"#, .unknownField),
  RefusedJSON(.text, "5", .wrongType),
  RefusedJSON(.text(maxLength: 3), "\"four\"", .textTooLong), RefusedJSON(.text, "\"a\\u0000b\"", .nulInText),
  RefusedJSON(.email, "\"ana\"", .emailAddressInvalid), RefusedJSON(.url, "\"javascript:x\"", .webAddressSchemeRefused),
  RefusedJSON(.picklist(["a"]), "\"a;b\"", .picklistCodeInvalid),
  RefusedJSON(.picklistSet(["a"]), "[\"a;b\"]", .picklistCodeInvalid),
  RefusedJSON(.picklistSet(["a"]), "\"a\"", .wrongType), RefusedJSON(.date, "\"2025-02-29\"", .noSuchDate),
  RefusedJSON(.date, "20250228", .wrongType), RefusedJSON(.instant, "\"2025-06-06\"", .unreadableTime),
  RefusedJSON(.interval, #"{"start":"2025-06-06T00:00:00Z"}"#, .wrongType),
  RefusedJSON(.interval, #"{"start":"2025-06-06T00:00:00Z","end":"2025-06-05T00:00:00Z"}"#, .endsBeforeStart),
  RefusedJSON(.dateRange, "\"2025-01-01/2025-02-01\"", .wrongType),
  RefusedJSON(.geoPoint, #"{"latitude":91,"longitude":0}"#, .coordinateOutOfRange),
  RefusedJSON(.geoPoint, #"{"latitude":1e999,"longitude":0}"#, "out_of_range"),
  RefusedJSON(.geoPoint, #"{"latitude":"1","longitude":0}"#, .wrongType),
  RefusedJSON(.address, #"{"postcode":"28001"}"#, .unknownField), RefusedJSON(.personName, "\"Ana\"", .wrongType),
  RefusedJSON(.phone, #"{"number":"020 7946 0958","key":"+3412345"}"#, .phoneNumberInvalid),
  RefusedJSON(.zonedDateTime, #"{"local":"2025-06-06T14:50","zone":"Europe/Madrid"}"#, .unknownZone),
  RefusedJSON(
    .zonedDateTime, #"{"local":"2025-06-06T14:50","zone":"UTC","instant":"2025-06-08T00:00:00Z"}"#, .timeOutOfRange),
  RefusedJSON(.zonedInterval, #"{"start":"2025-06-06T14:50","end":"2025-06-06T14:50","zone":"UTC"}"#, .endsBeforeStart),
  RefusedJSON(.reference(.one("contact")), "7218", .wrongType),
  RefusedJSON(.reference(.one("contact")), "\"+7\"", .notARecordID),
  RefusedJSON(.reference(.one("contact")), "\"0\"", .notARecordID),
  RefusedJSON(.reference(.one("contact")), "\"\"", .notARecordID),
  RefusedJSON(.reference(.one("contact")), "\"9223372036854775808\"", .notARecordID),
  RefusedJSON(.reference(.one("contact")), #"{"entity":"account","id":"1"}"#, .wrongType),
  RefusedJSON(.reference(.any), "\"7\"", .wrongType), RefusedJSON(.reference(.any), #"{"id":"7"}"#, .wrongType),
  RefusedJSON(.reference(.any), #"{"entity":"No Name","id":"7"}"#, .badName),
  RefusedJSON(.reference(.several(["account"])), #"{"entity":"contact","id":"7"}"#, .wrongType),
  RefusedJSON(.file, #"{"digest":"x","name":"a","media_type":"a/b","size":1}"#, .fileDigestInvalid),
  RefusedJSON(.condition(on: "account"), "\"employees >\"", "syntax_error"),
  RefusedJSON(.condition(on: "account"), "{}", .wrongType),
]

@Suite struct `The JSON of a field` {
  @Test(arguments: EveryType.types.indices, 0..<8 as Range<UInt64>)
  func `reads back as the value that was written`(_ index: Int, _ run: UInt64) throws {
    let type = EveryType.types[index].type
    let seed = JSONTestValues.seed &+ run &* 100 &+ UInt64(index)
    var values = JSONTestValues(seed: seed)
    let value = try values.value(of: type)
    let text = FieldJSON.encode(value, as: type).text()
    #expect(!value.isNull && text != "null", "\(type.name), seed \(seed)")
    #expect(try FieldJSON.decode(JSONValue(parsing: text), as: type) == value, "\(type.name) \(text), seed \(seed)")
  }

  @Test func `covers every type there is`() {
    #expect(Set(EveryType.types.map(\.type.name)).count == 27)
  }

  @Test(arguments: shortForms)
  func `accepts a shorter form and writes the full one`(_ example: SentJSON) throws {
    let value = try FieldJSON.decode(JSONValue(parsing: example.sent), as: example.type)
    #expect(FieldJSON.encode(value, as: example.type).text() == example.written)
  }

  @Test(arguments: refused)
  func `is refused with a code when it does not fit`(_ example: RefusedJSON) throws {
    let json = try JSONValue(parsing: example.sent)
    let error = try #require(throws: ValueError.self) { try FieldJSON.decode(json, as: example.type) }
    #expect(error.code == example.code)
  }

  @Test func `finds the instants of a booking by the host's zones`() throws {
    let json: JSONValue = ["start": "2025-06-06T14:50:00", "end": "2025-06-06T15:50:00", "zone": "Europe/Madrid"]
    let value = try FieldJSON.decode(json, as: .zonedInterval, zones: .system)
    #expect(FieldJSON.encode(value, as: .zonedInterval)["start_instant"] == "2025-06-06T12:50:00Z")
  }

  @Test func `rounds nothing where a value has more decimals than its field`() throws {
    let value = FieldValue.decimal(try ExactDecimal("1.005"))
    #expect(FieldJSON.encode(value, as: .decimal(scale: 2)) == "1.005")
    #expect(FieldJSON.encode(3, as: .decimal(scale: 2)) == "3.00")
  }

  @Test func `names the entity where a reference leads to another than the field tells`() {
    let value = FieldValue.reference(AnyRecordID(entity: "account", rawValue: 5))
    #expect(FieldJSON.encode(value, as: .reference(.one("contact"))) == ["entity": "account", "id": "5"])
  }
}
