extension FieldJSON {
  /// The JSON of a value that consists of parts: an object with a key for each part there is.
  static func encodeParts(_ value: FieldValue) -> JSONValue {
    let parts: [(String, String)]
    switch value {
    case .money(let money):
      parts = [("amount", money.amountText), ("currency", money.currency.code)]
    case .zonedDateTime(let time):
      parts = [("local", time.local.description), ("zone", time.zone.name), ("instant", time.instant.description)]
    case .interval(let interval):
      parts = [("start", interval.start.description), ("end", interval.end.description)]
    case .zonedInterval(let interval):
      parts = interval.isUnset ? [] : self.parts(of: interval)
    case .dateRange(let range):
      parts = [("start", range.start.description), ("end", range.end.description)]
    case .personName(let name):
      parts = [
        ("salutation", name.salutation), ("first", name.first), ("middle", name.middle), ("last", name.last),
        ("suffix", name.suffix),
      ]
    case .phone(let phone):
      parts = [("number", phone.description), ("key", phone.normalized)]
    case .address(let address): return encode(address)
    case .geoPoint(let point): return encode(point)
    case .file(let file): return encode(file)
    default: return .null
    }
    let members = self.members(parts)
    return members.isEmpty ? .null : .object(JSONObject(distinct: members))
  }

  /// Members for the parts that are not empty.
  private static func members(_ parts: [(String, String)]) -> [JSONObject.Member] {
    parts.compactMap { key, text in text.isEmpty ? nil : JSONObject.Member(key, .string(text)) }
  }

  private static func parts(of interval: ZonedInterval) -> [(String, String)] {
    [
      ("start", interval.localStart.description), ("end", interval.localEnd.description), ("zone", interval.zone.name),
      ("start_instant", interval.start.description), ("end_instant", interval.end.description),
    ]
  }

  private static func encode(_ address: PostalAddress) -> JSONValue {
    var members = self.members([
      ("street", address.street), ("city", address.city), ("region", address.region),
      ("postal_code", address.postalCode), ("country", address.country),
    ])
    if let location = address.location { members.append(JSONObject.Member("location", encode(location))) }
    return members.isEmpty ? .null : .object(JSONObject(distinct: members))
  }

  private static func encode(_ point: GeoPoint) -> JSONValue {
    guard let latitude = JSONNumber(point.latitude), let longitude = JSONNumber(point.longitude) else { return .null }
    return .object(
      JSONObject(distinct: [
        JSONObject.Member("latitude", .number(latitude)), JSONObject.Member("longitude", .number(longitude)),
      ]))
  }

  private static func encode(_ file: FileLink) -> JSONValue {
    var members = self.members([("digest", file.digest), ("name", file.name), ("media_type", file.mediaType)])
    members.append(JSONObject.Member("size", .number(JSONNumber(file.size))))
    return .object(JSONObject(distinct: members))
  }
}
