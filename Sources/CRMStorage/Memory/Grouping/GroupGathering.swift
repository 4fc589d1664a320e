import CRMModel

/// Gathers the rows of a ``GroupScan`` into groups, a chunk at a time.
struct GroupGathering {
  private let scope: ScanScope
  private let scan: GroupScan
  private var coders: [KeyCoder]
  private var tallies: [MeasureTally]
  /// For every key after the first: the numbers of pairs of the group so far and the key's value.
  private var pairs: [CodeTable]
  /// For every key after the first, by the number of a pair: its halves.
  private var halves: [ContiguousArray<(group: Int, code: Int)>]

  init(_ scan: GroupScan, in state: MemoryState) throws {
    let plan = try state.plan(scan.sources)
    if let filter = scan.filter { try plan.check(filter) }
    for key in scan.keys {
      if case .bucket(let column, _) = key {
        try plan.check(column, .integer)
      } else {
        try plan.check(KeyCoder.column(of: key))
      }
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
    scope = try ScanScope(scan.sources, in: state)
    coders = scan.keys.map(KeyCoder.init)
    tallies = scan.measures.map(MeasureTally.init)
    pairs = Array(repeating: CodeTable(), count: max(0, scan.keys.count - 1))
    halves = Array(repeating: [], count: max(0, scan.keys.count - 1))
  }

  /// The groups, in the order in which their first rows lie.
  mutating func rows() throws -> [GroupRow] {
    try scope.forEachChunk(where: scan.filter) { view, rows in
      let groups = try groups(view, rows)
      for index in tallies.indices {
        tallies[index].grow(to: count)
        try tallies[index].add(view, rows, groups)
      }
      return true
    }
    for index in tallies.indices { tallies[index].grow(to: count) }
    let measured = tallies.map { $0.values() }
    return (0..<count).map { group in GroupRow(keys: keys(of: group), measures: measured.map { $0[group] }) }
  }

  /// How many groups there are so far.
  private var count: Int { halves.last?.count ?? coders.first?.values.count ?? 1 }

  private mutating func groups(_ view: ChunkView, _ rows: BitWords) throws -> ContiguousArray<Int> {
    guard !coders.isEmpty else { return ContiguousArray(repeating: 0, count: view.count) }
    var result = try coders[0].codes(view, rows)
    for key in 1..<max(1, coders.count) {
      let codes = try coders[key].codes(view, rows)
      rows.forEach { row in
        let (group, code) = (result[row], codes[row])
        result[row] = pairs[key - 1].code(for: Int64(group) << 32 | Int64(code)) {
          halves[key - 1].append((group, code))
          return halves[key - 1].count - 1
        }
      }
    }
    return result
  }

  private func keys(of group: Int) -> [Scalar] {
    var group = group
    var result: [Scalar] = []
    for key in stride(from: coders.count - 1, to: 0, by: -1) {
      let half = halves[key - 1][group]
      result.append(coders[key].values[half.code])
      group = half.group
    }
    if let first = coders.first { result.append(first.values[group]) }
    return result.reversed()
  }
}
