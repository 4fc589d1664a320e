/// Ranks scattered over the places of a table, one to one, so that the first rows are not the greatest.
///
/// Place = rank · factor + offset, modulo the count; the factor has no divisor in common with the count.
struct ScatteredOrder: Sendable {
  /// How many places there are, 1 or more.
  let count: Int
  private let factor: Int
  private let inverse: Int
  private let offset: Int

  init(count: Int, _ chance: inout WorldChance) {
    let count = min(max(count, 1), 1 << 24)
    // Near the golden section neighbouring ranks lie far apart.
    var factor = max(count * 618 / 1_000 + chance.below(count / 8 + 1), 1)
    var inverse = ScatteredOrder.inverse(of: factor, modulo: count)
    while inverse == nil {
      factor += 1
      inverse = ScatteredOrder.inverse(of: factor, modulo: count)
    }
    self.count = count
    self.factor = factor % count
    self.inverse = inverse ?? 1
    offset = chance.below(count)
  }

  /// The place of a rank; both are from 0 up to, not including, the count.
  func place(ofRank rank: Int) -> Int { (rank * factor + offset) % count }

  /// The rank of a place.
  func rank(ofPlace place: Int) -> Int { (place - offset + count) % count * inverse % count }

  /// What a factor is multiplied by to give 1; nil if there is nothing.
  private static func inverse(of factor: Int, modulo count: Int) -> Int? {
    var (a, b) = (factor % count, count)
    var (x, y) = (1, 0)
    while b != 0 {
      let quotient = a / b
      (a, b) = (b, a - quotient * b)
      (x, y) = (y, x - quotient * y)
    }
    return a == 1 ? ((x % count) + count) % count : nil
  }
}
