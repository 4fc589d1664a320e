extension TextKey {
  /// How two texts stand to each other.
  public enum Order: Int, Hashable, Sendable {
    /// The first comes before the second.
    case before = -1
    /// Byte for byte the same text.
    case same = 0
    /// The first comes after the second.
    case after = 1
  }

  /// The order of two stored texts: by folded key in the order of UTF-8 bytes, ties by the exact bytes.
  ///
  /// The order is total, and `same` only for equal bytes. The order of UTF-8 bytes is that of Unicode scalars.
  ///
  /// - Precondition: Both are normalized, as ``normalized(_:)`` returns them; what is not is ordered by the bytes it
  ///   has.
  /// - Complexity: O(*n* + *m*). A sort should fold each text once and use ``compareBytes(_:_:)`` on the keys.
  public static func compare(_ first: String, _ second: String) -> Order {
    let byKey = compareBytes(folded(first), folded(second))
    return byKey == .same ? compareBytes(first, second) : byKey
  }

  /// Whether `first` comes before `second` in the order of ``compare(_:_:)``.
  public static func isOrderedBefore(_ first: String, _ second: String) -> Bool {
    compare(first, second) == .before
  }

  /// The order of two texts by their UTF-8 bytes alone, a prefix first.
  ///
  /// - Complexity: O(min(*n*, *m*)), without allocation for native strings.
  public static func compareBytes(_ first: String, _ second: String) -> Order {
    let quick = first.utf8.withContiguousStorageIfAvailable { firstBytes in
      second.utf8.withContiguousStorageIfAvailable { order(of: firstBytes, $0) }
    }
    return (quick ?? nil) ?? order(of: Array(first.utf8), Array(second.utf8))
  }

  /// Whether the folded `text` holds the folded `part`. No character of `part` is a wildcard; an empty key is in every
  /// text.
  ///
  /// - Complexity: O(*n* * *m*) at worst, near O(*n*) in ordinary text.
  public static func contains(_ text: String, _ part: String) -> Bool {
    let key = Array(folded(text).utf8)
    let wanted = Array(folded(part).utf8)
    guard let head = wanted.first else { return true }
    guard wanted.count <= key.count else { return false }
    for start in 0...(key.count - wanted.count) where key[start] == head {
      if key[start...].starts(with: wanted) { return true }
    }
    return false
  }

  /// Whether the folded `text` starts with the folded `part`. No character of `part` is a wildcard.
  ///
  /// - Complexity: O(*n* + *m*).
  public static func starts(_ text: String, with part: String) -> Bool {
    folded(text).utf8.starts(with: folded(part).utf8)
  }

  private static func order<Bytes: RandomAccessCollection<UInt8>>(of first: Bytes, _ second: Bytes) -> Order {
    for (one, other) in zip(first, second) where one != other { return one < other ? .before : .after }
    if first.count == second.count { return .same }
    return first.count < second.count ? .before : .after
  }
}
