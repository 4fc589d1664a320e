import CRMModel

extension FieldValue {
  /// The number that a whole number, a decimal or an amount is, in major units.
  var convertibleNumber: ExactDecimal? {
    guard case .money(let money) = self else { return plainNumber }
    return try? ExactDecimal(scaledValue: money.minorAmount, scale: money.currency.minorUnits)
  }

  /// The value as people write it; nil for null and for types without a text form.
  var plainText: String? {
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
}
