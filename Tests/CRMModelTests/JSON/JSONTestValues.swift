import CRMModel
import CRMTesting

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Generated values of JSON and of every field type, the same for the same seed.
struct JSONTestValues {
  private var random: SeededGenerator

  /// The seed of this run, printed once; `CRM_SEED` repeats a failure.
  static let seed = RunSeed.announced(for: "JSON")

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func number(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &random) }

  mutating func pick<T>(_ values: [T]) -> T { values[Int(number(0...Int64(values.count - 1)))] }

  mutating func text(_ length: Int64 = 12) -> String {
    let letters: [Unicode.Scalar] = [
      "a", "Z", "é", "ß", "漢", "😀", " ", "\"", "\\", "/", "\n", "\t", "\u{1F}", "\u{7F}", "\u{2028}", "0",
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<number(1...length) { text.append(pick(letters)) }
    return String(text)
  }

  mutating func word() -> String { pick(["Ana", "López", "O'Neill", "Straße", "東京", "N\"1\"", "Acme"]) }

  mutating func json(depth: Int) -> JSONValue {
    switch number(0...(depth > 0 ? 7 : 4)) {
    case 0: return .null
    case 1: return .bool(pick([true, false]))
    case 2: return .number(JSONNumber(number(.min ... .max)))
    case 3: return .string(text())
    case 4: return .number(JSONNumber(text: pick(["-0", "1.50", "1e-7", "6.02E+23"])) ?? JSONNumber(0))
    case 5: return .array((0..<number(0...4)).map { _ in json(depth: depth - 1) })
    default: return .object(JSONObject((0..<number(0...12)).map { (text() + String($0), json(depth: depth - 1)) }))
    }
  }

  mutating func decimal(scale: Int) throws -> ExactDecimal {
    try ExactDecimal(scaledValue: pick([number(.min ... .max), number(-100...100)]), scale: scale)
  }

  mutating func instant() -> Instant {
    Instant(microsecondsSinceEpoch: number(-60_000_000_000_000_000...250_000_000_000_000_000)) ?? .epoch
  }

  mutating func date() -> CalendarDate { CalendarDate(daysSinceEpoch: Int(number(-700_000...2_900_000))) ?? .minimum }

  mutating func id() -> Int64 { pick([1, number(1...9_999), number(1 ... .max)]) }

  mutating func zoned(_ instant: Instant) throws -> ZonedDateTime {
    try ZonedDateTime(instant, in: ZoneID(pick(["UTC", "+02:00", "-09:30", "+14:00"])), using: .fixed)
  }

  mutating func point() throws -> GeoPoint {
    try GeoPoint(
      latitude: Double(number(-90_000_000...90_000_000)) / 1e6,
      longitude: Double(number(-180_000_000...180_000_000)) / 1e6)
  }

  /// A value of a type, never null.
  mutating func value(of type: FieldType) throws -> FieldValue {
    switch type {
    case .boolean: return .boolean(pick([true, false]))
    case .integer: return .integer(number(.min ... .max))
    case .decimal(let scale), .percent(let scale): return .decimal(try decimal(scale: scale))
    case .money(.fixed(let currency)): return .money(Money(minor: number(.min ... .max), currency))
    case .money: return .money(Money(minor: number(-1_000...1_000), pick([.usd, .jpy, .kwd, .clf])))
    case .text, .longText: return .text(text())
    case .date: return .date(date())
    case .instant: return .instant(instant())
    case .timeOfDay: return .timeOfDay(TimeOfDay(microsecondsSinceMidnight: number(0...86_399_999_999)) ?? .midnight)
    case .duration: return .duration(TimeSpan(microseconds: number(-.max ... .max)) ?? .zero)
    case .email: return .text(pick(["ana@example.com", "\"a b\"@example.com", "ü@example.org"]))
    case .url: return .text(pick(["https://example.com", "http://example.com:8080/a?b=c#d"]))
    case .picklist(let options): return .text(pick(options).code)
    case .autoNumber: return .text("INV-2026-\(number(0...99_999))")
    case .picklistSet(let options): return .codes(options.map(\.code).filter { _ in pick([true, false]) } + ["zz"])
    case .reference(.one(let entity)): return .reference(AnyRecordID(entity: entity, rawValue: id()))
    case .reference: return .reference(AnyRecordID(entity: pick(["account", "contact"]), rawValue: id()))
    case .condition: return .condition(.compare(.greater, .field("employees"), .literal(.integer(number(0...999)))))
    default: return try composite(type)
    }
  }

  private mutating func composite(_ type: FieldType) throws -> FieldValue {
    let first = instant()
    let second = instant()
    switch type {
    case .zonedDateTime: return .zonedDateTime(try zoned(first))
    case .interval: return .interval(try InstantInterval(from: min(first, second), to: max(first, second)))
    case .zonedInterval:
      let interval = try InstantInterval(from: min(first, second), to: max(first, second).adding(.seconds(1)))
      return .zonedInterval(try ZonedInterval(interval, in: zoned(first).zone, using: .fixed))
    case .dateRange:
      let days = [date(), date()].sorted()
      return .dateRange(try DateRange(from: days[0], to: days[1]))
    case .geoPoint: return .geoPoint(try point())
    case .personName:
      return .personName(PersonName(salutation: pick(["", "Dr."]), first: pick(["", word()]), last: word()))
    case .address:
      var address = PostalAddress(street: word(), city: pick(["", word()]), postalCode: pick(["", "28001"]))
      if pick([true, false]) { address.location = try point() }
      return .address(address)
    case .phone:
      return .phone(
        try PhoneNumber(
          pick(["020 7946 0958", "+44 20 7946 0958", "600 123 456 ext. 12"]), callingCode: pick([nil, "44", "34", "1"]))
      )
    case .file:
      let digest = "sha256:" + String(repeating: pick(["a", "0", "f"]), count: 64)
      return .file(
        try FileLink(
          digest: digest, name: "offer \(word().filter { $0 != "\"" }).pdf", mediaType: "application/pdf", size: id()))
    default: return .null
    }
  }
}

/// An entity with a field of every type there is.
enum EveryType {
  static let types: [(name: FieldName, type: FieldType)] = [
    ("flag", .boolean), ("count", .integer), ("quantity", .decimal(scale: 3)), ("rate", .percent),
    ("budget", .money(.workspace)),
    ("fee", .money(.fixed(.jpy))), ("price", .money(.any)), ("line", .text), ("notes", .longText), ("day", .date),
    ("moment", .instant),
    ("opening", .timeOfDay), ("length", .duration), ("starts", .zonedDateTime), ("stay", .interval),
    ("slot", .zonedInterval),
    ("season", .dateRange), ("place", .geoPoint), ("person", .personName), ("home", .address), ("email", .email),
    ("phone", .phone),
    ("site", .url), ("tier", .picklist(["gold", "silver"])), ("tags", .picklistSet(["new", "vip"])),
    ("account", .reference(.one("account"))), ("party", .reference(.several(["account", "contact"]))),
    ("about", .reference(.any)),
    ("offer", .file), ("number", .autoNumber("INV-{yyyy}-00000")), ("segment", .condition(on: "account")),
  ]

  static let schema = EntitySchema("custom.every", fields: types.map { FieldSchema($0.name, $0.type) })

  /// The entities of the base module and this one, amounts in US dollars.
  static var catalog: Catalog {
    var catalog = Catalog(currency: .usd)
    for entity in BaseModule().content.entities + [schema] { catalog[entity.name] = entity }
    return catalog
  }
}
