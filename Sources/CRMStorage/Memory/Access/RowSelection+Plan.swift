extension RowSelection {
  /// How the rows would be found: the same choices that ``positions()`` makes, without the rows.
  func scanPlan() throws -> ScanPlan {
    let isOrdered = !scan.order.isEmpty
    let count = min(scope.base.table.count, ScanPlan.longestCount)
    if let ids = scan.ids { return ScanPlan(path: .ids, isSorted: isOrdered, estimatedRows: ids.count) }
    let path = bestPath()
    func sorted(_ path: IndexPath, most: Int) -> ScanPlan? {
      path.ids(most: most).map {
        ScanPlan(path: .index(path.index.layout.number), isSorted: isOrdered, estimatedRows: $0.count)
      }
    }
    if let limit = scan.limit.map({ max(0, $0) }) {
      let few = max(256, limit.multipliedReportingOverflow(by: 4).partialValue)
      if let path, let plan = sorted(path, most: few) { return plan }
      if let path = try OrderedWalk(scope, scan, conditions).path(limit) {
        return ScanPlan(path: path, isSorted: false, estimatedRows: min(limit, count))
      }
    }
    if let path, let plan = sorted(path, most: max(256, scope.base.table.count / 16)) { return plan }
    return ScanPlan(path: .table, isSorted: isOrdered, estimatedRows: count)
  }
}
