/// Entities that are made one by one where they stay until all are there.
///
/// An array would move each entity twice, and generic code pays for every element it appends. Memory is raw only in here.
final class EntityArray<Element> {
  private var base: UnsafeMutablePointer<Element>
  private var capacity: Int
  private(set) var count = 0

  /// - Parameter capacity: How many are expected; it grows when there are more.
  init(capacity: Int) {
    self.capacity = max(1, capacity)
    base = .allocate(capacity: self.capacity)
  }

  deinit {
    base.deinitialize(count: count)
    base.deallocate()
  }

  /// Adds an element, which `initialize` makes at the place given.
  @inline(__always)
  func append(_ initialize: (UnsafeMutablePointer<Element>) -> Void) {
    if count == capacity { grow() }
    initialize(base + count)
    count += 1
  }

  private func grow() {
    let more = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
    more.moveInitialize(from: base, count: count)
    base.deallocate()
    base = more
    capacity *= 2
  }

  /// Gives all elements away.
  func takeAll() -> [Element] {
    let taken = count
    count = 0
    return Array(unsafeUninitializedCapacity: taken) { buffer, initialized in
      buffer.baseAddress?.moveInitialize(from: base, count: taken)
      initialized = taken
    }
  }
}
