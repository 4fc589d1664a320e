/// A compiled record type: a struct with one static description.
///
///     public struct Lesson: Entity {
///       public static let name: EntityName = "school.lesson"
///       public static let schema = Schema<Lesson>(label: "Lesson", title: \.topic) {
///         Field(\.topic, "topic")
///         Field(\.student, "student", inverse: "lessons", onDelete: .restrict)
///       }
///       public var record = RecordInfo()
///       public var topic = ""
///       public var student = Contact.ID.unset
///       public init() {}
///     }
///
/// Every stored property needs a field line and every field line a stored property; installing an entity where one is missing fails.
/// A property that is not Optional is required: its empty value (`""`, `.unset`) is refused as missing when it is saved.
public protocol Entity: Hashable, Sendable {
  /// The identity of such a record.
  associatedtype ID: Hashable & Sendable = RecordID<Self>

  /// The name in queries, JSON and rules; see ``NameGrammar``.
  static var name: EntityName { get }
  /// Which property is which field, and what must hold.
  static var schema: Schema<Self> { get }

  /// Identity, owner, revision and moments, the fields that other modules and customers added, and what was not read.
  var record: RecordInfo { get set }

  /// A record with nothing filled in.
  init()
}

extension Entity {
  /// A new record, filled in by a closure: `Account { $0.name = "Acme" }`.
  public init(_ fill: (inout Self) -> Void) {
    self.init()
    fill(&self)
  }

  /// The record's identity; unset until it is inserted, unless given.
  public var id: RecordID<Self> {
    get { RecordID(rawValue: record.id) }
    set { record.id = newValue.rawValue }
  }

  /// The user who owns the record.
  public var owner: User.ID? {
    get { record.owner }
    set { record.owner = newValue }
  }

  /// 1 at insert, one more at each update; 0 before.
  public var revision: Int64 { record.revision }
  /// The moment of the insert; nil before.
  public var createdAt: Instant? { record.createdAt }
  /// The moment of the last change; nil before the insert.
  public var modifiedAt: Instant? { record.modifiedAt }
  /// The moment of deletion; nil for live records.
  public var deletedAt: Instant? { record.deletedAt }

  /// The fields that customers added at run time, by the name after `custom.`.
  public var custom: CustomValues {
    get { CustomValues(extras: record.extras) }
    set { record.extras = newValue.extras }
  }

  /// A field that a module added to this entity; nil where there is no value.
  public subscript<V: FieldRepresentable>(field: ExtensionField<Self, V>) -> V.Base? {
    get { V.Base?(fieldValue: record.extras[field.name]) ?? nil }
    set { record.extras[field.name] = newValue?.fieldValue ?? .null }
  }
}
