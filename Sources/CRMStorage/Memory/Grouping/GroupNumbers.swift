/// Numbers the groups that rows fall into, from 0 in the order of their appearance.
///
/// A group is known by one number made of the numbers of its keys. Where those are few each has a place of its own, otherwise they are hashed.
struct GroupNumbers: Sendable {
  private struct Slot {
    var key: Int64
    /// The group's number and one; 0 for a free slot.
    var next: Int32
  }

  private var slots: ContiguousArray<Slot>
  private var multiplier: UInt64
  private var shift: UInt64
  /// The groups' keys, by their number.
  private(set) var keys: ContiguousArray<Int64> = []

  /// For keys of so many bits each has a place of its own.
  private static let direct = 16
  /// How many bits the first hashes have: what many groups need is not made four times.
  private static let first = 16

  /// - Parameter bits: How many bits keys have.
  init(bits: Int) {
    if bits <= Self.direct {
      slots = ContiguousArray(repeating: Slot(key: 0, next: 0), count: 1 << bits)
      (multiplier, shift) = (1, 0)
    } else {
      slots = ContiguousArray(repeating: Slot(key: 0, next: 0), count: 1 << Self.first)
      (multiplier, shift) = (0x9E37_79B9_7F4A_7C15, 64 - UInt64(Self.first))
    }
  }

  /// How many groups there are.
  var count: Int { keys.count }

  /// Gives the groups of some keys.
  ///
  /// - Parameters:
  ///   - wanted: The key of each row.
  ///   - groups: Where the groups go; as many places.
  mutating func number(_ wanted: UnsafeBufferPointer<Int64>, into groups: UnsafeMutableBufferPointer<Int32>) {
    reserve(wanted.count)
    let (multiplier, shift, mask) = (multiplier, shift, slots.count &- 1)
    slots.withUnsafeMutableBufferPointer { slots in
      for index in 0..<wanted.count {
        let key = wanted[index]
        var place = Int(truncatingIfNeeded: (UInt64(bitPattern: key) &* multiplier) >> shift)
        while slots[place].next != 0, slots[place].key != key { place = (place &+ 1) & mask }
        if slots[place].next == 0 {
          keys.append(key)
          slots[place] = Slot(key: key, next: Int32(truncatingIfNeeded: keys.count))
        }
        groups[index] = slots[place].next &- 1
      }
    }
  }

  /// The groups of other groups' keys.
  mutating func numbers(of other: GroupNumbers) -> ContiguousArray<Int32> {
    ContiguousArray(unsafeUninitializedCapacity: other.count) { groups, count in
      other.keys.withUnsafeBufferPointer { number($0, into: groups) }
      count = other.count
    }
  }

  /// Makes the group whose key is 0, unless it is there.
  mutating func addFirst() {
    let key: ContiguousArray<Int64> = [0]
    var group: ContiguousArray<Int32> = [0]
    key.withUnsafeBufferPointer { key in group.withUnsafeMutableBufferPointer { number(key, into: $0) } }
  }

  /// Makes room for more groups, so that at most half of the slots are taken.
  private mutating func reserve(_ more: Int) {
    if shift == 0 { return }
    var size = slots.count
    while (keys.count + more) * 2 > size { size *= 2 }
    if size == slots.count { return }
    shift = 64 - UInt64(size.trailingZeroBitCount)
    slots = ContiguousArray(repeating: Slot(key: 0, next: 0), count: size)
    for (group, key) in keys.enumerated() {
      var place = Int(truncatingIfNeeded: (UInt64(bitPattern: key) &* multiplier) >> shift)
      while slots[place].next != 0 { place = (place + 1) & (size - 1) }
      slots[place] = Slot(key: key, next: Int32(truncatingIfNeeded: group + 1))
    }
  }
}
