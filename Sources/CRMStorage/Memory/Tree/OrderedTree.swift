/// What an ``OrderedTree`` keeps.
protocol TreeEntry: Sendable {
  /// Whether this entry comes before another; a strict total order.
  func precedes(_ other: Self) -> Bool
}

/// A sorted set of entries whose copies share what they have in common.
///
/// Entries lie in leaves, leaves in branches, branches in the tree: a change after a copy rewrites one of each, so it costs the same in
/// a tree that was just copied. Each leaf and branch has a lower bound of what it holds and of nothing before it; the first one's bound is
/// never asked.
///
/// - Complexity: Search, insertion and removal O(log *n*) comparisons and a bounded number of moves; copying O(1).
struct OrderedTree<Entry: TreeEntry>: Sendable {
  typealias Leaf = ContiguousArray<Entry>

  struct Branch: Sendable {
    var lows: ContiguousArray<Entry>
    var leaves: ContiguousArray<Leaf>
  }

  /// Where an entry is, or would be.
  struct Place: Equatable {
    var branch: Int
    var leaf: Int
    var offset: Int
  }

  static var leafCapacity: Int { 128 }
  static var branchCapacity: Int { 128 }

  private var lows: ContiguousArray<Entry> = []
  private var branches: ContiguousArray<Branch> = []
  private(set) var count = 0

  init() {}

  /// Whether there are no entries.
  var isEmpty: Bool { count == 0 }
  /// The least entry.
  var first: Entry? { branches.first?.leaves.first?.first }
  /// The greatest entry.
  var last: Entry? { branches.last?.leaves.last?.last }
  /// Before the least entry.
  var start: Place { Place(branch: 0, leaf: 0, offset: 0) }
  /// After the greatest entry.
  var end: Place { Place(branch: branches.count, leaf: 0, offset: 0) }

  /// How many entries at the front of a sorted array are before what is looked for.
  @inline(__always)
  private static func split(_ entries: ContiguousArray<Entry>, _ isBefore: (Entry) -> Bool) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low &+ high) >> 1
      if isBefore(entries[middle]) { low = middle &+ 1 } else { high = middle }
    }
    return low
  }

  /// Where in the tree the first entry is, or would go, that is not before what is looked for; may point just past a leaf's end.
  @inline(__always)
  private func slot(_ isBefore: (Entry) -> Bool) -> Place {
    if branches.isEmpty { return start }
    let branch = max(0, Self.split(lows, isBefore) - 1)
    let leaf = max(0, Self.split(branches[branch].lows, isBefore) - 1)
    let offset = Self.split(branches[branch].leaves[leaf], isBefore)
    return Place(branch: branch, leaf: leaf, offset: offset)
  }

  /// The place of the first entry that is not before what is looked for; ``end`` if there is none.
  ///
  /// - Parameter isBefore: True for a run of entries at the front and for no other.
  @inline(__always)
  func lowerBound(_ isBefore: (Entry) -> Bool) -> Place { settled(slot(isBefore)) }

  /// The place of the first entry that is not before another.
  func lowerBound(of entry: Entry) -> Place { lowerBound { $0.precedes(entry) } }

  private func settled(_ place: Place) -> Place {
    guard place.branch < branches.count else { return end }
    let branch = branches[place.branch]
    if place.offset < branch.leaves[place.leaf].count { return place }
    if place.leaf + 1 < branch.leaves.count { return Place(branch: place.branch, leaf: place.leaf + 1, offset: 0) }
    return Place(branch: place.branch + 1, leaf: 0, offset: 0)
  }

  /// The entry at a place; nil at the end.
  subscript(place: Place) -> Entry? {
    guard place.branch < branches.count, place.leaf < branches[place.branch].leaves.count,
      place.offset < branches[place.branch].leaves[place.leaf].count
    else { return nil }
    return branches[place.branch].leaves[place.leaf][place.offset]
  }

  /// The place before another; nil at the start.
  func place(before place: Place) -> Place? {
    if place.offset > 0 { return Place(branch: place.branch, leaf: place.leaf, offset: place.offset - 1) }
    if place.leaf > 0 {
      let leaf = place.leaf - 1
      return Place(branch: place.branch, leaf: leaf, offset: branches[place.branch].leaves[leaf].count - 1)
    }
    guard place.branch > 0 else { return nil }
    let leaves = branches[place.branch - 1].leaves
    return Place(branch: place.branch - 1, leaf: leaves.count - 1, offset: leaves[leaves.count - 1].count - 1)
  }

  /// Calls `body` with the entries from a place on, ascending, until it returns false.
  func forEach(from place: Place, _ body: (Entry) throws -> Bool) rethrows {
    var leaf = place.leaf
    var offset = place.offset
    for index in min(place.branch, branches.count)..<branches.count {
      let leaves = branches[index].leaves
      while leaf < leaves.count {
        let entries = leaves[leaf]
        while offset < entries.count {
          guard try body(entries[offset]) else { return }
          offset += 1
        }
        leaf += 1
        offset = 0
      }
      leaf = 0
    }
  }

  /// Calls `body` with every entry, ascending.
  func forEach(_ body: (Entry) throws -> Void) rethrows {
    try forEach(from: start) {
      try body($0)
      return true
    }
  }
}

extension OrderedTree {
  /// Adds an entry that comes after all others.
  private mutating func append(_ entry: Entry) {
    count += 1
    let branch = branches.count - 1
    guard branch >= 0 else {
      lows = [entry]
      branches = [Branch(lows: [entry], leaves: [[entry]])]
      return
    }
    let leaf = branches[branch].leaves.count - 1
    if branches[branch].leaves[leaf].count < Self.leafCapacity {
      branches[branch].leaves[leaf].append(entry)
    } else if branches[branch].leaves.count < Self.branchCapacity {
      branches[branch].lows.append(entry)
      branches[branch].leaves.append([entry])
    } else {
      lows.append(entry)
      branches.append(Branch(lows: [entry], leaves: [[entry]]))
    }
  }

  /// Adds an entry; one that is equal in order must not be there.
  mutating func insert(_ entry: Entry) {
    guard let last, entry.precedes(last) else { return append(entry) }
    count += 1
    let place = slot { $0.precedes(entry) }
    let branch = place.branch
    branches[branch].leaves[place.leaf].insert(entry, at: place.offset)
    guard branches[branch].leaves[place.leaf].count > Self.leafCapacity else { return }
    let upper = Leaf(branches[branch].leaves[place.leaf][(Self.leafCapacity / 2)...])
    branches[branch].leaves[place.leaf].removeLast(upper.count)
    branches[branch].leaves.insert(upper, at: place.leaf + 1)
    branches[branch].lows.insert(upper[0], at: place.leaf + 1)
    guard branches[branch].leaves.count > Self.branchCapacity else { return }
    let half = Self.branchCapacity / 2
    let right = Branch(
      lows: ContiguousArray(branches[branch].lows[half...]), leaves: ContiguousArray(branches[branch].leaves[half...]))
    branches[branch].lows.removeLast(right.lows.count)
    branches[branch].leaves.removeLast(right.leaves.count)
    branches.insert(right, at: branch + 1)
    lows.insert(right.lows[0], at: branch + 1)
  }

  /// Adds entries in their order, none of which is there.
  ///
  /// Few are looked up one by one; of many, the tree is made anew together with those that it has.
  ///
  /// - Complexity: O(*n*) or O(*m* log *n*) for *m* entries, whichever is less.
  mutating func insert(sorted entries: ContiguousArray<Entry>) {
    guard let first = entries.first else { return }
    if entries.count >= Self.leafCapacity, entries.count >= count / 4, last.map(first.precedes) ?? false {
      self = OrderedTree(sorted: merged(with: entries))
    } else {
      for entry in entries { insert(entry) }
    }
  }

  /// A tree of entries in their order, with some room in each leaf.
  private init(sorted entries: ContiguousArray<Entry>) {
    let leafSize = Self.leafCapacity * 3 / 4
    let branchSize = leafSize * (Self.branchCapacity * 3 / 4)
    for start in stride(from: 0, to: entries.count, by: branchSize) {
      let end = min(start + branchSize, entries.count)
      var branch = Branch(lows: [], leaves: [])
      for low in stride(from: start, to: end, by: leafSize) {
        branch.lows.append(entries[low])
        branch.leaves.append(Leaf(entries[low..<min(low + leafSize, end)]))
      }
      lows.append(entries[start])
      branches.append(branch)
    }
    count = entries.count
  }

  /// All entries and some others, in their order.
  private func merged(with others: ContiguousArray<Entry>) -> ContiguousArray<Entry> {
    var result = ContiguousArray<Entry>()
    result.reserveCapacity(count + others.count)
    var next = 0
    forEach { entry in
      while next < others.count, others[next].precedes(entry) {
        result.append(others[next])
        next += 1
      }
      result.append(entry)
    }
    result.append(contentsOf: others[next...])
    return result
  }

  /// Takes an entry away; returns whether it was there.
  @discardableResult
  mutating func remove(_ entry: Entry) -> Bool {
    let place = lowerBound(of: entry)
    guard let found = self[place], !entry.precedes(found) else { return false }
    count -= 1
    let branch = place.branch
    branches[branch].leaves[place.leaf].remove(at: place.offset)
    let left = branches[branch].leaves[place.leaf].count
    if left == 0 {
      branches[branch].leaves.remove(at: place.leaf)
      branches[branch].lows.remove(at: place.leaf)
      if branches[branch].leaves.isEmpty {
        branches.remove(at: branch)
        lows.remove(at: branch)
      }
    } else if left < Self.leafCapacity / 4, place.leaf + 1 < branches[branch].leaves.count,
      left + branches[branch].leaves[place.leaf + 1].count < Self.leafCapacity * 3 / 4
    {
      let next = branches[branch].leaves.remove(at: place.leaf + 1)
      branches[branch].lows.remove(at: place.leaf + 1)
      branches[branch].leaves[place.leaf].append(contentsOf: next)
    }
    return true
  }

  /// Puts an entry in the place of one that is equal in order; returns whether there was one.
  @discardableResult
  mutating func replace(_ entry: Entry) -> Bool {
    let place = lowerBound(of: entry)
    guard let found = self[place], !entry.precedes(found) else { return false }
    branches[place.branch].leaves[place.leaf][place.offset] = entry
    return true
  }
}
