package import CRMModel

/// Runs queries on one state of the store.
package struct RecordReader {
  let reader: any EngineReader
  package let layout: StoreLayout
  package let context: BindingContext
  private let access: any RecordAccess

  package init(
    _ reader: any EngineReader, layout: StoreLayout, context: BindingContext, access: any RecordAccess
  ) {
    self.reader = reader
    self.layout = layout
    self.context = context
    self.access = access
  }

  /// The schema as it may be seen.
  package var schema: Catalog { access.admit(layout.catalog) }

  /// The most rows that one batch of a scan holds.
  package static var batchSize: Int { 1_024 }

  private var binder: QueryBinder { QueryBinder(layout: layout, context: context, access: access) }

  private func engine<T>(_ body: () throws -> T) throws(StoreError) -> T {
    do { return try body() } catch { throw StoreError(wrapping: error) }
  }

  package func entityLayout(_ name: EntityName) throws(StoreError) -> EntityLayout { try layout.offeredEntity(name) }

  // MARK: Entities

  /// The coder of an entity.
  package func coder<E: Entity>() throws(StoreError) -> EntityCoder<E> {
    layout.coders.coder(try entityLayout(E.name))
  }

  /// Gives the entities a query finds in batches, in order, until `body` returns false.
  package func entities<E: Entity>(
    _ query: EntityQuery<E>, batchSize: Int = RecordReader.batchSize, _ body: ([E]) throws -> Bool
  ) throws(StoreError) {
    let coder: EntityCoder<E> = try coder()
    var scan = try binder.rows(query.query).scan
    scan.columns = coder.columns
    let wanted = scan
    try engine { try self.reader.scan(wanted, batchSize: batchSize) { try body(coder.decode($0)) } }
  }

  /// All entities a query finds.
  package func entities<E: Entity>(_ query: EntityQuery<E>) throws(StoreError) -> [E] {
    var found: [E] = []
    try entities(query) { batch in
      if found.isEmpty { found = batch } else { found += batch }
      return true
    }
    return found
  }

  /// The live entities of some ids, in the order of the ids; ids without one are left out.
  package func entities<E: Entity>(_ type: E.Type, ids: [Int64]) throws(StoreError) -> [E] {
    let coder: EntityCoder<E> = try coder()
    try access.permit(.read(E.name))
    // No filter: engines keep the plan of a look-up by nothing but ids, and what is deleted is told by its cell.
    var wanted = RowScan(sources: [Source(table: coder.layout.table)], ids: ids, columns: coder.columns)
    if access.visible(E.name) != nil {
      var query = Query(E.name)
      query.selection = [SelectTerm(.field(FieldPath(SystemField.id.name)))]
      wanted = try binder.rows(query).scan
      wanted.ids = ids
      wanted.columns = coder.columns
    }
    let scan = wanted
    var found: [Int64: E] = [:]
    var only: E?
    try engine {
      try self.reader.scan(scan, batchSize: RecordReader.batchSize) { batch in
        for entity in coder.decode(batch) where entity.record.deletedAt == nil {
          if ids.count == 1 { only = entity } else { found[entity.record.id] = entity }
        }
        return true
      }
    }
    if ids.count == 1 { return only.map { [$0] } ?? [] }
    return ids.compactMap { found[$0] }
  }

  // MARK: Records and rows

  /// Gives the rows of a query without groups in batches, in order, until `body` returns false.
  package func records(
    _ query: Query, batchSize: Int = RecordReader.batchSize, _ body: ([Record]) throws -> Bool
  ) throws(StoreError) {
    let bound = try binder.rows(query)
    try engine { try self.reader.scan(bound.scan, batchSize: batchSize) { try body(bound.records($0)) } }
  }

  /// All rows of a query, grouped or not, as values under column names.
  package func table(_ query: Query) throws(StoreError) -> ResultTable {
    if query.isGrouped {
      let bound = try binder.groups(query)
      let groups = try engine { try self.reader.groups(bound.scan) }
      return ResultTable(columns: bound.names, rows: try bound.rows(groups))
    }
    let bound = try binder.rows(query)
    var rows: [[FieldValue]] = []
    try engine {
      try self.reader.scan(bound.scan, batchSize: RecordReader.batchSize) { batch in
        for row in 0..<batch.count { rows.append(bound.values(batch, row: row)) }
        return true
      }
    }
    return ResultTable(columns: bound.outputs.map(\.name), rows: rows)
  }

  /// The groups of a query, column by column.
  ///
  /// - Throws: `not_grouped` for a query without groups.
  package func columns(_ query: Query) throws(StoreError) -> ResultColumns {
    guard query.isGrouped else {
      throw StoreError(.invalid, "not_grouped", "only the groups of a query are given column by column")
    }
    let bound = try binder.groups(query)
    return try bound.columns(try engine { try self.reader.groups(bound.scan) })
  }

  /// The ids of the records a query finds, in its order.
  package func ids(_ query: Query) throws(StoreError) -> [Int64] {
    var scan = try binder.rows(query).scan
    scan.columns = []
    let wanted = scan
    var ids: [Int64] = []
    try engine {
      try self.reader.scan(wanted, batchSize: 16_384) { batch in
        ids += batch.ids
        return true
      }
    }
    return ids
  }

  /// How many records meet a query, counted no further than `limit`.
  package func count(_ query: Query, upTo limit: Int?) throws(StoreError) -> Int {
    let bound = try binder.rows(query)
    let most = [limit, query.limit].compactMap { $0 }.min()
    return try engine { try self.reader.count(bound.scan.sources, bound.scan.filter, limit: most) }
  }

  // MARK: Pages

  /// One page of rows, with the places before and after it.
  package func page<Item>(
    _ query: Query, first count: Int, at cursor: String?, decode: (BoundRows, RowBatch) -> [Item]
  ) throws(StoreError) -> (items: [Item], next: String?, previous: String?) {
    guard count > 0 else {
      throw StoreError(.invalid, "bad_limit", "a page has at least one row")
    }
    if query.limit != nil {
      throw StoreError(.invalid, "bad_limit", "a query that is read in pages has no limit of its own")
    }
    let bound = try binder.rows(query)
    var place: PageCursor?
    if let cursor { place = try PageCursor(cursor, for: bound.fingerprint) }
    let scan = try bound.page(place, first: count)
    var items: [Item] = []
    var positions: [(cells: [Scalar], id: Int64)] = []
    try engine {
      try self.reader.scan(scan, batchSize: min(count, 16_384)) { batch in
        items += decode(bound, batch)
        for row in 0..<batch.count { positions.append((bound.position(of: row, in: batch), batch.ids[row])) }
        return true
      }
    }
    let hasMore = items.count > count
    items = Array(items.prefix(count))
    positions = Array(positions.prefix(count))
    // Rows may be gone since the cursor was given; an empty page then leads back to where it came from.
    if items.isEmpty, let place {
      return place.isBackward ? ([], place.turned.text, nil) : ([], nil, place.turned.text)
    }
    let isBackward = place?.isBackward ?? false
    if isBackward {
      items.reverse()
      positions.reverse()
    }
    func text(of position: (cells: [Scalar], id: Int64)?, backward: Bool) -> String? {
      position.map {
        PageCursor(fingerprint: bound.fingerprint, isBackward: backward, cells: $0.cells, id: $0.id).text
      }
    }
    let next = isBackward || hasMore ? text(of: positions.last, backward: false) : nil
    let previous = (isBackward ? hasMore : place != nil) ? text(of: positions.first, backward: true) : nil
    return (items, next, previous)
  }
}

extension BoundRows {
  /// The rows of a batch under the numbers of their columns in the entity's own table.
  package func entityRows(_ batch: RowBatch) -> RowBatch {
    let own = scan.columns.indices.filter { scan.columns[$0].source == 0 && batch.vectors.indices.contains($0) }
    return RowBatch(
      ids: batch.ids, columns: own.map { scan.columns[$0].column }, vectors: own.map { batch.vectors[$0] })
  }

  /// The rows of a batch as records.
  package func records(_ batch: RowBatch) -> [Record] {
    let names = outputs.map(\.name)
    let revision = outputs.firstIndex { $0.name == SystemField.revision.name }
    return (0..<batch.count).map { row in
      let values = self.values(batch, row: row)
      var record = Record(entity, names: names, values: values)
      record.id = batch.ids[row]
      if let revision, case .integer(let number) = values[revision] { record.revision = number }
      return record
    }
  }
}

extension EntityLayout {
  /// Whole rows as records: system fields first, then the entity's own.
  package func records(_ rows: RowBatch) -> [Record] {
    let own = fields.filter { !$0.schema.isRetired }
    let system = SystemField.allCases.filter { $0 != .deletedAt }
    let names = system.map(\.name) + own.map(\.schema.name)
    return (0..<rows.count).map { row in
      let systemValues = system.map { field -> FieldValue in
        let cell = field == .id ? Scalar.integer(rows.ids[row]) : rows[row, field.columnNumber]
        return FieldCodec.decode([cell], as: field.type(in: schema.name))
      }
      var record = Record(schema.name, names: names, values: systemValues + own.map { $0.value(rows, row: row) })
      record.id = rows.ids[row]
      record.revision = rows[row, SystemField.revision.columnNumber].integerValue ?? 0
      return record
    }
  }
}

extension RecordReader {
  /// What was committed after a sequence number, by the schema of this state.
  ///
  /// - Throws: ``ErrorCode/changesExpired`` if entries between the number and the oldest one kept were forgotten.
  package func commits(after sequence: Int64, limit: Int) throws(StoreError) -> [CommitRecord] {
    try access.permit(.administer(.readChanges))
    let records = try engine { try self.reader.log(after: sequence, limit: max(limit, 1)) }
    let newest = try engine { try self.reader.lastSequence() }
    if let first = records.first?.sequence ?? (newest > sequence ? newest + 1 : nil), first > max(sequence, 0) + 1 {
      throw StoreError(
        .conflict, .changesExpired,
        "the changes after \(sequence) were forgotten; read everything again and go on after \(newest)")
    }
    if limit <= 0 { return [] }
    var commits: [CommitRecord] = []
    for record in records { commits.append(try CommitRecord(record, layout: layout)) }
    return commits
  }
}

extension RecordReader {
  /// Looks through the whole store for what must not be.
  package func check() throws(StoreError) -> [Violation] {
    try access.permit(.administer(.check))
    return try StoreCheck(reader, layout: layout).problems()
  }
}
