/// The functions that make a constant out of several parts, by their names in the text.
enum TextFunction: String, CaseIterable {
  case zoned, interval
  case zonedInterval = "zoned_interval"
  case dates, geo, name, address, phone, codes, file

  /// What holds a formula as a constant; not among the cases, because it nests.
  static let condition = "condition"
}

extension FieldValue {
  /// The function that makes the value; nil for plain constants.
  var textFunction: TextFunction? {
    switch self {
    case .zonedDateTime: .zoned
    case .interval: .interval
    case .zonedInterval: .zonedInterval
    case .dateRange: .dates
    case .geoPoint: .geo
    case .personName: .name
    case .address: .address
    case .phone: .phone
    case .codes: .codes
    case .file: .file
    case .null, .boolean, .integer, .decimal, .money, .text, .date, .instant, .timeOfDay, .duration: nil
    case .reference, .condition: nil
    }
  }
}
