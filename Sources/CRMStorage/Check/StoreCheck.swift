package import CRMModel

/// Looks through a whole store for what must not be: broken references, owners who are no users, records that are their own ancestors,
/// values that fit no type, required values that are missing, stale folded keys, a damaged log.
///
/// Reads every row of every table once, batch by batch; memory grows with the number of ids, not with the rows.
package struct StoreCheck {
  let reader: any EngineReader
  let layout: StoreLayout
  /// No more than this many problems of one kind and field are told one by one.
  static var mostTold: Int { 20 }

  package init(_ reader: any EngineReader, layout: StoreLayout) {
    self.reader = reader
    self.layout = layout
  }

  /// Everything that is wrong; empty if nothing is.
  package func problems() throws(StoreError) -> [Violation] {
    do {
      let layouts = Dictionary(try reader.layouts().map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
      var found = tables(layouts)
      // What has no table, or no system columns, cannot be read; everything else is looked through.
      let readable = layout.entities.compactMap { entity in
        layouts[entity.table].flatMap { StoreCheck.isReadable($0) ? (entity: entity, table: $0) : nil }
      }
      let live = try liveIDs(readable.map(\.entity))
      for (entity, table) in readable {
        found += try rows(of: entity, in: table, live)
      }
      return found + (try log())
    } catch {
      throw StoreError(wrapping: error)
    }
  }

  /// The tables there are against those that the schema wants.
  private func tables(_ layouts: [TableID: TableLayout]) -> [Violation] {
    var found: [Violation] = []
    for entity in layout.entities {
      guard let table = layouts[entity.table] else {
        found.append(Violation("missing_table", "the entity has no table", entity: entity.schema.name))
        continue
      }
      for column in entity.columns where table.kind(of: column.number) != column.kind {
        let field = entity.fields.first { $0.columns.contains { $0.number == column.number } }?.schema.name
        found.append(
          Violation(
            "missing_column", "a column is missing or of another kind", entity: entity.schema.name, field: field))
      }
    }
    return found
  }

  private static func isReadable(_ table: TableLayout) -> Bool {
    SystemField.allCases.allSatisfy { table.kind(of: $0.columnNumber) == .integer }
  }

  private func liveIDs(_ entities: [EntityLayout]) throws -> [EntityName: Set<Int64>] {
    var live: [EntityName: Set<Int64>] = [:]
    for entity in entities {
      var ids: Set<Int64> = []
      let scan = RowScan(
        sources: [Source(table: entity.table)],
        filter: .isNull(.column(ColumnRef(column: SystemField.deletedAt.columnNumber))), columns: [])
      try reader.scan(scan, batchSize: 16_384) { batch in
        ids.formUnion(batch.ids)
        return true
      }
      live[entity.schema.name] = ids
    }
    return live
  }

  private func rows(
    of entity: EntityLayout, in table: TableLayout, _ live: [EntityName: Set<Int64>]
  ) throws -> [Violation] {
    var collector = ProblemCollector(entity: entity.schema.name)
    // A field that lacks a column was told already; nothing more can be said of it.
    let fields = entity.fields.filter { field in
      field.columns.allSatisfy { table.kind(of: $0.number) == $0.kind }
    }
    let columns = entity.storedColumns.filter { table.kind(of: $0) == entity.kind(of: $0) }
    let scan = RowScan(sources: [Source(table: entity.table)], columns: columns.map { ColumnRef(column: $0) })
    let trees = entity.fields.filter { $0.type == .reference(.one(entity.schema.name)) }
    var parents = trees.map { _ in [Int64: Int64]() }
    var counted = 0
    try reader.scan(scan, batchSize: 4_096) { batch in
      counted += batch.count
      for field in fields {
        let vectors = field.valueColumns.map { column in batch.position(of: column.number).map { batch.vectors[$0] } }
        let values = FieldColumns(
          type: field.type,
          vectors: zip(vectors, field.valueColumns).map { $0 ?? ColumnVector(nulls: batch.count, kind: $1.kind) })
        let keys = field.foldedColumn.flatMap { batch.position(of: $0.number) }.map { batch.vectors[$0] }
        for row in 0..<batch.count {
          check(field, values, keys, row, batch, live, entity, &collector)
        }
      }
      checkOwners(batch, live, &collector)
      for (tree, field) in trees.enumerated() {
        guard let position = batch.position(of: field.schema.number) else { continue }
        for (id, parent) in zip(batch.ids, batch.vectors[position].integerCells) { parents[tree][id] = parent }
      }
      return true
    }
    for (tree, field) in trees.enumerated() {
      for id in TreeCycles.leastIDs(parents[tree]) {
        collector.add(.cyclicReference, "the record is its own ancestor", field: field.schema.name, id: id)
      }
    }
    let total = try reader.count([Source(table: entity.table)], nil, limit: nil)
    if total != counted {
      collector.add("count_differs", "counting rows and reading them disagree", field: nil, id: nil)
    }
    return collector.violations
  }

  private func checkOwners(
    _ batch: RowBatch, _ live: [EntityName: Set<Int64>], _ collector: inout ProblemCollector
  ) {
    let users = live["user"] ?? []
    for (row, owner) in batch.column(.owner).enumerated() {
      guard let owner, !users.contains(owner), batch[row, SystemField.deletedAt.columnNumber].isNull else { continue }
      collector.add(.brokenReference, "the owner is no user", field: SystemField.owner.name, id: batch.ids[row])
    }
  }

  private func check(
    _ field: FieldLayout, _ values: FieldColumns, _ keys: ColumnVector?, _ row: Int, _ batch: RowBatch,
    _ live: [EntityName: Set<Int64>], _ entity: EntityLayout, _ collector: inout ProblemCollector
  ) {
    let id = batch.ids[row]
    let isLive = batch[row, SystemField.deletedAt.columnNumber].isNull
    let name = field.schema.name
    let cells = values.cells(row)
    if let keys, keys[row] != field.foldedKey(of: cells) {
      collector.add("stale_key", "the folded key does not belong to the text", field: name, id: id)
    }
    if values.isNull(row) {
      if isLive, field.schema.isRequired, !field.schema.isRetired {
        collector.add(.required, "a required value is missing", field: name, id: id)
      }
      return
    }
    guard case .reference(let target) = values.value(at: row) else {
      if values.value(at: row).isNull {
        collector.add("unreadable_value", "the value fits no \(field.type.name)", field: name, id: id)
      }
      return
    }
    if isLive, live[target.entity]?.contains(target.rawValue) != true {
      collector.add(.brokenReference, "the reference leads nowhere", field: name, id: id)
    }
  }

  /// Entries without gaps, each of them readable.
  private func log() throws -> [Violation] {
    var found: [Violation] = []
    var last: Int64 = 0
    while true {
      let records = try reader.log(after: last, limit: 1_000)
      if records.isEmpty { break }
      for record in records {
        if last != 0, record.sequence != last + 1 {
          found.append(Violation("log_gap", "the change log lacks entries before \(record.sequence)"))
        }
        if LogEntryCodec.decode(record.body) == nil {
          found.append(Violation(.damaged, "entry \(record.sequence) of the change log is damaged"))
        }
        last = record.sequence
      }
    }
    let newest = try reader.lastSequence()
    if last != 0, newest > last {
      found.append(Violation("log_gap", "the change log lacks entries after \(last)"))
    }
    if newest < last {
      found.append(Violation("log_count", "the change log holds entries beyond its own count"))
    }
    return found
  }
}

/// Gathers problems, the first of each kind one by one, the others as a count.
private struct ProblemCollector {
  let entity: EntityName
  private var told: [Violation] = []
  private var counts: [Kind: Int] = [:]

  private struct Kind: Hashable {
    let code: ErrorCode
    let field: FieldName?
  }

  init(entity: EntityName) { self.entity = entity }

  mutating func add(_ code: ErrorCode, _ message: String, field: FieldName?, id: Int64?) {
    let kind = Kind(code: code, field: field)
    counts[kind, default: 0] += 1
    guard counts[kind, default: 0] <= StoreCheck.mostTold else { return }
    let record = id.map { AnyRecordID(entity: entity, rawValue: $0) }
    told.append(Violation(code, message, entity: entity, field: field, record: record))
  }

  var violations: [Violation] {
    let more = counts.filter { $0.value > StoreCheck.mostTold }.sorted {
      ($0.key.field?.rawValue ?? "", $0.key.code.rawValue) < ($1.key.field?.rawValue ?? "", $1.key.code.rawValue)
    }
    return told
      + more.map { kind, count in
        Violation(kind.code, "\(count - StoreCheck.mostTold) more of these", entity: entity, field: kind.field)
      }
  }
}
