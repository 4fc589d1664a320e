import CRMModel

/// Finds out how the groups of a scan change by changes of its own rows, from these rows alone.
///
/// The rows are taken back to what they were, by the change log, and both states of them are gathered as any rows are. What has changed is
/// the difference, because no other row, and nothing that these rows refer to, is another.
struct GroupFollowing {
  /// How many rows are read at once.
  private static let slice = 4_096

  private let scan: GroupScan
  private let demand: ColumnDemand
  private let changes: LoggedChanges
  private var table: TableID { scan.sources[0].table }

  private init(_ scan: GroupScan, _ demand: ColumnDemand, _ changes: LoggedChanges) {
    self.scan = scan
    self.demand = demand
    self.changes = changes
  }

  /// Follows changes, if they are told by the rows of source 0 alone and all that is asked of them is kept in the log.
  ///
  /// A record that another table has got since hinders nothing: no row referred to it before.
  static func of(
    _ scan: GroupScan, _ demand: ColumnDemand, _ changes: LoggedChanges
  ) -> Result<GroupFollowing, UntoldChange> {
    let following = GroupFollowing(scan, demand, changes)
    let others = scan.sources.dropFirst().map(\.table)
    if scan.filter?.asksRelations == true || others.contains(following.table) { return .failure(.relations) }
    if changes.alter(others) { return .failure(.parentsChanged) }
    if scan.measures.contains(where: { !$0.isTakenAway }) { return .failure(.arranged) }
    if changes.unlogged.contains(following.table) { return .failure(.unlogged) }
    return .success(following)
  }

  func change(_ reader: any EngineReader) throws -> ScanChange {
    let layouts = try reader.layouts()
    func known(_ table: TableID) throws -> TableLayout {
      if let layout = layouts.first(where: { $0.id == table }) { return layout }
      throw EngineError.noSuchLayout("no table \(table)", table: table)
    }
    let layout = try known(table)
    let columns = demand.columns[table, default: []].sorted()
    var state = MemoryState()
    state.tables[table] = try MemoryTable(layout.keeping(columns))
    var states = [state, state]
    for ids in changes.ids.slices(of: Self.slice) {
      let new = try rows(ids, of: table, columns, reader)
      let old = changes.undone(new, ids)
      for (place, rows) in [old, new].enumerated() {
        try states[place].change(table) { try $0.insert(RowBatch(rows, columns, layout)) }
      }
    }
    for source in scan.sources.dropFirst() {
      guard let link = source.link else { continue }
      let layout = try known(source.table)
      let columns = demand.columns[source.table, default: []].sorted()
      let holder = scan.sources[link.id.source].table
      for place in states.indices {
        var parents = try states[place].tables[source.table] ?? MemoryTable(layout.keeping(columns))
        let ids = states[place].tables[holder]?.numbers(in: link.id.column) ?? []
        let missing = ids.filter { parents.position(of: $0) == nil }.sorted()
        for ids in missing.slices(of: Self.slice) {
          try parents.insert(RowBatch(try rows(ids, of: source.table, columns, reader), columns, layout))
        }
        states[place].tables[source.table] = parents
      }
    }
    return .groups(
      removed: try GroupGathering(scan, in: states[0]).groups(),
      added: try GroupGathering(scan, in: states[1]).groups())
  }

  /// Cells by column, by record, of those that are there.
  private func rows(
    _ ids: ArraySlice<Int64>, of table: TableID, _ columns: [Int32], _ reader: any EngineReader
  ) throws -> [Int64: [Int32: Scalar]] {
    var found: [Int64: [Int32: Scalar]] = [:]
    if ids.isEmpty { return found }
    let scan = RowScan(sources: [Source(table: table)], ids: Array(ids), columns: columns.map { ColumnRef(column: $0) })
    try reader.scan(scan, batchSize: RecordReader.batchSize) { batch in
      for (row, id) in batch.ids.enumerated() {
        found[id] = Dictionary(uniqueKeysWithValues: zip(columns, batch.vectors.map { $0[row] }))
      }
      return true
    }
    return found
  }
}

extension Array {
  /// The elements, at most so many at a time.
  fileprivate func slices(of count: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: self.count, by: count).map { self[$0..<Swift.min($0 + count, self.count)] }
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
