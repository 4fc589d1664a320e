/// A record of any entity, its fields by name.
///
/// A record to be inserted is made by hand; one that was read shows just the fields that were read. Typed entities
/// (``Entity``) and records are two faces of the same rows.
///
///     var contact = Record("contact", ["name": .personName(name), "email": "ana@example.com"])
///     contact["custom.tier"] = "gold"
public struct Record: Hashable, Sendable {
  /// The record's entity.
  public let entity: EntityName
  /// The identity's 64 bits; 0 before the insert, unless given.
  public var id: Int64 = 0
  /// 1 at insert, one more at each update; 0 before.
  public package(set) var revision: Int64 = 0
  private(set) var names: [FieldName]
  private(set) var values: [FieldValue]

  /// A record with nothing filled in.
  public init(_ entity: EntityName) {
    self.entity = entity
    names = []
    values = []
  }

  /// A record with some fields filled in.
  public init(_ entity: EntityName, _ fields: KeyValuePairs<FieldName, FieldValue>) {
    self.init(entity)
    for (name, value) in fields { self[name] = value }
  }

  /// A row of a result; the names are shared by all rows.
  package init(_ entity: EntityName, names: [FieldName], values: [FieldValue]) {
    self.entity = entity
    self.names = names
    self.values = values
  }

  /// The identity together with the entity's name.
  public var recordID: AnyRecordID { AnyRecordID(entity: entity, rawValue: id) }

  /// The value of a field; null if it was not given or not read (see ``contains(_:)``).
  ///
  /// - Complexity: O(*n*) in the number of fields.
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

  /// Whether a field was given or read; null counts.
  public func contains(_ name: FieldName) -> Bool { names.contains(name) }

  /// The fields given or read, in their order.
  public var fieldNames: [FieldName] { names }

  /// The value of the field at a position of ``fieldNames``; null for one that is not there.
  package func value(at position: Int) -> FieldValue { values.indices.contains(position) ? values[position] : .null }

  /// Names and values, in their order.
  public var fields: [(name: FieldName, value: FieldValue)] { zip(names, values).map { ($0, $1) } }
}
