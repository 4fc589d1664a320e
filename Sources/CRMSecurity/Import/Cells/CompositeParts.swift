import CRMModel

extension CellReader {
  /// The parts of a type that columns may fill one by one; none for types that a single column fills.
  static func parts(of type: FieldType) -> [String] {
    switch type {
    case .personName: ["salutation", "first", "middle", "last", "suffix"]
    case .address: ["street", "city", "region", "postal_code", "country", "latitude", "longitude"]
    case .geoPoint: ["latitude", "longitude"]
    case .money(.any): ["amount", "currency"]
    case .dateRange: ["start", "end"]
    default: []
    }
  }

  /// The value made of its parts' cells; null if all are empty.
  func value(parts: [String: String], as type: FieldType, _ manner: Manner) throws(ValueError) -> FieldValue {
    let cells = parts.mapValues { CellReader.trimmed($0) }.filter { !$0.value.isEmpty }
    if cells.isEmpty { return .null }
    let value = try join(cells, as: type, manner)
    _ = try FieldCodec.encode(value, as: type)
    return value
  }

  private func join(_ cells: [String: String], as type: FieldType, _ manner: Manner) throws(ValueError) -> FieldValue {
    func part(_ name: String) -> String { cells[name] ?? "" }
    switch type {
    case .personName:
      let name = PersonName(
        salutation: part("salutation"), first: part("first"), middle: part("middle"), last: part("last"),
        suffix: part("suffix"))
      return .personName(name)
    case .address:
      let place = cells["latitude"] ?? cells["longitude"]
      let address = PostalAddress(
        street: part("street"), city: part("city"), region: part("region"), postalCode: part("postal_code"),
        country: part("country"), location: place == nil ? nil : try point(cells))
      return .address(address)
    case .geoPoint: return .geoPoint(try point(cells))
    case .money(let currency):
      var stated = manner
      if let code = cells["currency"] { stated.currency = try Currency(code) }
      guard let amount = cells["amount"] else { throw ValueError(.wrongType, "an amount beside the currency expected") }
      return .money(try money(amount, currency, stated))
    case .dateRange:
      guard let start = cells["start"], let end = cells["end"] else {
        throw ValueError(.wrongType, "a first and a last day expected")
      }
      return .dateRange(try DateRange(from: date(start), through: date(end)))
    default: throw ValueError(.wrongType, "a \(type.name) has no parts")
    }
  }

  private func point(_ cells: [String: String]) throws(ValueError) -> GeoPoint {
    var degrees: [Double] = []
    for name in ["latitude", "longitude"] {
      let digits = try number(cells[name] ?? "", Manner()).description
      guard let value = Double(digits) else { throw ValueError(.wrongType, "degrees expected") }
      degrees.append(value)
    }
    return try GeoPoint(latitude: degrees[0], longitude: degrees[1])
  }
}
