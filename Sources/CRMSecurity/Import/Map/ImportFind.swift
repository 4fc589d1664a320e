public import CRMModel

/// How the record is found that a cell means.
///
/// A record of the same file may stand below the row that refers to it, if the reference is not required: such
/// references are set when the file has been read.
public struct ImportFind: Hashable, Sendable {
  /// The entity looked in; nil for the only one that the field may refer to.
  public var entity: EntityName?
  /// The field that has the cell's value; nil if the cell is another system's key.
  public var field: FieldName?
  /// The system whose key the cell is; nil if it is the value of a field.
  public var system: String?
  /// Whether a record that is not there is made, with the cell as its key.
  public var create = false
  /// Further fields of a record that is made, as constants.
  public var set: [FieldName: String] = [:]

  /// Finds by the value of a field.
  public init(_ entity: EntityName? = nil, by field: FieldName, create: Bool = false, set: [FieldName: String] = [:]) {
    self.entity = entity
    self.field = field
    self.create = create
    self.set = set
  }

  /// Finds by another system's key.
  public init(_ entity: EntityName? = nil, system: String) {
    self.entity = entity
    self.system = system
  }
}

extension ImportFind: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case entity
    case field = "by"
    case system, create, set
  }

  /// Reads a way to find with exactly one of `by` and `system`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(CodingKeys.self)
    entity = try container.decodeIfPresent(EntityName.self, forKey: .entity)
    field = try container.decodeIfPresent(FieldName.self, forKey: .field)
    system = try container.decodeIfPresent(String.self, forKey: .system)
    create = try container.decodeIfPresent(Bool.self, forKey: .create) ?? false
    set = try container.decodeIfPresent([FieldName: String].self, forKey: .set) ?? [:]
    if (field == nil) == (system == nil) {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: container.codingPath, debugDescription: "exactly one of `by` and `system` expected"))
    }
  }

  /// Writes the way to find.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(entity, forKey: .entity)
    try container.encodeIfPresent(field, forKey: .field)
    try container.encodeIfPresent(system, forKey: .system)
    if create { try container.encode(create, forKey: .create) }
    if !set.isEmpty { try container.encode(set, forKey: .set) }
  }
}
