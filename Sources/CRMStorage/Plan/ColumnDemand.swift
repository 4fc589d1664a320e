import CRMModel

/// The tables that a scan reads, each with the columns that it reads of it.
///
/// What names a source that is not there is left out; whoever runs the scan refuses it.
struct ColumnDemand {
  private(set) var columns: [TableID: Set<Int32>] = [:]

  init(_ scan: GroupScan) {
    note(scan.sources)
    if let filter = scan.filter { note(filter, scan.sources) }
    for key in scan.keys { note(key.column, scan.sources) }
    for measure in scan.measures {
      switch measure {
      case .rows: break
      case .values(let column), .distinct(let column), .sum(let column), .minimum(let column), .maximum(let column):
        note(column, scan.sources)
      }
    }
  }

  init(_ scan: RowScan) {
    note(scan.sources)
    if let filter = scan.filter { note(filter, scan.sources) }
    for key in scan.order { note(key.operand, scan.sources) }
    for column in scan.columns { note(column, scan.sources) }
  }

  private mutating func note(_ sources: [Source]) {
    for (place, source) in sources.enumerated() {
      columns[source.table, default: []].insert(SystemField.id.columnNumber)
      // A parent that is deleted counts as missing.
      if place > 0 { columns[source.table, default: []].insert(SystemField.deletedAt.columnNumber) }
      guard let link = source.link else { continue }
      note(link.id, sources)
      if let mark = link.entity { note(mark.column, sources) }
    }
  }

  private mutating func note(_ column: ColumnRef, _ sources: [Source]) {
    guard sources.indices.contains(column.source) else { return }
    columns[sources[column.source].table, default: []].insert(column.column)
  }

  private mutating func note(_ operand: Operand, _ sources: [Source]) {
    for column in operand.columns { note(column, sources) }
    if case .count(let scan) = operand { note(scan) }
  }

  private mutating func note(_ filter: Filter, _ sources: [Source]) {
    switch filter {
    case .constant: break
    case .compare(let left, _, let right):
      note(left, sources)
      note(right, sources)
    case .isNull(let operand), .isIn(let operand, _), .contains(let operand, _), .hasPrefix(let operand, _):
      note(operand, sources)
    case .and(let all), .or(let all): for inner in all { note(inner, sources) }
    case .not(let inner), .isTrue(let inner): note(inner, sources)
    case .exists(let scan):
      note(scan.outer, sources)
      note(scan)
    case .within(let tree):
      note(tree.member, sources)
      columns[tree.table, default: []].formUnion([SystemField.id.columnNumber, tree.parent])
    }
  }

  private mutating func note(_ scan: ChildScan) {
    note(scan.sources)
    note(scan.reference, scan.sources)
    if let mark = scan.entity { note(mark.column, scan.sources) }
    if let filter = scan.filter { note(filter, scan.sources) }
  }
}
