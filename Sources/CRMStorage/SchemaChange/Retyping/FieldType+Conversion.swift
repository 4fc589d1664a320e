import CRMModel

extension FieldType {
  /// The decimals of a type that is one exact number; nil for other types.
  var decimals: Int? {
    switch self {
    case .integer: 0
    case .decimal(let scale), .percent(let scale): scale
    case .money(.fixed(let currency)): currency.minorUnits
    default: nil
    }
  }

  /// Whether values are text that people or systems wrote.
  var isTextual: Bool {
    switch self {
    case .text, .longText, .email, .url, .phone, .picklist, .autoNumber: true
    default: false
    }
  }

  /// Whether values can be read from text.
  var hasTextForm: Bool {
    switch self {
    case .boolean, .integer, .decimal, .percent, .money, .text, .longText, .date, .instant, .timeOfDay, .duration,
      .zonedDateTime, .interval, .zonedInterval, .dateRange, .personName, .email, .phone, .url, .picklist, .picklistSet:
      true
    case .geoPoint, .address, .reference, .file, .autoNumber, .condition: false
    }
  }

  /// A length, in Unicode scalars, that no text form of a value exceeds; nil if there is no text form, `Int.max` if
  /// there is no bound.
  var longestText: Int? {
    switch self {
    case .text(let maxLength): maxLength
    case .longText: TextLimits.longText.scalars
    case .boolean: 5
    case .integer, .decimal, .percent: 24
    case .money: 28
    case .date: 10
    case .timeOfDay: 15
    case .instant, .duration, .dateRange: 32
    case .interval: 64
    case .geoPoint: 64
    case .phone: 80
    case .picklist: 80
    case .zonedDateTime, .zonedInterval: 255
    case .reference: 128
    case .email: 254
    case .autoNumber: 255
    case .url: 2_048
    case .personName: 5 * 255 + 4
    case .address: 5 * 255 + 80
    case .picklistSet: .max
    case .file, .condition: nil
    }
  }

  /// Whether a zone is all that is missing to convert to another type.
  func needsZone(for other: FieldType) -> Bool {
    let isOfTime: (FieldType) -> Bool = { type in
      switch type {
      case .date, .instant, .timeOfDay, .zonedDateTime, .interval, .zonedInterval, .dateRange: true
      default: false
      }
    }
    return isOfTime(self) && isOfTime(other)
  }
}
