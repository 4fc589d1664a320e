/// The schema of a whole store: every entity there is, as data.
///
/// A catalog is a value. It is stored with the records, compared to plan a change, and read with every query. Looking something up
/// takes constant time.
public struct Catalog: Sendable {
  /// Counts the changes of the schema; 0 for an empty catalog.
  public var generation: Int64 = 0
  /// The currency of money fields that leave it to the workspace.
  public var currency: Currency
  /// The number that the next entity, field or index gets.
  public var nextNumber: Int32 = 100
  /// The modules installed.
  public var modules: [ModuleName: InstalledModule] = [:]
  private var schemas: [EntityName: EntitySchema] = [:]
  private var lookups: [EntityName: EntityLookup] = [:]

  /// An empty catalog.
  public init(currency: Currency) { self.currency = currency }

  /// Every entity, ordered by name.
  public var entities: [EntitySchema] { schemas.values.sorted { $0.name < $1.name } }

  /// The entity of a name; nil if there is none.
  public subscript(entity: EntityName) -> EntitySchema? {
    get { schemas[entity] }
    set {
      schemas[entity] = newValue
      lookups[entity] = newValue.map(EntityLookup.init)
    }
  }

  /// The field of a name, or of a name it had before; nil if there is none. System fields are not among them.
  public func field(_ name: FieldName, of entity: EntityName) -> FieldSchema? {
    guard let lookup = lookups[entity], let index = lookup.fieldIndex[name] else { return nil }
    return schemas[entity]?.fields[index]
  }

  /// The references that lead back to an entity, seen from there under `name`: one, as no two may be installed under one name.
  public func inverses(named name: FieldName, of entity: EntityName) -> [RelatedPath] {
    entities.filter { !$0.isRetired }.flatMap { schema in
      schema.fields.compactMap { field in
        guard case .reference(let targets) = field.type, targets.contains(entity), !field.isRetired,
          field.relationship?.inverse == name
        else { return nil }
        return RelatedPath(schema.name, field.name)
      }
    }
  }
}

extension Catalog: Hashable {
  /// Catalogs are equal when all they describe is.
  public static func == (lhs: Catalog, rhs: Catalog) -> Bool {
    lhs.generation == rhs.generation && lhs.currency == rhs.currency && lhs.nextNumber == rhs.nextNumber
      && lhs.modules == rhs.modules && lhs.schemas == rhs.schemas
  }
  /// Feeds what identifies a catalog.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(generation)
    hasher.combine(schemas.count)
  }
}

extension Catalog: Codable {
  private enum CodingKeys: String, CodingKey {
    case generation, currency
    case nextNumber = "next_number"
    case modules, entities
  }

  /// Reads a catalog; everything but `currency` may be missing. An entity described twice is refused with `name_taken`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(currency: try container.decode(Currency.self, forKey: .currency))
    generation = try container.value(at: .generation, or: generation)
    nextNumber = try container.value(at: .nextNumber, or: nextNumber)
    modules = try container.value(at: .modules, or: modules)
    for schema in try container.value(at: .entities, or: [EntitySchema]()) {
      guard self[schema.name] == nil else {
        throw ValueError(.nameTaken, "every entity once expected", input: schema.name.rawValue)
      }
      self[schema.name] = schema
    }
  }

  /// Writes the catalog, entities ordered by name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(generation, forKey: .generation)
    try container.encode(currency.code, forKey: .currency)
    try container.encode(nextNumber, forKey: .nextNumber)
    try container.encode(modules, forKey: .modules)
    try container.encode(entities, forKey: .entities)
  }
}

private struct EntityLookup: Sendable {
  var fieldIndex: [FieldName: Int] = [:]

  init(_ schema: EntitySchema) {
    for (index, field) in schema.fields.enumerated() {
      for former in field.formerNames where fieldIndex[former] == nil { fieldIndex[former] = index }
    }
    for (index, field) in schema.fields.enumerated() { fieldIndex[field.name] = index }
  }
}
