/// The parts of a composite value by key, none that the value does not have.
struct JSONMembers {
  private let object: JSONObject
  private let keys: [String]

  /// - Throws: ``ValueError`` with code `wrong_type` for anything but an object, `unknown_field` for a key that is not
  ///   among `keys`.
  init(_ json: JSONValue, keys: [String]) throws(ValueError) {
    self.keys = keys
    guard case .object(let object) = json else {
      throw FieldJSON.wrongType("an object with \(Self.list(keys)) expected")
    }
    for member in object.members where !keys.contains(member.key) {
      throw ValueError(.unknownField, "only the keys \(Self.list(keys)) are known here", input: member.key)
    }
    self.object = object
  }

  /// The value of a key; nil if it is absent or null.
  subscript(key: String) -> JSONValue? { object[key].flatMap { $0.isNull ? nil : $0 } }

  func required(_ key: String) throws(ValueError) -> JSONValue {
    guard let value = self[key] else {
      throw FieldJSON.wrongType("\(key) is missing in an object with \(Self.list(keys))")
    }
    return value
  }

  func text(_ key: String) throws(ValueError) -> String {
    guard case .string(let text) = try required(key) else { throw FieldJSON.wrongType("a string expected for \(key)") }
    return text
  }

  /// The text of a part that may be missing.
  func part(_ key: String) throws(ValueError) -> String { self[key] == nil ? "" : try text(key) }

  func double(_ key: String) throws(ValueError) -> Double {
    guard case .number(let number) = try required(key) else {
      throw FieldJSON.wrongType("a number expected for \(key)")
    }
    guard let value = number.double else {
      throw .outOfRange("a floating point number expected for \(key)", input: number.text)
    }
    return value
  }

  /// A wall-clock time with the instant that is given, or else the one that it means in the zone.
  func zonedDateTime(at key: String, instant: String, zones: ZoneDatabase) throws(ValueError) -> ZonedDateTime {
    let local = try LocalDateTime(text(key))
    let zone = try ZoneID(text("zone"))
    guard self[instant] != nil else { return try ZonedDateTime(local, in: zone, using: zones) }
    guard let time = ZonedDateTime(storedLocal: local, zone: zone, instant: try Instant(text(instant))) else {
      throw ValueError(.timeOutOfRange, "\(instant) lies less than 24 hours and whole seconds from \(key)")
    }
    return time
  }

  private static func list(_ keys: [String]) -> String { keys.joined(separator: ", ") }
}
