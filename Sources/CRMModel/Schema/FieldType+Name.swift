extension FieldType {
  /// The type's name in schemas as data: `text`, `money`, `zoned_interval`.
  public var name: String {
    switch self {
    case .boolean: "boolean"
    case .integer: "integer"
    case .decimal: "decimal"
    case .percent: "percent"
    case .money: "money"
    case .text: "text"
    case .longText: "long_text"
    case .date: "date"
    case .instant: "instant"
    case .timeOfDay: "time_of_day"
    case .duration: "duration"
    case .zonedDateTime: "zoned_date_time"
    case .interval: "interval"
    case .zonedInterval: "zoned_interval"
    case .dateRange: "date_range"
    case .geoPoint: "geo_point"
    case .personName: "person_name"
    case .address: "address"
    case .email: "email"
    case .phone: "phone"
    case .url: "url"
    case .picklist: "picklist"
    case .picklistSet: "picklist_set"
    case .reference: "reference"
    case .file: "file"
    case .autoNumber: "auto_number"
    case .condition: "condition"
    }
  }

  /// The same type with the workspace's currency filled in.
  public func resolved(currency: Currency) -> FieldType {
    if case .money(.workspace) = self { .money(.fixed(currency)) } else { self }
  }

  /// The entities a reference may point to; nil for other types.
  public var referenceTargets: ReferenceTargets? { if case .reference(let targets) = self { targets } else { nil } }

  /// The options of a picklist, single or multiple; nil for other types.
  public var options: [PicklistOption]? {
    switch self {
    case .picklist(let options), .picklistSet(let options): options
    default: nil
    }
  }
}

extension ReferenceTargets: CustomStringConvertible {
  /// The entities' names.
  public var description: String {
    switch self {
    case .one(let name): name.rawValue
    case .several(let names): names.map(\.rawValue).joined(separator: ", ")
    case .any: "any entity"
    }
  }
}
