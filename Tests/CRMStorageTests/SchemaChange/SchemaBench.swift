import CRMModel
import CRMSQLite
import CRMStorage
import CRMTesting
import Foundation

/// A store whose schema tests change: an engine, and the catalog that it should hold.
struct SchemaBench {
  /// The engines on which every change is tried.
  enum Kind: String, CaseIterable, Sendable { case memory, sqlite, oracle }

  let engine: any StorageEngine
  var catalog = Catalog(currency: .eur)
  private let grant = EngineGrant()
  private let folder: SchemaFolder?

  init(_ kind: Kind) async throws {
    let folder = kind == .sqlite ? try SchemaFolder() : nil
    self.folder = folder
    switch kind {
    case .memory: engine = MemoryEngine()
    case .sqlite: engine = try await StorageSource.sqlite(folder?.store ?? "").open(EngineOptions())
    case .oracle: engine = OracleEngine()
    }
  }

  /// A store with the base module.
  static func withBase(_ kind: Kind) async throws -> SchemaBench {
    var bench = try await SchemaBench(kind)
    try await bench.install([BaseModule()])
    return bench
  }

  static func compile(_ condition: Formula, _ entity: EntityName, _ layout: StoreLayout) throws(StoreError) -> Filter {
    let context = BindingContext(now: .epoch, zone: .utc, zones: .fixed, calendar: .plain)
    return try QueryBinder(layout: layout, context: context, access: FullAccess()).rowFilter(condition, on: entity)
  }

  static func plan(_ catalog: Catalog, _ change: (inout SchemaDraft) -> Void) -> SchemaPlan {
    var draft = SchemaDraft(catalog)
    change(&draft)
    return SchemaPlan(from: catalog, draft, compile: compile)
  }

  func plan(_ change: (inout SchemaDraft) -> Void) -> SchemaPlan { SchemaBench.plan(catalog, change) }

  mutating func install(_ modules: [any CRMModule]) async throws {
    try await apply(SchemaPlan.installing(modules: modules, into: catalog, compile: SchemaBench.compile))
  }

  mutating func alter(_ change: (inout SchemaDraft) -> Void) async throws { try await apply(plan(change)) }

  mutating func apply(_ plan: SchemaPlan) async throws {
    let layout = StoreLayout(catalog)
    catalog = try await engine.write(grant) { writer in
      try SchemaExecutor.apply(plan, with: writer, layout: layout, by: nil, compile: SchemaBench.compile).layout.catalog
    }
  }

  func estimate(_ change: (inout SchemaDraft) -> Void) async throws -> SchemaEstimate {
    let plan = plan(change)
    let layout = StoreLayout(catalog)
    return try await engine.write(grant) { writer in
      try SchemaExecutor.estimate(plan, with: writer, layout: layout, compile: SchemaBench.compile)
    }
  }

  /// Adds records with ids from 1 on, after those that are there; `deleted` of them are deleted.
  func insert(_ entity: EntityName, _ records: [[FieldName: FieldValue]], deleted: Set<Int> = []) async throws {
    guard let layout = StoreLayout(catalog).entity(entity) else { return }
    let first = Int64(try await ids(entity).count) + 1
    var vectors = layout.columns.dropFirst().map { ColumnVector($0.kind) }
    for (row, record) in records.enumerated() {
      var cells: [Int32: Scalar] = [SystemField.deletedAt.columnNumber: deleted.contains(row) ? .integer(1) : .null]
      for (name, value) in record {
        guard let field = layout.storedField(name) else { continue }
        let encoded = try FieldCodec.encode(value, as: field.type)
        for (column, cell) in zip(field.valueColumns, encoded) { cells[column.number] = cell }
        if let folded = field.foldedColumn { cells[folded.number] = field.foldedKey(of: encoded) }
      }
      for (position, column) in layout.columns.dropFirst().enumerated() {
        vectors[position].append(cells[column.number] ?? .null)
      }
    }
    let ids = records.indices.map { first + Int64($0) }
    let batch = RowBatch(ids: ids, columns: layout.columns.dropFirst().map(\.number), vectors: vectors)
    try await engine.write(grant) { try $0.insert(batch, into: layout.table) }
  }

  func ids(_ entity: EntityName) async throws -> [Int64] { try await rows(entity, []).flatMap(\.ids) }

  /// The values of a field, by id.
  func values(_ entity: EntityName, _ name: FieldName) async throws -> [FieldValue] {
    guard let field = StoreLayout(catalog).entity(entity)?.storedField(name) else { return [] }
    return try await rows(entity, field.valueColumns.map(\.number)).flatMap { batch in
      (0..<batch.count).map { row in FieldCodec.decode(batch.vectors.map { $0[row] }, as: field.type) }
    }
  }

  /// The folded keys of a field, by id; empty if it has none.
  func foldedKeys(_ entity: EntityName, _ name: FieldName) async throws -> [Scalar] {
    guard let column = StoreLayout(catalog).entity(entity)?.storedField(name)?.foldedColumn else { return [] }
    return try await rows(entity, [column.number]).flatMap { batch in (0..<batch.count).map { batch.vectors[0][$0] } }
  }

  private func rows(_ entity: EntityName, _ columns: [Int32]) async throws -> [RowBatch] {
    guard let table = catalog[entity]?.number else { return [] }
    let scan = RowScan(sources: [Source(table: table)], columns: columns.map { ColumnRef(column: $0) })
    return try await engine.read(grant) { reader in
      var batches: [RowBatch] = []
      try reader.scan(scan, batchSize: 100) { batch in
        batches.append(batch)
        return true
      }
      return batches
    }
  }

  /// The tables as the engine has them.
  func layouts() async throws -> [TableLayout] { try await engine.read(grant) { try $0.layouts() } }

  /// The tables as the catalog says they should be.
  func expectedLayouts() throws -> [TableLayout] {
    let store = StoreLayout(catalog)
    return try store.entities.map { entity in
      let indexes = try IndexPlan.indexes(of: entity, in: store, compile: SchemaBench.compile)
      return TableLayout(id: entity.table, columns: entity.columns, indexes: indexes)
    }.sorted { $0.id < $1.id }
  }

  /// The catalog that the engine keeps beside the rows.
  func storedCatalog() async throws -> Catalog? { try await engine.read(grant) { try StoreSchema.catalog($0) } }
}

/// A folder for a store that goes when the last bench on it does.
private final class SchemaFolder: Sendable {
  private let path = FileManager.default.temporaryDirectory.appendingPathComponent("crm-schema-\(UUID().uuidString)")
  var store: String { path.appendingPathComponent("store.crm").path }

  init() throws { try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: path) }
}
