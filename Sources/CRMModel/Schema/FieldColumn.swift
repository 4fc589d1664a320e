/// The three kinds of physical columns there are.
public enum ColumnKind: String, Hashable, Sendable, Codable, CaseIterable {
  /// 64-bit whole numbers: numbers, amounts, dates, moments, ids, Booleans as 0 and 1.
  case integer
  /// 64-bit floating point numbers, always finite: coordinates.
  case real
  /// Text in normal form C.
  case text
}

/// One typed column of a field: a plain field has one, a composite field several.
public struct FieldColumn: Hashable, Sendable {
  /// The component's name; empty for the only column of a plain field.
  public let component: String
  /// What the column stores.
  public let kind: ColumnKind
  /// The type of the component when it is named on its own, as in `slot.start`; nil for components that cannot be.
  public let type: FieldType?

  init(_ component: String, _ kind: ColumnKind, _ type: FieldType?) {
    self.component = component
    self.kind = kind
    self.type = type
  }
}

extension FieldType {
  /// The columns that hold a value of this type, in storage order.
  ///
  /// A value is null when its first column is null, except for person names and addresses, whose parts are each null when empty.
  public var columns: [FieldColumn] {
    switch self {
    case .boolean, .integer, .decimal, .percent, .date, .instant, .timeOfDay, .duration:
      [FieldColumn("", .integer, self)]
    case .text, .longText, .email, .url, .picklist, .picklistSet, .autoNumber, .condition:
      [FieldColumn("", .text, self)]
    case .money(let currency):
      switch currency {
      case .any: [FieldColumn("amount", .integer, nil), FieldColumn("currency", .text, .text)]
      case .workspace, .fixed: [FieldColumn("", .integer, self)]
      }
    case .zonedDateTime:
      [
        FieldColumn("instant", .integer, .instant), FieldColumn("local", .integer, nil),
        FieldColumn("zone", .text, .text),
      ]
    case .interval:
      [FieldColumn("start", .integer, .instant), FieldColumn("end", .integer, .instant)]
    case .zonedInterval:
      [
        FieldColumn("start", .integer, .instant), FieldColumn("end", .integer, .instant),
        FieldColumn("local_start", .integer, nil), FieldColumn("local_end", .integer, nil),
        FieldColumn("zone", .text, .text),
      ]
    case .dateRange:
      [FieldColumn("start", .integer, .date), FieldColumn("end", .integer, .date)]
    case .geoPoint:
      [FieldColumn("latitude", .real, nil), FieldColumn("longitude", .real, nil)]
    case .personName:
      ["salutation", "first", "middle", "last", "suffix"].map { FieldColumn($0, .text, .text) }
    case .address:
      ["street", "city", "region", "postal_code", "country"].map { FieldColumn($0, .text, .text) }
        + [FieldColumn("latitude", .real, nil), FieldColumn("longitude", .real, nil)]
    case .phone:
      [FieldColumn("number", .text, .text), FieldColumn("key", .text, .text)]
    case .reference(let targets):
      targets.isPolymorphic
        ? [FieldColumn("id", .integer, nil), FieldColumn("entity", .text, .text)]
        : [FieldColumn("", .integer, self)]
    case .file:
      [
        FieldColumn("digest", .text, .text), FieldColumn("name", .text, .text),
        FieldColumn("media_type", .text, .text), FieldColumn("size", .integer, .integer),
      ]
    }
  }

  /// Whether a value of this type is kept in several columns that can be named one by one.
  public var isComposite: Bool { columns.count > 1 }
}
