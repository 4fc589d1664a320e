/// A source of numbers that gives the same ones for the same seed, on every machine (SplitMix64).
///
/// The algorithm is that of Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014), with
/// the constants of Vigna's public domain version. It is for tests, not for secrets.
public struct SeededGenerator: RandomNumberGenerator, Hashable, Sendable {
  private var state: UInt64

  /// Starts at a seed; neighbouring seeds give unrelated numbers.
  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}

extension SeededGenerator {
  /// A number below a bound; 0 if the bound is not above 0.
  package mutating func number(below bound: Int) -> Int { bound > 0 ? Int.random(in: 0..<bound, using: &self) : 0 }

  /// Whether something happens that happens so many times in a hundred.
  package mutating func happens(_ percent: Int) -> Bool { number(below: 100) < percent }

  /// One of several values; nil of none.
  package mutating func pick<C: RandomAccessCollection>(_ values: C) -> C.Element? {
    values.randomElement(using: &self)
  }
}
