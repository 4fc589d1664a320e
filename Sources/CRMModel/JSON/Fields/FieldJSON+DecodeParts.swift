extension FieldJSON {
  static func readParts(_ json: JSONValue, as type: FieldType, zones: ZoneDatabase) throws(ValueError) -> FieldValue {
    switch type {
    case .zonedDateTime:
      let members = try JSONMembers(json, keys: ["local", "zone", "instant"])
      return .zonedDateTime(try members.zonedDateTime(at: "local", instant: "instant", zones: zones))
    case .zonedInterval: return .zonedInterval(try zonedInterval(json, zones: zones))
    case .interval:
      let members = try JSONMembers(json, keys: ["start", "end"])
      return .interval(try InstantInterval(from: Instant(members.text("start")), to: Instant(members.text("end"))))
    case .dateRange:
      let members = try JSONMembers(json, keys: ["start", "end"])
      return .dateRange(try DateRange(from: CalendarDate(members.text("start")), to: CalendarDate(members.text("end"))))
    case .geoPoint: return .geoPoint(try geoPoint(json))
    case .personName: return .personName(try personName(json))
    case .address: return .address(try address(json))
    case .file: return .file(try file(json))
    default: throw wrongType("a value of type \(type.name) expected")
    }
  }

  private static func zonedInterval(_ json: JSONValue, zones: ZoneDatabase) throws(ValueError) -> ZonedInterval {
    let members = try JSONMembers(json, keys: ["start", "end", "zone", "start_instant", "end_instant"])
    let start = try members.zonedDateTime(at: "start", instant: "start_instant", zones: zones)
    let end = try members.zonedDateTime(at: "end", instant: "end_instant", zones: zones)
    let interval = ZonedInterval(
      storedLocalStart: start.local, localEnd: end.local, zone: start.zone, start: start.instant, end: end.instant)
    guard let interval, !interval.isUnset else { throw ValueError(.endsBeforeStart, "a booking ends after its start") }
    return interval
  }

  private static func geoPoint(_ json: JSONValue) throws(ValueError) -> GeoPoint {
    let members = try JSONMembers(json, keys: ["latitude", "longitude"])
    return try GeoPoint(latitude: members.double("latitude"), longitude: members.double("longitude"))
  }

  private static func personName(_ json: JSONValue) throws(ValueError) -> PersonName {
    let members = try JSONMembers(json, keys: ["salutation", "first", "middle", "last", "suffix"])
    return PersonName(
      salutation: try members.part("salutation"), first: try members.part("first"), middle: try members.part("middle"),
      last: try members.part("last"), suffix: try members.part("suffix"))
  }

  private static func address(_ json: JSONValue) throws(ValueError) -> PostalAddress {
    let members = try JSONMembers(json, keys: ["street", "city", "region", "postal_code", "country", "location"])
    var address = PostalAddress(
      street: try members.part("street"), city: try members.part("city"), region: try members.part("region"),
      postalCode: try members.part("postal_code"), country: try members.part("country"))
    if let location = members["location"] { address.location = try geoPoint(location) }
    return address
  }

  private static func file(_ json: JSONValue) throws(ValueError) -> FileLink {
    let members = try JSONMembers(json, keys: ["digest", "name", "media_type", "size"])
    return try FileLink(
      digest: members.text("digest"), name: members.text("name"), mediaType: members.text("media_type"),
      size: decimal(members.required("size")).scaledExactly(to: 0))
  }

  static func phone(_ json: JSONValue) throws(ValueError) -> PhoneNumber {
    if case .string(let text) = json { return try PhoneNumber(text) }
    let members = try JSONMembers(json, keys: ["number", "key"])
    let text = try members.text("number")
    guard members["key"] != nil else { return try PhoneNumber(text) }
    return try phone(text, key: members.text("key"))
  }

  /// The number as it was read where it was typed: a key that no country makes of the number is refused, because
  /// matching trusts it.
  private static func phone(_ text: String, key: String) throws(ValueError) -> PhoneNumber {
    let number = try PhoneNumber(text)
    if number.normalized == key { return number }
    let digits = key.dropFirst()
    // 1 as well, because its countries dial 011 before other countries' codes.
    let callingCodes = ["1"] + (1...3).map { String(digits.prefix($0)) }
    for code in callingCodes {
      if let dialled = try? PhoneNumber(text, callingCode: code), dialled.normalized == key { return dialled }
    }
    throw ValueError(.phoneNumberInvalid, "the key that belongs to the number, or none", input: key)
  }
}
