internal import CRM

extension FieldValue {
  /// Whether the value lines up to the right.
  var isFigure: Bool {
    switch self {
    case .integer, .decimal, .money: true
    default: false
    }
  }

  /// The value in a table for people.
  var cellText: String {
    switch self {
    case .integer(let value): Figures.grouped(value)
    case .decimal(let value): Figures.grouped(value.description)
    case .money(let value): "\(Figures.grouped(value.amountText)) \(value.currency.code)"
    default: plainText
    }
  }

  /// The value in a file for programs; empty for null.
  var plainText: String {
    switch self {
    case .null: ""
    case .boolean(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .decimal(let value): value.description
    case .money(let value): value.amountText
    case .text(let value): value
    case .date(let value): value.description
    case .instant(let value): value.description
    case .timeOfDay(let value): value.description
    case .duration(let value): value.description
    case .zonedDateTime(let value): value.description
    case .interval(let value): value.description
    case .zonedInterval(let value): value.description
    case .dateRange(let value): value.description
    case .geoPoint(let value): "\(value.latitude), \(value.longitude)"
    case .personName(let value): value.full
    case .address(let value):
      [value.street, value.city, value.region, value.postalCode, value.country].filter { !$0.isEmpty }.joined(
        separator: ", ")
    case .phone(let value): value.description
    case .codes(let values): values.joined(separator: ";")
    case .reference(let value): String(value.rawValue)
    case .file(let value): value.name
    case .condition(let value): value.text
    }
  }
}
