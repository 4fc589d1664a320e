import CRMModel

/// The groups of some of the chunks.
struct GroupPartition: Sendable {
  private(set) var numbers: GroupNumbers
  private(set) var tallies: [MeasureTally]

  init(below bound: Int64, _ tallies: [MeasureTally]) {
    numbers = GroupNumbers(below: bound)
    self.tallies = tallies
  }

  /// Room for the rows of one chunk, used for one after the other.
  private struct Room {
    var keys = ContiguousArray<Int64>(repeating: 0, count: RowChunk.capacity)
    var rows = ContiguousArray<Int32>(repeating: 0, count: RowChunk.capacity)
    var groups = ContiguousArray<Int32>(repeating: 0, count: RowChunk.capacity)
  }

  /// Takes in the rows of some chunks for which a filter is true.
  ///
  /// - Parameter weights: What one combination of each root counts in a group's key.
  mutating func add(
    _ chunks: Range<Int>, _ filter: Filter?, _ roots: [NumberedRoot], _ weights: [Int64], in scope: ScanScope
  ) throws {
    var room = Room()
    try scope.forEachChunk(in: chunks, where: filter) { view, rows in
      let count = rows.count
      if count == 0 { return true }
      for row in 0..<view.count { room.keys[row] = 0 }
      for (root, weight) in zip(roots, weights) { try root.add(weight, to: &room.keys, view, rows) }
      var next = 0
      rows.forEach { row in
        room.rows[next] = Int32(truncatingIfNeeded: row)
        next += 1
      }
      try room.rows.withUnsafeBufferPointer { all in
        let selected = UnsafeBufferPointer(rebasing: all[..<count])
        try room.groups.withUnsafeMutableBufferPointer { groups in
          room.keys.withUnsafeBufferPointer { numbers.number(selected, by: $0, into: groups) }
          let grouped = GroupedRows(
            table: scope.base.table, set: rows, rows: selected,
            groups: UnsafeBufferPointer(rebasing: UnsafeBufferPointer(groups)[..<count]))
          for index in tallies.indices {
            tallies[index].grow(to: numbers.count)
            try tallies[index].add(view, grouped)
          }
        }
      }
      return true
    }
  }

  /// Takes in the groups of later chunks.
  mutating func add(_ other: GroupPartition) {
    let groups = numbers.numbers(of: other.numbers)
    for index in tallies.indices {
      tallies[index].grow(to: numbers.count)
      tallies[index].add(other.tallies[index], groups)
    }
  }

  /// Makes the group whose key is 0, even if it has no rows.
  mutating func addFirstGroup() {
    numbers.addFirst()
    for index in tallies.indices { tallies[index].grow(to: numbers.count) }
  }
}

extension NumberedRoot {
  /// Adds what each row's combination counts to the rows' keys.
  ///
  /// - Throws: If it cannot be told what one of `rows` stands for.
  func add(_ weight: Int64, to keys: inout ContiguousArray<Int64>, _ view: ChunkView, _ rows: BitWords) throws {
    if !failures.isEmpty {
      let numbers = byRow(view.index, of: view.scope.base.table)
      try rows.forEach { row in
        if let failure = failures[numbers[row]] { throw failure }
      }
    }
    let count = view.count
    switch chunks[view.index] {
    case .rows(let numbers):
      for row in 0..<min(count, numbers.count) { keys[row] &+= Int64(combinations[Int(numbers[row])]) &* weight }
    case .coded(let numbers, let null):
      guard let column else { return }
      let cells = view.chunk.columns[column]
      let parts = ContiguousArray(numbers.map { Int64(combinations[Int($0)]) &* weight })
      parts.withUnsafeBufferPointer { parts in
        cells.codes.withUnsafeBufferPointer { codes in
          keys.withUnsafeMutableBufferPointer { keys in
            for row in 0..<count { keys[row] &+= parts[Int(codes[row])] }
          }
        }
      }
      let part = Int64(combinations.isEmpty ? 0 : combinations[Int(null)]) &* weight
      rows.intersection(cells.nulls).forEach { row in keys[row] &+= part &- parts[Int(cells.codes[row])] }
    }
  }
}
