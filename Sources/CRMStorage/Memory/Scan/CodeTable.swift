/// A map from whole numbers to whole numbers for inner loops: open addressing, one probe for most keys, nothing is ever removed.
struct CodeTable: Sendable {
  private var keys: ContiguousArray<Int64>
  private var codes: ContiguousArray<Int>
  private var shift: UInt64
  private(set) var count = 0

  /// What marks a free place; never stored.
  private static var free: Int { Int.min }

  init() {
    keys = ContiguousArray(repeating: 0, count: 16)
    codes = ContiguousArray(repeating: Self.free, count: 16)
    shift = 60
  }

  @inline(__always)
  private func slot(_ key: Int64) -> Int {
    let mask = keys.count &- 1
    let mixed = UInt64(bitPattern: key ^ (key >> 32)) &* 0x9E37_79B9_7F4A_7C15
    var slot = Int(truncatingIfNeeded: mixed >> shift)
    while codes[slot] != Self.free, keys[slot] != key { slot = (slot &+ 1) & mask }
    return slot
  }

  /// The number kept for a key; nil if there is none.
  @inline(__always)
  subscript(key: Int64) -> Int? {
    let code = codes[slot(key)]
    return code == Self.free ? nil : code
  }

  /// The number kept for a key; what `make` gives is kept if there is none.
  @inline(__always)
  mutating func code(for key: Int64, _ make: () throws -> Int) rethrows -> Int {
    let place = slot(key)
    if codes[place] != Self.free { return codes[place] }
    let code = try make()
    keys[place] = key
    codes[place] = code
    count += 1
    if count * 2 > keys.count { grow() }
    return code
  }

  private mutating func grow() {
    let old = (keys, codes)
    keys = ContiguousArray(repeating: 0, count: old.0.count * 2)
    codes = ContiguousArray(repeating: Self.free, count: old.1.count * 2)
    shift -= 1
    for index in old.0.indices where old.1[index] != Self.free {
      let place = slot(old.0[index])
      keys[place] = old.0[index]
      codes[place] = old.1[index]
    }
  }
}
