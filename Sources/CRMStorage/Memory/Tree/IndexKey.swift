import CRMModel

/// The values of an index's columns as bytes whose order is the order of the values.
///
/// The first eight bytes lie in a word, so that single numbers and short texts need no storage of their own. The encoding of the first
/// column has no mark for null: rows with a null there are kept apart. Numbers take eight bytes; text is its UTF-8 with zero bytes escaped and an end
/// mark, so no key is the beginning of another; further columns begin with a byte that says whether they are null.
struct IndexKey: Sendable, Hashable {
  /// The first eight bytes, most significant first, filled up with zeros.
  var head: UInt64
  /// The bytes after the eighth; nil if there are none.
  var tail: ContiguousArray<UInt8>?

  init(head: UInt64) { self.head = head }

  init(_ bytes: ContiguousArray<UInt8>) {
    head = 0
    for index in 0..<8 { head = head << 8 | UInt64(index < bytes.count ? bytes[index] : 0) }
    tail = bytes.count > 8 ? ContiguousArray(bytes[8...]) : nil
  }

  @inline(__always)
  func precedes(_ other: IndexKey) -> Bool { head != other.head ? head < other.head : tailOrder(other) < 0 }

  @inline(__always)
  func order(_ other: IndexKey) -> Int {
    head != other.head ? (head < other.head ? -1 : 1) : tailOrder(other)
  }

  @inline(__always)
  private func tailOrder(_ other: IndexKey) -> Int {
    if tail == nil, other.tail == nil { return 0 }
    return IndexKey.order(tail, other.tail)
  }

  private static func order(_ left: ContiguousArray<UInt8>?, _ right: ContiguousArray<UInt8>?) -> Int {
    guard let left else { return -1 }
    guard let right else { return 1 }
    for index in 0..<min(left.count, right.count) where left[index] != right[index] {
      return left[index] < right[index] ? -1 : 1
    }
    return left.count == right.count ? 0 : left.count < right.count ? -1 : 1
  }

  /// A word in whose unsigned order whole numbers lie.
  @inline(__always)
  static func sortable(_ value: Int64) -> UInt64 { UInt64(bitPattern: value) ^ (1 << 63) }

  /// A word in whose unsigned order floating point numbers lie; both zeros are one.
  @inline(__always)
  static func sortable(_ value: Double) -> UInt64 {
    let bits = (value == 0 ? 0 : value).bitPattern
    return bits >> 63 == 1 ? ~bits : bits | (1 << 63)
  }

  /// A word that orders texts by their first eight bytes.
  static func sortable(_ text: String) -> UInt64 {
    var head: UInt64 = 0
    var left = 8
    for byte in text.utf8 {
      head = head << 8 | UInt64(byte)
      left -= 1
      if left == 0 { return head }
    }
    return head << UInt64(left * 8)
  }
}

/// Builds the bytes of keys and of the bounds of ranges of keys.
struct IndexKeyBytes {
  private(set) var bytes: ContiguousArray<UInt8> = []
  private var isFirst = true

  /// Adds a column's value; a null may not come first.
  mutating func append(_ scalar: Scalar) {
    appendMark(scalar.isNull ? 0 : 1)
    switch scalar {
    case .null: break
    case .integer(let value): append(word: IndexKey.sortable(value))
    case .real(let value): append(word: IndexKey.sortable(value))
    case .text(let value):
      append(text: value)
      bytes.append(0)
      bytes.append(0)
    }
  }

  /// Adds the beginning of a text column's value.
  mutating func append(prefix: String) {
    appendMark(1)
    append(text: prefix)
  }

  /// Adds only whether a column is null.
  mutating func appendMark(_ mark: UInt8) {
    if !isFirst { bytes.append(mark) }
    isFirst = false
  }

  private mutating func append(word: UInt64) {
    var shift: UInt64 = 64
    while shift > 0 {
      shift -= 8
      bytes.append(UInt8(truncatingIfNeeded: word >> shift))
    }
  }

  private mutating func append(text: String) {
    for byte in text.utf8 {
      bytes.append(byte)
      if byte == 0 { bytes.append(0xFF) }
    }
  }

  /// The least key that does not begin with these bytes and comes after those that do; nil if there can be none.
  var successor: IndexKey? {
    var result = bytes
    while let last = result.popLast() {
      if last < 0xFF {
        result.append(last + 1)
        return IndexKey(result)
      }
    }
    return nil
  }

  /// The key made of these bytes.
  var key: IndexKey { IndexKey(bytes) }
}

/// A row's id and where the row lies.
struct RowEntry: TreeEntry {
  var id: Int64
  var position: Int

  @inline(__always)
  func precedes(_ other: RowEntry) -> Bool { id < other.id }
}
