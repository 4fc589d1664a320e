/// What a contender's result comes to: how many rows, and a sum over their values that does not depend on their order.
struct Digest: Hashable, Sendable, CustomStringConvertible {
  /// How many rows, groups or figures.
  private(set) var count = 0
  /// The sum of the rows' checks, wrapping around.
  private(set) var sum: UInt64 = 0

  /// Nothing yet.
  init() {}

  /// A count and nothing more.
  init(count: Int) { self.count = count }

  /// Adds a row of numbers; those that are not there are other than any that are.
  mutating func add(_ first: Int64?, _ second: Int64? = 0, _ third: Int64? = 0, _ fourth: Int64? = 0, text: UInt64 = 0)
  {
    var bits = Digest.mix(text)
    bits = Digest.mix(bits ^ Digest.bits(first))
    bits = Digest.mix(bits ^ Digest.bits(second))
    bits = Digest.mix(bits ^ Digest.bits(third))
    bits = Digest.mix(bits ^ Digest.bits(fourth))
    count += 1
    sum &+= bits
  }

  /// Adds all that another stands for.
  mutating func add(_ other: Digest) {
    count += other.count
    sum &+= other.sum
  }

  /// Adds a figure of a forecast; none is added for none.
  mutating func add(_ user: Int64?, _ cell: Int, count: Int64, amount: Int64, weighted: Int64) {
    if count > 0 { add(user, Int64(cell), count, amount, text: UInt64(bitPattern: weighted)) }
  }

  /// A number for a text's bytes (FNV-1a).
  static func check(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var bits: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { bits = (bits ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return bits
  }

  private static func bits(_ value: Int64?) -> UInt64 { value.map { UInt64(bitPattern: $0) } ?? 0x5851_F42D_4C95_7F2D }

  private static func mix(_ bits: UInt64) -> UInt64 {
    let first = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    let second = (first ^ (first >> 27)) &* 0x94D0_49BB_1331_11EB
    return (second ^ (second >> 31)) &+ 0x9E37_79B9_7F4A_7C15
  }

  var description: String { "\(count) rows, check \(String(sum, radix: 16))" }
}
