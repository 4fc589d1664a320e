import CRMModel

/// Finds the rows of a scan, in order, by the cheapest of several ways.
struct RowSelection {
  let scope: ScanScope
  let scan: RowScan
  private let plan: PlanScope
  let conditions: [Filter]

  init(_ scan: RowScan, in state: MemoryState) throws {
    self.scan = scan
    plan = try state.plan(scan.sources)
    if let filter = scan.filter { try plan.check(filter) }
    for key in scan.order { try plan.check(key.operand) }
    for column in scan.columns { try plan.check(column) }
    scope = try ScanScope(scan.sources, in: state)
    conditions = scan.filter?.conjuncts ?? []
  }

  /// The places of the rows in their order.
  func positions() throws -> [Int] {
    let limit = scan.limit.map { max(0, $0) }
    if limit == 0 { return [] }
    if let ids = scan.ids {
      var seen = Set<Int64>()
      return try sorted(candidates: ids.filter { seen.insert($0).inserted })
    }
    let path = bestPath()
    if let limit {
      let few = max(256, limit.multipliedReportingOverflow(by: 4).partialValue)
      if let ids = path?.ids(most: few) { return try sorted(candidates: ids) }
      if let found = try OrderedWalk(scope, scan, conditions).positions(limit) { return found }
    }
    if let ids = path?.ids(most: max(256, scope.base.table.count / 16)) { return try sorted(candidates: ids) }
    return try sortedFromAll(limit)
  }

  /// The index that narrows the rows most; nil if none does.
  func bestPath() -> IndexPath? {
    if conditions.isEmpty { return nil }
    var best: IndexPath?
    for index in scope.base.table.indexes {
      guard let path = IndexPath(index, conditions, in: scope.base.table.layout), path.score > best?.score ?? 0 else {
        continue
      }
      best = path
    }
    return best
  }

  private func sorted(candidates ids: [Int64]) throws -> [Int] {
    var rows = try SortedRows(scan.order, limit: scan.limit, scope: plan)
    for id in ids {
      guard let position = scope.base.table.position(of: id), try scope.isKept(position, by: scan.filter) else {
        continue
      }
      try rows.add(position, in: scope)
    }
    return rows.positions()
  }

  private func sortedFromAll(_ limit: Int?) throws -> [Int] {
    let keepsOrder = scan.order.isEmpty && scope.base.table.isAscending
    var rows = try SortedRows(scan.order, limit: limit, scope: plan)
    var found: [Int] = []
    try scope.forEachChunk(where: scan.filter) { view, kept in
      if keepsOrder {
        let base = view.index << RowChunk.shift
        kept.forEach { found.append(base + $0) }
        if let limit, found.count >= limit { return false }
      } else {
        try rows.add(kept, of: view)
      }
      return true
    }
    if keepsOrder { return limit.map { Array(found.prefix($0)) } ?? found }
    return rows.positions()
  }

  /// How many rows there are, but no more than the scan's limit.
  func count() throws -> Int {
    let limit = max(0, scan.limit ?? .max)
    if scan.filter == nil { return min(limit, scope.base.table.count) }
    if let ids = bestPath()?.ids(most: max(256, scope.base.table.count / 16)) {
      var found = 0
      for id in ids where found < limit {
        if let position = scope.base.table.position(of: id), try scope.isKept(position, by: scan.filter) { found += 1 }
      }
      return found
    }
    var found = 0
    try scope.forEachChunk(where: scan.filter) { _, kept in
      found += kept.count
      return found < limit
    }
    return min(found, limit)
  }
}

extension ScanScope {
  /// Calls `body` with the rows of each chunk for which a filter is true, until it returns false.
  ///
  /// - Parameter chunks: Which chunks; nil for all.
  func forEachChunk(
    in chunks: Range<Int>? = nil, where filter: Filter?, _ body: (ChunkView, BitWords) throws -> Bool
  ) throws {
    for index in chunks ?? base.table.chunks.indices where base.table.chunks[index].liveCount > 0 {
      let view = ChunkView(self, index)
      var rows = view.chunk.live
      if let filter { rows = rows.intersection(try ChunkFilter(view).truth(filter, rows).yes) }
      guard try body(view, rows) else { return }
    }
  }
}
