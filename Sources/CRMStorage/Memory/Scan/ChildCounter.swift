import CRMModel

/// Counts the rows of a child scan for one outer value after another.
///
/// The first values are looked up in an index if there is one. Once many have been asked for, or without an index, the child table is
/// read once and all counts are kept, so that no scan looks at every child for every row.
final class ChildCounter {
  private let scope: ScanScope
  private let scan: ChildScan
  private let filter: Filter?
  private let index: MemoryIndex?
  private var probesLeft: Int
  private var slots: CodeTable?
  private var counts: ContiguousArray<Int> = []

  init(_ scan: ChildScan, in state: MemoryState) throws {
    self.scan = scan
    scope = try ScanScope(scan.sources, in: state)
    filter = scan.entity.map { mark in .and([mark.filter] + (scan.filter.map { [$0] } ?? [])) } ?? scan.filter
    let known = Set(filter?.conjuncts ?? [])
    index =
      scan.reference.source > 0
      ? nil
      : scope.base.table.indexes.first {
        $0.layout.columns.first == scan.reference.column
          && ($0.layout.filter?.conjuncts ?? []).allSatisfy(known.contains)
      }
    probesLeft = max(32, scope.base.table.count / 128)
  }

  /// How many rows belong to a value, at most `limit` or more.
  func count(_ value: Int64, limit: Int) throws -> Int {
    if slots == nil {
      if let index, probesLeft > 0 { return try probe(index, value, limit) }
      try countAll()
    }
    return slots?[value].map { counts[$0] } ?? 0
  }

  private func probe(_ index: MemoryIndex, _ value: Int64, _ limit: Int) throws -> Int {
    var found = 0
    let head = IndexKey.sortable(value)
    try index.forEach(KeyRange(isNull: false, lower: IndexKey(head: head), upper: nil)) { entry in
      guard entry.key.head == head, found < limit else { return false }
      probesLeft -= 1
      if let position = scope.base.table.position(of: entry.id), try scope.isKept(position, by: filter) { found += 1 }
      return true
    }
    probesLeft -= 1
    return found
  }

  private func countAll() throws {
    var slots = CodeTable()
    for chunk in scope.base.table.chunks.indices {
      let view = ChunkView(scope, chunk)
      var rows = view.chunk.live
      if let filter { rows = try ChunkFilter(view).truth(filter, rows).yes.intersection(rows) }
      let column = view.column(scan.reference, rows)
      rows.subtracting(column.nulls).forEach { row in
        let slot = slots.code(for: column.word(row)) {
          counts.append(0)
          return counts.count - 1
        }
        counts[slot] += 1
      }
    }
    self.slots = slots
  }
}
