import CRMModel

/// Where rows lie by their ids.
///
/// As long as rows were added in the order of their ids, they lie in it, and are found by searching the chunks. The first row that was not
/// makes the table keep a tree of ids.
extension MemoryTable {
  /// Whether rows lie in the order of their ids, removed ones included.
  var isAscending: Bool { tree == nil }

  /// Where a row lies; nil if there is none of this id.
  ///
  /// - Complexity: O(log *n*).
  @inline(__always)
  func position(of id: Int64) -> Int? {
    if let tree {
      guard let found = tree[tree.lowerBound { $0.id < id }], found.id == id else { return nil }
      return found.position
    }
    guard let place = place(of: id), chunks[place.chunk].id(place.row) == id, !chunks[place.chunk].removed[place.row]
    else { return nil }
    return place.chunk << RowChunk.shift + place.row
  }

  /// Of rows in the order of their ids, the last that may have an id up to one; nil if there is none.
  private func place(of id: Int64) -> (chunk: Int, row: Int)? {
    var chunk = MemoryTable.split(0..<firstIDs.count) { firstIDs[$0] <= id } - 1
    while chunk >= 0 {
      let row = MemoryTable.split(0..<chunks[chunk].count) { chunks[chunk].id($0) <= id } - 1
      if row >= 0 { return (chunk, row) }
      // All that the chunk had up to the id is gone.
      chunk -= 1
    }
    return nil
  }

  /// The first of some numbers for which something is false that is true for all before and false for all after.
  @inline(__always)
  private static func split(_ numbers: Range<Int>, _ isBefore: (Int) -> Bool) -> Int {
    var (low, high) = (numbers.lowerBound, numbers.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(middle) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Calls `body` with the id and the place of each row in the order of ids, until it returns false.
  ///
  /// - Parameters:
  ///   - ids: Between which ids, inclusive.
  ///   - isDescending: Whether the greatest comes first.
  func forEachRow(
    in ids: ClosedRange<Int64> = .min ... .max, isDescending: Bool = false, _ body: (Int64, Int) throws -> Bool
  ) rethrows {
    if let tree { return try MemoryTable.forEach(in: tree, ids, isDescending, body) }
    let mask = RowChunk.capacity - 1
    if isDescending {
      guard let last = place(of: ids.upperBound) else { return }
      var (chunk, row) = last
      while true {
        while row >= 0 {
          let id = chunks[chunk].id(row)
          if id < ids.lowerBound { return }
          if !chunks[chunk].removed[row], try !body(id, chunk << RowChunk.shift + row) { return }
          row -= 1
        }
        chunk -= 1
        if chunk < 0 { return }
        row = chunks[chunk].count - 1
      }
    }
    var position = 0
    if ids.lowerBound > .min, let before = place(of: ids.lowerBound - 1) {
      position = before.chunk << RowChunk.shift + before.row + 1
    }
    var chunk = position >> RowChunk.shift
    var row = position & mask
    while chunk < chunks.count {
      while row < chunks[chunk].count {
        let id = chunks[chunk].id(row)
        if id > ids.upperBound { return }
        if !chunks[chunk].removed[row], try !body(id, chunk << RowChunk.shift + row) { return }
        row += 1
      }
      chunk += 1
      row = 0
    }
  }

  private static func forEach(
    in tree: OrderedTree<RowEntry>, _ ids: ClosedRange<Int64>, _ isDescending: Bool,
    _ body: (Int64, Int) throws -> Bool
  ) rethrows {
    if isDescending {
      var place = tree.lowerBound { $0.id <= ids.upperBound }
      while let before = tree.place(before: place), let entry = tree[before], entry.id >= ids.lowerBound {
        guard try body(entry.id, entry.position) else { return }
        place = before
      }
    } else {
      try tree.forEach(from: tree.lowerBound { $0.id < ids.lowerBound }) { entry in
        try entry.id <= ids.upperBound && body(entry.id, entry.position)
      }
    }
  }

  /// Makes the tree of ids, because rows are to be added where their ids do not stand.
  mutating func leaveOrder() {
    if tree != nil { return }
    var entries: ContiguousArray<RowEntry> = []
    entries.reserveCapacity(count)
    forEachRow { id, position in
      entries.append(RowEntry(id: id, position: position))
      return true
    }
    var made = OrderedTree<RowEntry>()
    made.insert(sorted: entries)
    tree = made
    firstIDs = []
  }
}
