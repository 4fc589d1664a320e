/// Elements that are made one by one where they stay until all are there.
///
/// An array would move each element again whenever it grows, and generic code pays for every element it appends. Here they lie in pieces that are
/// not moved but once, into the array that has just room for them. Memory is raw only in here.
package final class EntityArray<Element> {
  /// What is full: where it begins, and how many elements it holds.
  private var full: [(base: UnsafeMutablePointer<Element>, count: Int)] = []
  private var base: UnsafeMutablePointer<Element>
  private var capacity: Int
  private var used = 0
  /// Kept, since to ask the type takes longer than to add an element where the type is a tuple.
  private let stride = MemoryLayout<Element>.stride

  /// How many elements a piece holds at most: as many as its memory can be used again for the next.
  private let longestPiece = max(64, (256 << 10) / max(1, MemoryLayout<Element>.stride))

  /// - Parameter capacity: How many are expected; there may be more.
  package init(capacity: Int) {
    self.capacity = min(max(1, capacity), longestPiece)
    base = .allocate(capacity: self.capacity)
  }

  deinit {
    for piece in full {
      piece.base.deinitialize(count: piece.count)
      piece.base.deallocate()
    }
    base.deinitialize(count: used)
    base.deallocate()
  }

  /// How many elements there are.
  package var count: Int { full.reduce(used) { $0 + $1.count } }

  /// Adds an element, which `initialize` makes at the place given.
  @inline(__always)
  package func append(_ initialize: (UnsafeMutableRawPointer) -> Void) {
    if used == capacity { grow() }
    initialize(UnsafeMutableRawPointer(base) + used * stride)
    used += 1
  }

  /// Adds some elements, which whoever calls initializes at the place given before anything else is done here.
  func append(_ count: Int) -> UnsafeMutableRawPointer {
    if capacity - used < count { grow(for: count) }
    defer { used += count }
    return UnsafeMutableRawPointer(base) + used * stride
  }

  private func grow(for count: Int = 1) {
    full.append((base, used))
    capacity = max(count, min(capacity * 2, longestPiece))
    base = .allocate(capacity: capacity)
    used = 0
  }

  /// Gives all elements away.
  package func takeAll() -> [Element] {
    let pieces = full + [(base, used)]
    let count = count
    full = []
    used = 0
    return Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      var place = buffer.baseAddress
      for (number, piece) in pieces.enumerated() {
        place?.moveInitialize(from: piece.base, count: piece.count)
        place = place.map { $0 + piece.count }
        if number < pieces.count - 1 { piece.base.deallocate() }
      }
      initialized = count
    }
  }
}
