import CRMModel

/// Finds out how the groups of a scan change by changes of its own rows, from these rows alone.
///
/// The rows are taken back to what they were, by the change log, and both states of them are gathered as any rows are. What has changed is
/// the difference, because no other row, and nothing that these rows refer to, is another.
struct GroupFollowing {
  private let scan: GroupScan
  private let demand: ColumnDemand
  private let changes: LoggedChanges
  private var table: TableID { scan.sources[0].table }

  /// Nil if the changes are not told by the rows of source 0 alone, or not all that is asked of them is kept in the log.
  init?(_ scan: GroupScan, _ demand: ColumnDemand, _ entity: EntityLayout, _ changes: LoggedChanges) {
    self.scan = scan
    self.demand = demand
    self.changes = changes
    let others = scan.sources.dropFirst().map(\.table)
    if scan.filter?.asksRelations == true || others.contains(table) || changes.touch(others) { return nil }
    if scan.measures.contains(where: { !$0.isTakenAway }) { return nil }
    // Folded keys, revisions and moments of change follow from what is logged, and are not logged themselves.
    let logged = entity.fields.flatMap { $0.valueColumns.map(\.number) }
    let kept = Set(logged).union([SystemField.id, .owner, .deletedAt, .createdAt].map(\.columnNumber))
    if !kept.isSuperset(of: demand.columns[table, default: []]) { return nil }
  }

  func change(_ reader: any EngineReader) throws -> ScanChange {
    let layouts = try reader.layouts()
    guard let layout = layouts.first(where: { $0.id == table }) else { return .unknown }
    let columns = demand.columns[table, default: []].sorted()
    let new = try rows(changes.ids(table), of: table, columns, reader)
    let old = changes.undone(new, of: table)
    var state = MemoryState()
    state.tables[table] = try MemoryTable(layout.keeping(columns))
    var states = [state, state]
    for (place, rows) in [old, new].enumerated() {
      try states[place].tables[table]?.insert(RowBatch(rows, columns, layout))
    }
    for source in scan.sources.dropFirst() {
      guard let link = source.link, let layout = layouts.first(where: { $0.id == source.table }) else {
        return .unknown
      }
      let columns = demand.columns[source.table, default: []].sorted()
      let holder = scan.sources[link.id.source].table
      for place in states.indices {
        var parents = try states[place].tables[source.table] ?? MemoryTable(layout.keeping(columns))
        let ids = states[place].tables[holder]?.numbers(in: link.id.column) ?? []
        let missing = ids.filter { parents.position(of: $0) == nil }.sorted()
        try parents.insert(RowBatch(try rows(missing, of: source.table, columns, reader), columns, layout))
        states[place].tables[source.table] = parents
      }
    }
    return .groups(
      removed: try GroupGathering(scan, in: states[0]).groups(),
      added: try GroupGathering(scan, in: states[1]).groups())
  }

  /// Cells by column, by record, of those that are there.
  private func rows(
    _ ids: [Int64], of table: TableID, _ columns: [Int32], _ reader: any EngineReader
  ) throws -> [Int64: [Int32: Scalar]] {
    var found: [Int64: [Int32: Scalar]] = [:]
    if ids.isEmpty { return found }
    let scan = RowScan(sources: [Source(table: table)], ids: ids, columns: columns.map { ColumnRef(column: $0) })
    try reader.scan(scan, batchSize: RecordReader.batchSize) { batch in
      for (row, id) in batch.ids.enumerated() {
        found[id] = Dictionary(uniqueKeysWithValues: zip(columns, batch.vectors.map { $0[row] }))
      }
      return true
    }
    return found
  }
}

extension Measure {
  /// Whether what was measured of some rows can be taken away from what was measured of more.
  fileprivate var isTakenAway: Bool {
    switch self {
    case .rows, .values, .sum: true
    case .distinct, .minimum, .maximum: false
    }
  }
}

extension TableLayout {
  /// The id and some other columns, without indexes.
  func keeping(_ numbers: some Collection<Int32>) -> TableLayout {
    var layout = self
    layout.columns.removeAll { $0.number != SystemField.id.columnNumber && !numbers.contains($0.number) }
    layout.indexes = []
    return layout
  }
}

extension MemoryTable {
  /// The different numbers in a column.
  fileprivate func numbers(in column: Int32) -> Set<Int64> {
    guard let place = layout.position(of: column) else { return [] }
    var numbers = Set<Int64>()
    for chunk in chunks {
      let cells = chunk.columns[place]
      chunk.live.subtracting(cells.nulls).forEach { numbers.insert(cells.word($0)) }
    }
    return numbers
  }
}

extension RowBatch {
  /// A batch of cells by column, by record; by ascending id.
  fileprivate init(_ rows: [Int64: [Int32: Scalar]], _ columns: [Int32], _ layout: TableLayout) {
    let ids = rows.keys.sorted()
    let wanted = columns.filter { $0 != SystemField.id.columnNumber }
    self.init(
      ids: ids, columns: wanted,
      vectors: wanted.map { column in
        var vector = ColumnVector(layout.kind(of: column) ?? .integer)
        for id in ids { vector.append(rows[id]?[column] ?? .null) }
        return vector
      })
  }
}
