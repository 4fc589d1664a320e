import CRMModel

/// Gathers the rows of a ``GroupScan`` into groups.
///
/// First the values of the keys are numbered over all chunks, then the chunks are gathered by those numbers, on several cores where there are
/// enough of them, and at last what the cores found is put together.
struct GroupGathering {
  private let scan: GroupScan
  private let state: MemoryState

  init(_ scan: GroupScan, in state: MemoryState) throws {
    let plan = try state.plan(scan.sources)
    if let filter = scan.filter { try plan.check(filter) }
    for key in scan.keys {
      if case .bucket(let column, _) = key { try plan.check(column, .integer) } else { try plan.check(key.column) }
    }
    for measure in scan.measures {
      switch measure {
      case .rows: break
      case .values(let column), .distinct(let column): try plan.check(column)
      case .sum(let column): try plan.check(column, .integer)
      case .minimum(let column), .maximum(let column):
        if try plan.check(column) != .text { try plan.check(column, .integer) }
      }
    }
    self.scan = scan
    self.state = state
  }

  /// The groups, in the order in which their first rows lie.
  func groups() throws -> GroupBatch {
    let table = try state.table(scan.sources[0].table)
    let (roots, counted) = try number(table)
    let packed = PackedKeys(roots, of: table)
    let tallies = scan.measures.indices.map { MeasureTally(scan.measures[$0], counted[$0]) }
    let parts = Cores.parts(of: table.chunks.count, atLeast: 48)
    let found = try Cores.map(parts) { [scan, state] chunks in
      var partition = GroupPartition(of: packed, tallies)
      try partition.add(chunks, scan.filter, packed, in: try ScanScope(scan.sources, in: state))
      return partition
    }
    var groups = found.first ?? GroupPartition(of: packed, tallies)
    for part in found.dropFirst() { groups.add(part) }
    if scan.keys.isEmpty { groups.addFirstGroup() }
    return GroupBatch(
      count: groups.numbers.count, keys: packed.columns(of: groups.numbers.keys, count: scan.keys.count),
      measures: groups.tallies.map { $0.column() })
  }

  /// The numbered roots of the keys, and those of the columns whose different values are counted, by measure.
  private func number(_ table: MemoryTable) throws -> ([NumberedRoot], [Int: NumberedRoot]) {
    enum Wanted: Sendable {
      case root(GroupRoot)
      case counted(Int, ColumnRef)
    }
    var wanted = GroupRoot.roots(of: scan.keys, scan.sources).map { Wanted.root($0) }
    for (place, measure) in scan.measures.enumerated() {
      if case .distinct(let column) = measure { wanted.append(.counted(place, column)) }
    }
    let scans = Cores.parts(of: wanted.count, atLeast: table.chunks.count < 48 ? .max : 1)
    let numbered = try Cores.map(scans) { [scan, state, wanted] places in
      let scope = try ScanScope(scan.sources, in: state)
      return try wanted[places].map { wanted in
        switch wanted {
        case .root(let root): try NumberedRoot(root, of: scan.keys, in: scope)
        case .counted(_, let column):
          try NumberedRoot(GroupRoot(column: column, keys: [0]), of: [.column(column)], in: scope)
        }
      }
    }.flatMap(\.self)
    var roots: [NumberedRoot] = []
    var counted: [Int: NumberedRoot] = [:]
    for (wanted, root) in zip(wanted, numbered) {
      switch wanted {
      case .root: roots.append(root)
      case .counted(let place, _): counted[place] = root
      }
    }
    return (roots, counted)
  }
}
