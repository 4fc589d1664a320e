/// A growing set of small row numbers, one bit a row; rows beyond its end are not in it.
struct BitWords: Sendable, Equatable {
  private(set) var words: ContiguousArray<UInt64> = []

  init() {}

  /// A set with all of the first `count` rows.
  init(filled count: Int) {
    let whole = max(0, count) / 64
    words = ContiguousArray(repeating: .max, count: whole)
    let rest = max(0, count) % 64
    if rest > 0 { words.append((1 << UInt64(rest)) - 1) }
  }

  /// A set made of words of 64 rows each.
  init(words: ContiguousArray<UInt64>) { self.words = words }

  /// Whether no row is in it; a set that never had a row answers at once.
  var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  /// How many rows are in it.
  var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Sixty-four rows at a time; 0 beyond the end.
  func word(_ index: Int) -> UInt64 { index < words.count ? words[index] : 0 }

  subscript(row: Int) -> Bool {
    get {
      let index = row >> 6
      return index < words.count && (words[index] >> UInt64(row & 63)) & 1 == 1
    }
    set {
      let index = row >> 6
      if index >= words.count {
        if !newValue { return }
        words.append(contentsOf: repeatElement(0, count: index - words.count + 1))
      }
      let bit: UInt64 = 1 << UInt64(row & 63)
      if newValue { words[index] |= bit } else { words[index] &= ~bit }
    }
  }

  /// The rows in one but not in the other.
  func subtracting(_ other: BitWords) -> BitWords {
    var result = self
    for index in 0..<min(words.count, other.words.count) { result.words[index] &= ~other.words[index] }
    return result
  }

  /// The rows in both.
  func intersection(_ other: BitWords) -> BitWords {
    var result = ContiguousArray<UInt64>()
    let shared = min(words.count, other.words.count)
    result.reserveCapacity(shared)
    for index in 0..<shared { result.append(words[index] & other.words[index]) }
    return BitWords(words: result)
  }

  /// The rows in either.
  func union(_ other: BitWords) -> BitWords {
    if words.count < other.words.count { return other.union(self) }
    var result = self
    for index in 0..<other.words.count { result.words[index] |= other.words[index] }
    return result
  }

  /// Calls `body` with every row in it, ascending.
  @inline(__always)
  func forEach(_ body: (Int) throws -> Void) rethrows {
    for index in 0..<words.count {
      var word = words[index]
      while word != 0 {
        try body(index << 6 + word.trailingZeroBitCount)
        word &= word &- 1
      }
    }
  }
}
