package import CRMModel

/// Runs queries on one state of the store.
package struct RecordReader {
  let reader: any EngineReader
  package let layout: StoreLayout
  package let context: BindingContext
  let access: any RecordAccess

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

  var binder: QueryBinder { QueryBinder(layout: layout, context: context, access: access) }

  func engine<T>(_ body: () throws -> T) throws(StoreError) -> T {
    do { return try body() } catch { throw StoreError(wrapping: error) }
  }

  package func entityLayout(_ name: EntityName) throws(StoreError) -> EntityLayout { try layout.offeredEntity(name) }

  // MARK: Entities

  /// The coder of an entity.
  package func coder<E: Entity>() throws(StoreError) -> EntityCoder<E> {
    try layout.coders.coder { () throws(StoreError) in try entityLayout(E.name) }
  }

  /// Gives the entities a query finds in batches, in order, until `body` returns false.
  package func entities<E: Entity>(
    _ query: EntityQuery<E>, batchSize: Int = RecordReader.batchSize, _ body: ([E]) throws -> Bool
  ) throws(StoreError) {
    let coder: EntityCoder<E> = try coder()
    let scan = try binder.rows(query.query, columns: coder.columns).scan
    try engine { try self.reader.scan(scan, batchSize: batchSize) { try body(coder.decode($0)) } }
  }

  /// All entities a query finds.
  package func entities<E: Entity>(_ query: EntityQuery<E>) throws(StoreError) -> [E] {
    let coder: EntityCoder<E> = try coder()
    if let found = try unique(query.query, coder) { return found }
    guard reader.isQuickerByRow else {
      var found: [E] = []
      try entities(query) { batch in
        if found.isEmpty { found = batch } else { found += batch }
        return true
      }
      return found
    }
    return try gatherShared(try binder.rows(query.query, columns: coder.columns).scan) { place, cells in
      coder.initialize(place.assumingMemoryBound(to: E.self), cells)
    }
  }

  /// The live entity of an id; nil if there is none.
  package func entity<E: Entity>(_ type: E.Type, id: Int64) throws(StoreError) -> E? {
    let coder: EntityCoder<E> = try coder()
    guard access.visible(E.name) == nil else { return try entities(type, ids: [id]).first }
    try access.permit(.read(E.name))
    // No filter: engines keep the plan of a look-up by nothing but an id, and what is deleted is told by its cell.
    // An optional entity would be a type that is looked up at run time, once a read.
    var entity = coder.blank
    var isFound = false
    try engine {
      try self.reader.row(id, of: coder.lookup) { cells in
        if RecordInfo.isDeleted(cells) { return }
        coder.fill(&entity, cells)
        isFound = true
      }
    }
    return isFound ? entity : nil
  }

  /// The live entity of an id, and its row with all that is stored; nil if there is none, or who asks may not see all records.
  package func storedEntity<E: Entity>(_ type: E.Type, id: Int64) throws(StoreError) -> (entity: E, row: RowBatch)? {
    guard access.visible(E.name) == nil else { return nil }
    let coder: EntityCoder<E> = try coder()
    try access.permit(.read(E.name))
    var found: (E, RowBatch)?
    try engine {
      try self.reader.row(id, of: coder.storedLookup) { cells in
        if !RecordInfo.isDeleted(cells) {
          found = (coder.entity(cells), RowBatch(cells, columns: coder.storedNumbers))
        }
      }
    }
    return found
  }

  /// The live entities of some ids, in the order of the ids; ids without one are left out.
  package func entities<E: Entity>(_ type: E.Type, ids: [Int64]) throws(StoreError) -> [E] {
    let coder: EntityCoder<E> = try coder()
    var scan = coder.lookup
    if access.visible(E.name) != nil {
      scan = try binder.rows(Query(E.name), columns: coder.columns).scan
    } else {
      try access.permit(.read(E.name))
    }
    scan.ids = ids
    let wanted = scan
    let found = EntityArray<E>(capacity: min(ids.count, RecordReader.batchSize))
    var places: [Int64: Int] = [:]
    // Rows come by id: where the ids do so, too, each of them once, nothing has to be put in order.
    let isInOrder = zip(ids, ids.dropFirst()).allSatisfy(<)
    var count = 0
    try engine {
      try self.reader.rows(wanted) { cells in
        guard !RecordInfo.isDeleted(cells) else { return true }
        found.append { coder.initialize($0.assumingMemoryBound(to: E.self), cells) }
        if !isInOrder { places[cells.id] = count }
        count += 1
        return true
      }
    }
    let entities = found.takeAll()
    return isInOrder ? entities : ids.compactMap { id in places[id].map { entities[$0] } }
  }

  // MARK: Records and rows

  /// All records a query finds, in its order.
  package func records(_ query: Query) throws(StoreError) -> [Record] {
    let bound = try binder.rows(query)
    let names = bound.names
    var records: [Record] = []
    try engine {
      try self.reader.rows(bound.scan) { cells in
        records.append(bound.record(cells, names))
        return true
      }
    }
    return records
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
      try self.reader.rows(bound.scan) { cells in
        rows.append(bound.values(cells))
        return true
      }
    }
    return ResultTable(columns: bound.names, rows: rows)
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

  /// How the engine would find the rows of a query, of a grouped one those that are gathered; nil if it does not say.
  ///
  /// - Parameter count: How many rows of a page are wanted.
  package func enginePlan(_ query: Query, first count: Int?) throws(StoreError) -> (scan: RowScan, plan: ScanPlan?) {
    if query.isGrouped {
      let groups = try binder.groups(query).scan
      let rows = RowScan(sources: groups.sources, filter: groups.filter, columns: [])
      return (rows, try engine { try self.reader.plan(groups) })
    }
    var scan = try binder.rows(query).scan
    if let count { scan.limit = min(scan.limit ?? .max, max(0, count)) }
    let asked = scan
    return (asked, try engine { try self.reader.plan(asked) })
  }

  /// What an index is called: the field it is for, or the name it was declared with.
  package func indexName(_ number: Int32, of entity: EntityName) throws(StoreError) -> FieldName {
    IndexPlan.subject(of: number, in: try entityLayout(entity).schema) ?? FieldName("index_\(number)")
  }

  /// How many records meet a query, counted no further than `limit`.
  package func count(_ query: Query, upTo limit: Int?) throws(StoreError) -> Int {
    let bound = try binder.rows(query)
    let most = [limit, query.limit].compactMap { $0 }.min()
    return try engine { try self.reader.count(bound.scan.sources, bound.scan.filter, limit: most) }
  }

  // MARK: Pages

  /// One page of entities, with the places before and after it.
  package func page<E: Entity>(
    _ query: EntityQuery<E>, first count: Int, at cursor: String?
  ) throws(StoreError) -> (items: [E], next: String?, previous: String?) {
    let coder: EntityCoder<E> = try coder()
    // The coder's columns come first, those that only the order needs after them.
    return try page(query.query, first: count, at: cursor, columns: coder.columns) { coder.entity($1) }
  }

  /// One page of rows, with the places before and after it.
  ///
  /// - Parameters:
  ///   - columns: The columns to read beside those of the order, in the place of what the query selects.
  ///   - decode: Makes an item of a row.
  package func page<Item>(
    _ query: Query, first count: Int, at cursor: String?, columns: [ColumnRef]? = nil,
    decode: (BoundRows, borrowing CellRow) throws -> Item
  ) throws(StoreError) -> (items: [Item], next: String?, previous: String?) {
    guard count > 0 else {
      throw StoreError(.invalid, "bad_limit", "a page has at least one row")
    }
    if query.limit != nil {
      throw StoreError(.invalid, "bad_limit", "a query that is read in pages has no limit of its own")
    }
    let bound = try binder.rows(query, columns: columns)
    let fingerprint = query.fingerprint
    var place: PageCursor?
    if let cursor { place = try PageCursor(cursor, for: fingerprint) }
    let isBackward = place?.isBackward ?? false
    var items: [Item] = []
    items.reserveCapacity(min(count, RecordReader.batchSize))
    var (first, last): (String?, String?)
    var hasMore = false
    func text(_ cells: borrowing CellRow, backward: Bool) -> String {
      PageCursor(fingerprint: fingerprint, isBackward: backward, cells: bound.position(cells), id: cells.id).text
    }
    // Each scan begins at its place in the order; the second is asked for what the first did not give.
    for var scan in try bound.page(place) where !hasMore {
      scan.limit = min(count - items.count, Int.max - 1) + 1
      let rest = scan
      try engine {
        try self.reader.rows(rest) { cells in
          if items.count == count {
            hasMore = true
            return false
          }
          items.append(try decode(bound, cells))
          if items.count == 1, place != nil { first = text(cells, backward: !isBackward) }
          if items.count == count { last = text(cells, backward: isBackward) }
          return true
        }
      }
    }
    // Rows may be gone since the cursor was given; an empty page then leads back to where it came from.
    if items.isEmpty, let place {
      return isBackward ? ([], place.turned.text, nil) : ([], nil, place.turned.text)
    }
    if isBackward {
      items.reverse()
      return (items, first, hasMore ? last : nil)
    }
    return (items, hasMore ? last : nil, first)
  }
}

extension BoundRows {
  /// The names of the values of a row.
  package var names: [FieldName] { outputs.map(\.name) }

  /// A row as a record.
  ///
  /// - Parameter names: ``names``, asked once, so that all records share them.
  package func record(_ cells: borrowing CellRow, _ names: [FieldName]) -> Record {
    var record = Record(entity, names: names, values: values(cells))
    record.id = cells.id
    if let revision { record.revision = cells.integer(at: revision) ?? 0 }
    return record
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
