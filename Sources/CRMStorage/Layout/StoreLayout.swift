package import CRMModel

/// The catalog of a store together with where everything lies: what binders and the record engine look things up in.
///
/// Made once for each generation of the catalog and shared.
package final class StoreLayout: Sendable {
  /// The catalog.
  package let catalog: Catalog
  /// The coders of its entities.
  let coders = EntityCoders()
  /// The bound conditions of its rules.
  let rules = RuleFilters()
  private let layouts: [EntityName: EntityLayout]
  /// The references that point to an entity, for policies on deletion: every field of every entity that may hold such an id.
  private let incoming: [EntityName: [(entity: EntityName, field: FieldName)]]
  private let histories: [EntityName: [HistoryLayout]]

  package init(_ catalog: Catalog) {
    self.catalog = catalog
    var layouts: [EntityName: EntityLayout] = [:]
    var incoming: [EntityName: [(entity: EntityName, field: FieldName)]] = [:]
    let entities = catalog.entities
    for schema in entities {
      layouts[schema.name] = EntityLayout(schema, currency: catalog.currency)
      incoming["user", default: []].append((schema.name, SystemField.owner.name))
      for field in schema.fields {
        guard let targets = field.type.referenceTargets else { continue }
        for target in entities where targets.contains(target.name) {
          incoming[target.name, default: []].append((schema.name, field.name))
        }
      }
    }
    var histories: [EntityName: [HistoryLayout]] = [:]
    for schema in entities {
      guard let keeper = layouts[schema.name], let history = HistoryLayout(keeper, in: layouts) else { continue }
      histories[history.followedEntity, default: []].append(history)
    }
    self.layouts = layouts
    self.incoming = incoming
    self.histories = histories
  }

  /// Where an entity's fields lie; nil if there is no such entity.
  package func entity(_ name: EntityName) -> EntityLayout? { layouts[name] }

  /// Where the fields of an entity lie that may be named.
  ///
  /// - Throws: ``ErrorCode/unknownEntity`` if there is none, or it is retired, which the message says.
  package func offeredEntity(_ name: EntityName) throws(StoreError) -> EntityLayout {
    if let entity = layouts[name], !entity.schema.isRetired { return entity }
    var message = "no entity of this name"
    if let schema = layouts[name]?.schema {
      message = "the entity is retired; its records are kept, and restoring it brings them back"
      if let module = schema.module, catalog.modules[module]?.isOff == true {
        message = "module \(module) is switched off; its records are kept, and switching it on brings them back"
      }
    }
    throw StoreError(
      .invalid, .unknownEntity, "\(name): \(message)", violations: [Violation(.unknownEntity, message, entity: name)])
  }

  /// Every entity's layout, ordered by entity name.
  package var entities: [EntityLayout] { catalog.entities.compactMap { layouts[$0.name] } }

  /// The entity of a table; nil if there is none.
  package func entity(table: TableID) -> EntityLayout? { layouts.values.first { $0.table == table } }

  /// The histories that are kept of an entity's records.
  package func histories(of entity: EntityName) -> [HistoryLayout] { histories[entity] ?? [] }

  /// The fields that may refer to records of an entity.
  package func references(to entity: EntityName) -> [(entity: EntityName, field: FieldName)] { incoming[entity] ?? [] }
}
