public import CRMModel

/// One record that a row makes or finds.
public struct ImportTarget: Hashable, Sendable {
  /// The entity of the record.
  public var entity: EntityName
  /// What rules of later targets call it; nil for the entity's name.
  public var name: String?
  /// The field by which a record that is there already is found and updated, unique or not; nil always inserts.
  public var upsert: FieldName?
  /// The key under which another system knows the record; finds it again like ``upsert``, and ties a new one to it.
  public var externalID: ImportExternalID?
  /// Columns without which a row has no such record: if one is empty, the target is left out for the row.
  public var unlessEmpty: [String] = []
  /// Whether empty cells leave a field as it is when a record is updated, instead of clearing it.
  public var skipsEmpty = false
  /// Whether a record that is there already is only found, never changed.
  public var keepsExisting = false
  /// Where the fields' values come from; for the last target, columns that nothing names are added by their names.
  public var fields: [ImportRule] = []

  /// A record of an entity.
  public init(_ entity: EntityName, upsert: FieldName? = nil, fields: [ImportRule] = []) {
    self.entity = entity
    self.upsert = upsert
    self.fields = fields
  }
}

/// The column with another system's keys.
public struct ImportExternalID: Hashable, Sendable {
  /// The other system: `erp`.
  public var system: String
  /// The column.
  public var column: String

  /// Names system and column.
  public init(system: String, column: String) {
    self.system = system
    self.column = column
  }
}

extension ImportExternalID: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case system, column }

  /// Reads system and column.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(CodingKeys.self)
    self.init(
      system: try container.decode(String.self, forKey: .system),
      column: try container.decode(String.self, forKey: .column))
  }
}

extension ImportTarget: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case entity
    case name = "as"
    case upsert
    case externalID = "external_id"
    case unlessEmpty = "unless_empty"
    case skipsEmpty = "skip_empty"
    case keepsExisting = "keep_existing"
    case fields
  }

  /// Reads a target; everything but `entity` may be missing.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(CodingKeys.self)
    self.init(try container.decode(EntityName.self, forKey: .entity))
    name = try container.decodeIfPresent(String.self, forKey: .name)
    upsert = try container.decodeIfPresent(FieldName.self, forKey: .upsert)
    externalID = try container.decodeIfPresent(ImportExternalID.self, forKey: .externalID)
    unlessEmpty = try container.decodeIfPresent([String].self, forKey: .unlessEmpty) ?? []
    skipsEmpty = try container.decodeIfPresent(Bool.self, forKey: .skipsEmpty) ?? false
    keepsExisting = try container.decodeIfPresent(Bool.self, forKey: .keepsExisting) ?? false
    fields = try container.decodeIfPresent([ImportRule].self, forKey: .fields) ?? []
  }

  /// Writes the target; what has its usual value is left out.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(entity, forKey: .entity)
    try container.encodeIfPresent(name, forKey: .name)
    try container.encodeIfPresent(upsert, forKey: .upsert)
    try container.encodeIfPresent(externalID, forKey: .externalID)
    if !unlessEmpty.isEmpty { try container.encode(unlessEmpty, forKey: .unlessEmpty) }
    if skipsEmpty { try container.encode(skipsEmpty, forKey: .skipsEmpty) }
    if keepsExisting { try container.encode(keepsExisting, forKey: .keepsExisting) }
    if !fields.isEmpty { try container.encode(fields, forKey: .fields) }
  }
}
