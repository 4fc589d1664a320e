/// The key under which another system knows a record.
///
/// A record may have any number of them; in one system a key means one record of an entity.
public struct ExternalID: Entity {
  /// `external_id`.
  public static let name: EntityName = "external_id"
  /// The fields of a tie to another system.
  public static let schema = Schema<ExternalID>(label: "External id", plural: "External ids", title: \.key) {
    Field(\.system, "system")
    Field(\.key, "key")
    Field(\.target, "target", inverse: "external_ids", partOf: true)
    Index("system_key", on: ["system", "key", "target.entity"], unique: true)
  }

  /// Identity, owner, revision and moments.
  public var record = RecordInfo()
  /// The other system: `erp`, `mailchimp`.
  public var system = ""
  /// The key there.
  public var key = ""
  /// The record it means here.
  public var target = AnyRecordID(entity: "", rawValue: 0)

  /// A tie with nothing filled in.
  public init() {}

  /// The ties of some keys of a system to records of an entity.
  public static func query(system: String, entity: EntityName, keys: [String]) -> EntityQuery<ExternalID> {
    var query = ExternalID.query.where { $0.system == system && $0.key.isIn(keys) }
    query.query = query.query.where(.compare(.equal, .field("target.entity"), .literal(.text(entity.rawValue))))
    return query
  }
}
