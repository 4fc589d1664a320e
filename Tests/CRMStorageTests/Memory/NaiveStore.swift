import CRMModel
import CRMStorage

/// The oracle: rows in dictionaries, every question answered by looking at every row.
struct NaiveStore {
  typealias Row = [Int32: Scalar]
  var tables: [TableID: [Int64: Row]] = [DealWorld.accounts: [:], DealWorld.deals: [:]]

  struct Cells: CellSource {
    let store: NaiveStore
    let sources: [Source]
    let id: Int64

    func row(_ source: Int) -> Row? {
      guard source > 0 else { return store.tables[sources[0].table]?[id] }
      guard let link = sources[source].link, let parent = cell(link.id).integerValue else { return nil }
      if let mark = link.entity, cell(mark.column) != .text(mark.name) { return nil }
      guard let row = store.tables[sources[source].table]?[parent], row[5] ?? .null == .null else { return nil }
      return row
    }

    func cell(_ column: ColumnRef) -> Scalar { row(column.source)?[column.column] ?? .null }
  }

  struct Relations: RelationSource {
    let store: NaiveStore

    func count(_ scan: ChildScan, for outer: Scalar, limit: Int) throws -> Int {
      guard outer != .null else { return 0 }
      let found = try store.tables[scan.sources[0].table, default: [:]].keys.count { id in
        let cells = Cells(store: store, sources: scan.sources, id: id)
        if let mark = scan.entity, cells.cell(mark.column) != .text(mark.name) { return false }
        guard cells.cell(scan.reference) == outer else { return false }
        return try FilterEvaluator(relations: self).isKept(by: scan.filter, cells: cells)
      }
      return min(limit, found)
    }

    func contains(_ id: Int64, in tree: TreeScan) throws -> Bool {
      var seen: Set<Int64> = []
      var next: Int64? = id
      while let here = next, seen.insert(here).inserted {
        if here == tree.root { return true }
        next = store.tables[tree.table]?[here]?[tree.parent]?.integerValue
      }
      return false
    }
  }

  func cells(_ sources: [Source], _ id: Int64) -> Cells { Cells(store: self, sources: sources, id: id) }

  func ids(_ scan: RowScan) throws -> [Int64] {
    let evaluator = FilterEvaluator(relations: Relations(store: self))
    var found: [(id: Int64, values: [Scalar])] = []
    for id in tables[scan.sources[0].table, default: [:]].keys where scan.ids?.contains(id) ?? true {
      let cells = cells(scan.sources, id)
      guard try evaluator.isKept(by: scan.filter, cells: cells) else { continue }
      found.append((id, try scan.order.map { try evaluator.value($0.operand, cells: cells) }))
    }
    found.sort { left, right in
      for (key, pair) in zip(scan.order, zip(left.values, right.values)) {
        switch (pair.0 == .null, pair.1 == .null) {
        case (true, true): continue
        case (true, false): return key.nullsFirst
        case (false, true): return !key.nullsFirst
        case (false, false): break
        }
        let order = ScalarOrder.compare(pair.0, pair.1) ?? 0
        if order != 0 { return key.isDescending ? order > 0 : order < 0 }
      }
      return left.id < right.id
    }
    return found.prefix(scan.limit ?? .max).map(\.id)
  }

  func groups(_ scan: GroupScan) throws -> Set<GroupRow> {
    let ids = try ids(RowScan(sources: scan.sources, filter: scan.filter, columns: []))
    var members: [[Scalar]: [Int64]] = scan.keys.isEmpty ? [[]: []] : [:]
    for id in ids {
      let keys: [Scalar] = try scan.keys.map { key in
        switch key {
        case .column(let column): return cells(scan.sources, id).cell(column)
        case .bucket(let column, let bucketing):
          guard let value = cells(scan.sources, id).cell(column).integerValue else { return .null }
          return .integer(try bucketing.bucket(of: value))
        }
      }
      members[keys, default: []].append(id)
    }
    return Set(
      members.map { keys, ids in
        GroupRow(keys: keys, measures: scan.measures.map { measure($0, ids.map { cells(scan.sources, $0) }) })
      })
  }

  private func measure(_ measure: Measure, _ rows: [Cells]) -> MeasureValue {
    func numbers(_ column: ColumnRef) -> [Int64] { rows.compactMap { $0.cell(column).integerValue } }
    switch measure {
    case .rows: return .count(Int64(rows.count))
    case .values(let column): return .count(Int64(rows.count { $0.cell(column) != .null }))
    case .distinct(let column): return .count(Int64(Set(rows.map { $0.cell(column) }.filter { $0 != .null }).count))
    case .sum(let column):
      return .sum(numbers(column).reduce(0) { $0 + Int128($1) }, count: Int64(numbers(column).count))
    case .minimum(let column): return .extremum(numbers(column).min().map(Scalar.integer) ?? .null)
    case .maximum(let column): return .extremum(numbers(column).max().map(Scalar.integer) ?? .null)
    }
  }
}
