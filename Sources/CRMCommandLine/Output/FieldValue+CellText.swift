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
    default: fileText
    }
  }

  /// The value in a file for programs; empty for null.
  ///
  /// It is as an import takes it: amounts without their currency, references without their entity, addresses without
  /// the place on the map.
  var fileText: String {
    switch self {
    case .money(let value): return value.amountText
    case .address(var value):
      value.location = nil
      return FieldValue.address(value).plainText ?? ""
    case .codes(let values): return values.joined(separator: ";")
    case .reference(let value): return String(value.rawValue)
    case .file(let value): return value.name
    case .condition(let value): return value.text
    default: return plainText ?? ""
    }
  }
}
