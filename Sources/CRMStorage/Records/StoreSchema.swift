package import CRMModel

/// Another process has made the store since it was seen to be empty; what is known of it has to be read again.
package struct StoreMadeMeanwhile: Error {
  package init() {}
}

/// What a store says of itself: format, schema, node, the last id known.
package struct StoreSchema: Sendable {
  /// The format of the store; nil for an empty one.
  package let format: Int?
  /// The schema; nil for an empty store.
  package let catalog: Catalog?
  /// The number of the node whose ids the store gives.
  package let node: Int
  /// The highest id there is or was.
  package let lastID: Int64

  /// The names of what is kept beside the rows.
  package enum Key {
    package static let format = "format"
    package static let catalog = "catalog"
    package static let generation = "generation"
    package static let node = "node"
    package static let lastID = "last_id"
  }

  /// Reads what a store says of itself.
  package static func state(_ reader: any EngineReader) throws -> StoreSchema {
    let catalog = try catalog(reader)
    var last = Int64(try reader.metadata(Key.lastID) ?? "") ?? 0
    for schema in catalog?.entities ?? [] {
      let key = SortKey(.column(ColumnRef(column: SystemField.id.columnNumber)), isDescending: true)
      let scan = RowScan(sources: [Source(table: schema.number)], order: [key], limit: 1, columns: [])
      try reader.scan(scan, batchSize: 1) { batch in
        last = max(last, batch.ids.first ?? 0)
        return false
      }
    }
    return StoreSchema(
      format: try format(reader), catalog: catalog,
      node: Int(try reader.metadata(Key.node) ?? "") ?? 0, lastID: last)
  }

  /// The schema as it is stored; nil for an empty store.
  package static func catalog(_ reader: any EngineReader) throws -> Catalog? {
    guard let text = try reader.metadata(Key.catalog) else { return nil }
    do {
      return try JSONTreeDecoder.decode(Catalog.self, from: JSONValue(parsing: text, limits: .unlimited))
    } catch {
      throw StoreError(.damaged, .damaged, "the stored schema cannot be read", underlying: String(describing: error))
    }
  }

  /// The format of a store; nil for an empty one.
  ///
  /// - Throws: ``ErrorCode/newerFormat`` for one that is no number: this version never wrote it.
  package static func format(_ reader: any EngineReader) throws -> Int? {
    guard let text = try reader.metadata(Key.format) else { return nil }
    guard let number = Int(text) else {
      throw StoreError(
        .unsupported, .newerFormat,
        "the store has format \(text.prefix(40)), which this version does not know; use a newer version of swift-crm")
    }
    return number
  }

  /// Counts the changes of the schema; 0 for an empty store.
  package static func generation(_ reader: any EngineReader) throws -> Int64 {
    Int64(try reader.metadata(Key.generation) ?? "") ?? 0
  }

  /// Stores a schema; equal schemas are stored as equal text.
  package static func store(_ catalog: Catalog, _ writer: any EngineWriter) throws {
    // Nobody reads it in a store in memory, but who finds it changed by another.
    if let writer = writer as? any DeferringWriter {
      try writer.setMetadata(Key.catalog, later: { try text(of: catalog) })
    } else {
      try writer.setMetadata(Key.catalog, text(of: catalog))
    }
    try writer.setMetadata(Key.generation, String(catalog.generation))
  }

  private static func text(of catalog: Catalog) throws -> String {
    do { return try JSONTreeEncoder.encode(catalog).text() } catch {
      throw StoreError(.internal, .unexpected, "the schema cannot be written", underlying: String(describing: error))
    }
  }

  /// The node number of a store made at a moment: different moments, most likely different numbers.
  package static func newNode(at moment: Instant) -> Int {
    var bytes: [UInt8] = []
    ByteCoding.append(moment.microsecondsSinceEpoch, to: &bytes)
    return Int(Fingerprint.hash(bytes) % UInt64(RecordIDLayout.nodeCount))
  }
}

extension StoreSchema {
  /// What has to change for a store's schema to follow the modules.
  package static func plan(_ modules: [any CRMModule], from catalog: Catalog, _ binding: BindingContext) -> SchemaPlan {
    SchemaPlan.installing(modules: modules, into: catalog, compile: compiler(binding))
  }

  /// Makes an empty store one that a workspace can be opened on, as far as it concerns no records; its schema comes with the modules.
  ///
  /// - Throws: ``StoreMadeMeanwhile``.
  package static func make(_ writer: any EngineWriter, node: Int) throws {
    guard try writer.metadata(Key.format) == nil else { throw StoreMadeMeanwhile() }
    try writer.setMetadata(Key.format, "1")
    try writer.setMetadata(Key.node, String(node))
  }

  /// Carries out a plan and stores the schema it leads to.
  package static func apply(
    _ plan: SchemaPlan, _ writer: any EngineWriter, _ layout: StoreLayout, by author: SchemaAuthorship?,
    code: ModuleCode? = nil, _ binding: BindingContext
  ) throws -> SchemaOutcome {
    try SchemaExecutor.apply(plan, with: writer, layout: layout, by: author, code: code, compile: compiler(binding))
  }

  /// Compiles the conditions of rules and indexes.
  package static func compiler(_ binding: BindingContext) -> ConditionCompiler {
    { (formula, entity, layout) throws(StoreError) in
      try QueryBinder(layout: layout, context: binding, access: FullAccess()).rowFilter(formula, on: entity)
    }
  }
}
