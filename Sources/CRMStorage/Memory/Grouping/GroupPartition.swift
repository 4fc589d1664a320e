import CRMModel

/// The groups of some of the chunks.
struct GroupPartition: Sendable {
  private(set) var numbers: GroupNumbers
  private(set) var tallies: [MeasureTally]

  init(of keys: PackedKeys, _ tallies: [MeasureTally]) {
    numbers = GroupNumbers(bits: keys.bits)
    self.tallies = tallies
  }

  /// Room for the selected rows of one chunk, used for one after the other.
  private struct Room {
    var rows = ContiguousArray<Int32>(repeating: 0, count: RowChunk.capacity)
    var keys = ContiguousArray<Int64>(repeating: 0, count: RowChunk.capacity)
    var groups = ContiguousArray<Int32>(repeating: 0, count: RowChunk.capacity)

    /// Notes which rows are selected; returns how many.
    mutating func take(_ selected: BitWords) -> Int {
      var next = 0
      rows.withUnsafeMutableBufferPointer { rows in
        selected.forEach { row in
          rows[next] = Int32(truncatingIfNeeded: row)
          next &+= 1
        }
      }
      return next
    }
  }

  /// Takes in the rows of some chunks for which a filter is true.
  mutating func add(_ chunks: Range<Int>, _ filter: Filter?, _ packed: PackedKeys, in scope: ScanScope) throws {
    var room = Room()
    try scope.forEachChunk(in: chunks, where: filter) { view, selected in
      let count = room.take(selected)
      if count == 0 { return true }
      try room.rows.withUnsafeBufferPointer { all in
        let rows = UnsafeBufferPointer(rebasing: all[..<count])
        try room.keys.withUnsafeMutableBufferPointer { keys in
          try packed.pack(rows, of: view, into: UnsafeMutableBufferPointer(rebasing: keys[..<count]))
        }
        try room.groups.withUnsafeMutableBufferPointer { groups in
          let groups = UnsafeMutableBufferPointer(rebasing: groups[..<count])
          room.keys.withUnsafeBufferPointer {
            numbers.number(UnsafeBufferPointer(rebasing: $0[..<count]), into: groups)
          }
          let grouped = GroupedRows(
            table: scope.base.table, set: selected, rows: rows, groups: UnsafeBufferPointer(groups))
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
