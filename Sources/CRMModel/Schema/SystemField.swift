/// The fields that every record has.
public enum SystemField: String, Hashable, Sendable, CaseIterable {
  /// The record's identity.
  case id
  /// The user who owns the record; null for none.
  case owner
  /// 1 at insert, one more at each update.
  case revision
  /// The moment of the insert.
  case createdAt = "created_at"
  /// The moment of the last change.
  case modifiedAt = "modified_at"
  /// The moment of deletion; null for live records.
  case deletedAt = "deleted_at"

  /// The name in queries, JSON and rules.
  public var name: FieldName { FieldName(rawValue) }

  /// What people read, where an entity says nothing else: the name in words, under a key such as `system.owner`.
  public var label: LocalizedText {
    LocalizedText(FieldSchema.defaultLabel(for: name), key: "system.\(rawValue)")
  }

  /// What kind of value it holds; the id of an entity is a reference to that entity.
  public func type(in entity: EntityName) -> FieldType {
    switch self {
    case .id: .reference(.one(entity))
    case .owner: .reference(.one("user"))
    case .revision: .integer
    case .createdAt, .modifiedAt, .deletedAt: .instant
    }
  }

  /// The column's number in every table; fields' own columns have higher numbers.
  public var columnNumber: Int32 {
    switch self {
    case .id: 0
    case .owner: 1
    case .revision: 2
    case .createdAt: 3
    case .modifiedAt: 4
    case .deletedAt: 5
    }
  }
}
