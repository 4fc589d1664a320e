public import CRMModel

/// What a customer wants to change of a schema at run time, written down in order; nothing happens until it is planned
/// and executed.
///
///     try await session.alter { schema in
///       schema[Account.self].add(.picklist("tier", ["gold", "silver"]), label: "Tier")
///       schema.addEntity("vehicle", label: "Vehicle", title: ["plate"], fields: [.text("plate").required().unique()])
///       schema["vehicle"].add(.reference("dealer", to: "account", inverse: "vehicles"))
///     }
///
/// Everything made at run time lives under `custom.`; the prefix may be left out, here and wherever such an entity or
/// field is named in a draft, conditions aside. A rename and a conversion keep the values; removing and adding a field
/// of the same name does not.
public struct SchemaDraft: Hashable, Sendable {
  /// The catalog as it is.
  public let catalog: Catalog
  /// What is wanted, in order; short names as they were given.
  public private(set) var edits: [SchemaEdit] = []

  /// Wants nothing yet.
  public init(_ catalog: Catalog) { self.catalog = catalog }

  /// What is wanted of an entity; each use adds to the draft.
  public subscript(entity: EntityName) -> EntityDraft {
    get { EntityDraft(entity) }
    set { edits += newValue.edits }
  }

  /// What is wanted of an entity; each use adds to the draft.
  public subscript<E: Entity>(entity: E.Type) -> EntityDraft {
    get { EntityDraft(E.name) }
    set { edits += newValue.edits }
  }

  /// Adds an entity.
  ///
  /// - Parameters:
  ///   - name: One word, or `custom.` and a word.
  ///   - label: What people call one record; made of the name if left out.
  ///   - plural: What people call many.
  ///   - title: The fields that name a record in pickers, hits and timelines.
  ///   - fields: The fields to begin with.
  ///   - configure: Sets the rest: help, indexes, rules.
  public mutating func addEntity(
    _ name: EntityName, label: LocalizedText? = nil, plural: LocalizedText? = nil, title: [FieldName] = [],
    fields: [CustomField] = [], _ configure: (inout EntitySchema) -> Void = { _ in }
  ) {
    var schema = EntitySchema(NamePolicy.custom(name), label: label, title: title, fields: fields.map(\.schema))
    schema.pluralLabel = plural
    configure(&schema)
    edits.append(.addEntity(schema))
  }

  /// Gives an entity another name; references to it follow, stored queries that name it do not.
  public mutating func renameEntity(_ name: EntityName, to new: EntityName) {
    edits.append(.renameEntity(name, to: new))
  }
  /// Offers an entity no longer; its records are kept.
  public mutating func retireEntity(_ name: EntityName) { edits.append(.retireEntity(name)) }
  /// Offers a retired entity again.
  public mutating func restoreEntity(_ name: EntityName) { edits.append(.restoreEntity(name)) }
  /// Takes an entity and all its records away for good.
  public mutating func removeEntity(_ name: EntityName) { edits.append(.removeEntity(name)) }

  /// Switches a module off: its entities, and its fields in entities of others, are offered no longer; their data are kept.
  ///
  /// Refused as long as a field of another module or of a customer refers to its entities. The module stays off when the store is opened with
  /// its code, and is not upgraded until it is switched on.
  public mutating func switchOff(_ module: ModuleName) { edits.append(.switchOff(module)) }
  /// Switches a module on again; it is brought up to the code that the workspace was opened with, in the same change.
  public mutating func switchOn(_ module: ModuleName) { edits.append(.switchOn(module)) }
  /// Takes a module away with all its entities, fields and their data for good.
  ///
  /// Refused as long as a field of another module or of a customer refers to its entities. A store that is opened with the module's code
  /// has it installed anew, with nothing in it.
  public mutating func removeModule(_ module: ModuleName) { edits.append(.removeModule(module)) }
}
