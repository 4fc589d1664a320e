/// What kind of value a field holds, and with which parameters.
///
/// The set is closed: every type maps to a fixed list of typed columns (see ``FieldType/columns``), which is what lets engines store
/// and compare values without knowing what they mean.
public enum FieldType: Hashable, Sendable {
  /// True or false.
  case boolean
  /// A 64-bit whole number.
  case integer
  /// An exact number with a fixed count of decimals, 0...18.
  case decimal(scale: Int)
  /// Per cent points with a fixed count of decimals, 0...18: 12.5 means 12.5 %.
  case percent(scale: Int)
  /// An amount of money.
  case money(MoneyCurrency)
  /// One line of text, at most `maxLength` Unicode scalars.
  case text(maxLength: Int)
  /// Text of several lines, at most 131,072 Unicode scalars.
  case longText
  /// A calendar date without zone.
  case date
  /// A moment, UTC, in microseconds.
  case instant
  /// A time on the clock without date and zone.
  case timeOfDay
  /// An elapsed time in microseconds.
  case duration
  /// Wall-clock date and time with its zone, and the moment it means.
  case zonedDateTime
  /// A half-open stretch between two moments.
  case interval
  /// A half-open stretch between two wall-clock times in one zone, and the moments they mean.
  case zonedInterval
  /// A half-open range of calendar dates.
  case dateRange
  /// Latitude and longitude in degrees.
  case geoPoint
  /// A person's name in its parts.
  case personName
  /// A postal address in its parts.
  case address
  /// An email address.
  case email
  /// A phone number as typed, with its matching key.
  case phone
  /// An http or https address.
  case url
  /// One code out of a list.
  case picklist([PicklistOption])
  /// Any number of codes out of a list.
  case picklistSet([PicklistOption])
  /// A reference to a record.
  case reference(ReferenceTargets)
  /// A link to a file by digest; the bytes are kept elsewhere.
  case file
  /// A number that the store counts.
  case autoNumber(AutoNumberFormat)
  /// A stored condition on records of an entity.
  case condition(on: EntityName)

  /// One line of text of at most 255 Unicode scalars.
  public static var text: FieldType { .text(maxLength: 255) }
  /// Per cent points with two decimals.
  public static var percent: FieldType { .percent(scale: 2) }
}

/// Which currency the amounts of a money field have.
public enum MoneyCurrency: Hashable, Sendable {
  /// The workspace's currency, fixed when the workspace is made: one column.
  case workspace
  /// Always this one: one column.
  case fixed(Currency)
  /// Each record its own: two columns, never added or ordered across currencies without saying how.
  case any
}

/// Which entities a reference may point to.
public enum ReferenceTargets: Hashable, Sendable {
  /// Records of one entity: one column.
  case one(EntityName)
  /// Records of any of several entities: two columns, the entity's name and the id.
  case several([EntityName])
  /// Records of every entity there is, now or later.
  case any

  /// Whether a record of `entity` may be pointed to.
  public func contains(_ entity: EntityName) -> Bool {
    switch self {
    case .one(let name): name == entity
    case .several(let names): names.contains(entity)
    case .any: true
    }
  }

  /// Whether the entity's name has to be stored beside the id.
  public var isPolymorphic: Bool {
    if case .one = self { false } else { true }
  }
}
