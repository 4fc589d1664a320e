/// An entry of an index as it is kept: with a key that may be of any length, or one that is a single word.
protocol KeyedEntry: TreeEntry {
  var key: IndexKey { get }
  var id: Int64 { get }
}

/// A key in an index and the row it belongs to.
struct KeyEntry: KeyedEntry {
  var key: IndexKey
  var id: Int64

  @inline(__always)
  func precedes(_ other: KeyEntry) -> Bool {
    let order = key.order(other.key)
    return order != 0 ? order < 0 : id < other.id
  }
}

/// A key of one word and the row it belongs to. It counts no references, so leaves of it are copied as plain memory.
struct WordEntry: KeyedEntry {
  var head: UInt64
  var id: Int64

  var key: IndexKey { IndexKey(head: head) }

  @inline(__always)
  func precedes(_ other: WordEntry) -> Bool { head != other.head ? head < other.head : id < other.id }
}

/// The keys of an index in order, kept as words when every key is one.
struct KeyTree: Sendable {
  private let isOfWords: Bool
  private var words = OrderedTree<WordEntry>()
  private var keys = OrderedTree<KeyEntry>()

  /// - Parameter isOfWords: Whether no key will have more than eight bytes.
  init(isOfWords: Bool) { self.isOfWords = isOfWords }

  /// How many entries there are.
  var count: Int { isOfWords ? words.count : keys.count }

  /// An empty run of entries for this tree.
  var emptyRun: KeyRun { KeyRun(isOfWords: isOfWords) }

  /// Puts in the entries of a run, which was sorted.
  mutating func insert(_ run: KeyRun) {
    if isOfWords { words.insert(sorted: run.words) } else { keys.insert(sorted: run.keys) }
  }

  /// Whether an entry of a run, which was sorted, has the same key as another one, of the run or of the tree.
  func collides(with run: KeyRun) -> Bool {
    isOfWords ? words.hasKey(of: run.words) : keys.hasKey(of: run.keys)
  }

  mutating func insert(_ entry: KeyEntry) {
    if isOfWords { words.insert(WordEntry(head: entry.key.head, id: entry.id)) } else { keys.insert(entry) }
  }

  mutating func remove(_ entry: KeyEntry) {
    if isOfWords { words.remove(WordEntry(head: entry.key.head, id: entry.id)) } else { keys.remove(entry) }
  }

  /// The first row that has a key.
  func holder(of key: IndexKey) -> Int64? {
    var found: Int64?
    forEach(from: key, to: nil) {
      if $0.key == key { found = $0.id }
      return false
    }
    return found
  }

  /// Calls `body` with the entries from a key on and before another, ascending, until it returns false.
  func forEach(from lower: IndexKey, to upper: IndexKey?, _ body: (KeyEntry) throws -> Bool) rethrows {
    if isOfWords {
      try words.forEach(from: lower, to: upper, body)
    } else {
      try keys.forEach(from: lower, to: upper, body)
    }
  }

  /// Calls `body` with the entries from a key on and before another, greatest keys first, ids of one key ascending, until it
  /// returns false.
  func forEachDescending(from lower: IndexKey, to upper: IndexKey?, _ body: (KeyEntry) throws -> Bool) rethrows {
    if isOfWords {
      try words.forEachDescending(from: lower, to: upper, body)
    } else {
      try keys.forEachDescending(from: lower, to: upper, body)
    }
  }
}

/// Entries on their way into a ``KeyTree``.
struct KeyRun {
  private let isOfWords: Bool
  fileprivate private(set) var words: ContiguousArray<WordEntry> = []
  fileprivate private(set) var keys: ContiguousArray<KeyEntry> = []

  fileprivate init(isOfWords: Bool) { self.isOfWords = isOfWords }

  mutating func append(_ entry: KeyEntry) {
    if isOfWords { words.append(WordEntry(head: entry.key.head, id: entry.id)) } else { keys.append(entry) }
  }

  /// Makes room for entries to come.
  mutating func reserve(_ count: Int) {
    if isOfWords { words.reserveCapacity(count) } else { keys.reserveCapacity(count) }
  }

  /// Puts the entries in order.
  mutating func sort() {
    words.sortUnlessSorted()
    keys.sortUnlessSorted()
  }
}

extension ContiguousArray where Element: TreeEntry {
  fileprivate mutating func sortUnlessSorted() {
    if count > 1, !zip(self, dropFirst()).allSatisfy({ $0.precedes($1) }) { sort { $0.precedes($1) } }
  }
}

extension OrderedTree where Entry: KeyedEntry {
  /// Whether an entry of a sorted run has the same key as another one, of the run or of the tree.
  fileprivate func hasKey(of run: ContiguousArray<Entry>) -> Bool {
    if zip(run, run.dropFirst()).contains(where: { $0.key == $1.key }) { return true }
    guard let last, let first = run.first, !last.key.precedes(first.key) else { return false }
    return run.contains { entry in self[lowerBound { $0.key.precedes(entry.key) }]?.key == entry.key }
  }

  func forEach(from lower: IndexKey, to upper: IndexKey?, _ body: (KeyEntry) throws -> Bool) rethrows {
    try forEach(from: lowerBound { $0.key.precedes(lower) }) { entry in
      if let upper, !entry.key.precedes(upper) { return false }
      return try body(KeyEntry(key: entry.key, id: entry.id))
    }
  }

  func forEachDescending(from lower: IndexKey, to upper: IndexKey?, _ body: (KeyEntry) throws -> Bool) rethrows {
    var end = upper.map { upper in lowerBound { $0.key.precedes(upper) } } ?? end
    while let place = place(before: end), let last = self[place], !last.key.precedes(lower) {
      let start = lowerBound { $0.key.precedes(last.key) }
      var goesOn = true
      try forEach(from: start) { entry in
        guard entry.key == last.key else { return false }
        goesOn = try body(KeyEntry(key: entry.key, id: entry.id))
        return goesOn
      }
      if !goesOn { return }
      end = start
    }
  }
}
