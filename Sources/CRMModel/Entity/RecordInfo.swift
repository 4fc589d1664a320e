/// What every record has beside its entity's own properties.
public struct RecordInfo: Hashable, Sendable {
  /// The identity's 64 bits; 0 before the insert, unless given.
  public var id: Int64 = 0
  /// The user who owns the record.
  public var owner: User.ID?
  /// 1 at insert, one more at each update; 0 before. An update of a record read with another revision than the stored one is a conflict.
  public internal(set) var revision: Int64 = 0
  /// The moment of the insert; nil before.
  public internal(set) var createdAt: Instant?
  /// The moment of the last change; nil before the insert.
  public internal(set) var modifiedAt: Instant?
  /// The moment of deletion; nil for live records.
  public internal(set) var deletedAt: Instant?
  /// Values of extension and custom fields, by full name.
  public var extras = ExtraValues()
  /// The fields that were read; nil means all. A field that was not read shows its property's initial value, is never written back, and setting it is an error.
  public internal(set) var readFields: Set<FieldName>?
  /// The fields in which the row holds no value although their property cannot show that: a number that is not Optional
  /// shows 0, a date or an amount what it began with. Written back, such a field stays without a value unless its
  /// property was changed.
  public internal(set) var emptyFields: Set<FieldName> = []

  /// Nothing known yet.
  public init() {}

  /// Whether a field's value is what the store holds.
  public func wasRead(_ field: FieldName) -> Bool { readFields?.contains(field) ?? true }

  /// Takes what a row says whose first cells are those of the owner, the revision, and the moments of insert, last change and deletion.
  package mutating func take(_ cells: borrowing CellRow) {
    id = cells.id
    owner = cells.integer(at: 0).map(User.ID.init(rawValue:))
    revision = cells.integer(at: 1) ?? 0
    createdAt = cells.integer(at: 2).flatMap(Instant.init(microsecondsSinceEpoch:))
    modifiedAt = cells.integer(at: 3).flatMap(Instant.init(microsecondsSinceEpoch:))
    deletedAt = cells.integer(at: 4).flatMap(Instant.init(microsecondsSinceEpoch:))
  }

  /// Whether such a row is of a deleted record.
  package static func isDeleted(_ cells: borrowing CellRow) -> Bool { !cells.isNull(at: 4) }

  /// A record with nothing filled in, of which only some fields will be read.
  package init(readFields: Set<FieldName>?, extras: ExtraValues) {
    self.readFields = readFields
    self.extras = extras
  }

  /// Notes that the record was changed.
  package mutating func noteChange(revision: Int64, at moment: Instant?) {
    self.revision = revision
    modifiedAt = moment
  }

  /// Notes that the row holds no value for a field whose property has to show one.
  package mutating func noteEmpty(_ name: FieldName) { emptyFields.insert(name) }
}

/// Values of fields that a record's entity did not declare itself.
///
/// A record without such values costs one empty array; names are shared by all records of a read.
public struct ExtraValues: Hashable, Sendable {
  private var names: [FieldName] = []
  private var values: [FieldValue] = []

  /// No values.
  public init() {}

  package init(names: [FieldName], values: [FieldValue]) {
    self.names = names
    self.values = values
  }

  /// The value of a field by its full name; null if none was given or read.
  ///
  /// - Complexity: O(*n*) in the number of such fields.
  public subscript(name: FieldName) -> FieldValue {
    get { names.firstIndex(of: name).map { values[$0] } ?? .null }
    set {
      if let index = names.firstIndex(of: name) {
        values[index] = newValue
      } else {
        names.append(name)
        values.append(newValue)
      }
    }
  }

  /// Puts other values under the same names.
  package mutating func replace(_ values: [FieldValue]) { self.values = values }

  /// The names for which there is a value, null included.
  public var fieldNames: [FieldName] { names }
}

/// The fields that customers added at run time, without the `custom.` before their names.
public struct CustomValues: Hashable, Sendable {
  var extras: ExtraValues

  /// The value of a field by the name after `custom.`; null if there is none.
  public subscript(name: String) -> FieldValue {
    get { extras[FieldName("custom.\(name)")] }
    set { extras[FieldName("custom.\(name)")] = newValue }
  }
}
