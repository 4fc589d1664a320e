import CRMModel

/// Finds the first rows of a scan by walking an index that has them in order, so that the rest is never looked at.
///
/// The walk is given up when few of the rows that it meets meet the filter: reading everything is then faster.
struct OrderedWalk {
  private let scope: ScanScope
  private let scan: RowScan
  private let conditions: [Filter]

  init(_ scope: ScanScope, _ scan: RowScan, _ conditions: [Filter]) {
    self.scope = scope
    self.scan = scan
    self.conditions = conditions
  }

  /// The places of the first rows in their order; nil if no index has them in order or the walk was given up.
  func positions(_ limit: Int) throws -> [Int]? {
    guard let key = scan.order.first else { return try byID(limit, isDescending: false) }
    guard case .column(let column) = key.operand, column.source == 0 else { return nil }
    if column.column == 0 { return try byID(limit, isDescending: key.isDescending) }
    guard let (index, ranges) = ordered(by: column.column, key) else { return nil }
    return try walk(limit) { visit in
      // Only a single key is in its final order when it leaves the index; for more, all rows that share the first are gathered.
      var lastKey: IndexKey?
      var isDone = false
      func pass(_ entry: KeyEntry) throws -> Bool {
        let isNewKey = scan.order.count == 1 || entry.key != lastKey
        lastKey = entry.key
        isDone = try !visit(entry.id, isNewKey)
        return !isDone
      }
      for range in ranges where !isDone {
        if key.isDescending { try index.forEachDescending(range, pass) } else { try index.forEach(range, pass) }
        lastKey = nil
      }
    }
  }

  /// What is walked for the first rows; nil if no index has them in order or the walk would be given up.
  func path(_ limit: Int) throws -> ScanPlan.Path? {
    guard try positions(limit) != nil else { return nil }
    guard case .column(let column)? = scan.order.first?.operand, column.column != 0 else { return .ids }
    return ordered(by: column.column, scan.order[0]).map { .index($0.index.layout.number) }
  }

  /// An index that has the rows in the order of a key, with its runs; of several that before whose order the conditions
  /// fix the most columns, as it holds the fewest rows that do not meet them.
  private func ordered(by column: Int32, _ key: SortKey) -> (index: MemoryIndex, ranges: [KeyRange])? {
    var best: (index: MemoryIndex, ranges: [KeyRange])?
    for index in scope.base.table.indexes where index.layout.columns.count > best?.index.layout.columns.count ?? 0 {
      guard let path = IndexPath(index, conditions, in: scope.base.table.layout), let ranges = ranges(path, column, key)
      else { continue }
      best = (index, ranges)
    }
    return best
  }

  /// The runs of an index that hold the rows in the order of a key, in that order; nil if the index cannot.
  private func ranges(_ path: IndexPath, _ column: Int32, _ key: SortKey) -> [KeyRange]? {
    let columns = path.index.layout.columns
    let fixed = columns.firstIndex(of: column) ?? columns.count
    guard fixed == columns.count - 1, path.fixedColumns >= fixed,
      let kind = scope.base.table.layout.kind(of: column)
    else { return nil }
    var stem = IndexKeyBytes()
    var isNull = false
    for place in 0..<fixed {
      guard let kind = scope.base.table.layout.kind(of: columns[place]),
        let point = ColumnInterval(conditions, of: columns[place], kind: kind)?.point
      else { return nil }
      if place == 0 { isNull = point.isNull }
      if point.isNull { stem.appendMark(0) } else { stem.append(point) }
    }
    let interval = ColumnInterval(conditions, of: column, kind: kind)
    var nulls = IndexPath.ranges(stem, isNull, interval, isFirst: fixed == 0)
    let values = (interval?.includesNull ?? true) ? Array(nulls.dropFirst()) : nulls
    nulls = (interval?.includesNull ?? true) ? Array(nulls.prefix(1)) : []
    return key.nullsFirst ? nulls + values : values + nulls
  }

  private func byID(_ limit: Int, isDescending: Bool) throws -> [Int]? {
    let interval = ColumnInterval(conditions, of: 0, kind: .integer)
    if interval?.includesValues == false { return [] }
    let (lower, upper) = (interval?.lower?.value.integerValue, interval?.upper?.value.integerValue)
    let ids = (lower ?? .min)...max(lower ?? .min, upper ?? .max)
    if let lower, let upper, lower > upper { return [] }
    return try walk(limit) { visit in
      try scope.base.table.forEachRow(in: ids, isDescending: isDescending) { id, _ in try visit(id, true) }
    }
  }

  /// Gathers the rows that `steps` visits until there are enough.
  ///
  /// - Parameter steps: Calls what it is given with each id and whether the rows so far can stand without it; ends when that returns false.
  private func walk(_ limit: Int, _ steps: ((Int64, Bool) throws -> Bool) throws -> Void) throws -> [Int]? {
    var found: [Int] = []
    var stepsLeft = max(2048, min(limit, 1 << 20) * 32)
    var isGivenUp = false
    try steps { id, isBoundary in
      if found.count >= limit, isBoundary { return false }
      if scan.filter != nil || found.count >= limit {
        stepsLeft -= 1
        if stepsLeft < 0 {
          isGivenUp = true
          return false
        }
      }
      if let position = scope.base.table.position(of: id), try scope.isKept(position, by: scan.filter) {
        found.append(position)
      }
      return true
    }
    if isGivenUp { return nil }
    guard scan.order.count > 1, scan.order.first?.operand != .column(ColumnRef(column: 0)) else { return found }
    let plan = try scope.state.plan(scan.sources)
    var rows = try SortedRows(scan.order, limit: limit, scope: plan)
    for position in found { try rows.add(position, in: scope) }
    return rows.positions()
  }
}
