/// A choice among the ranks 0, 1, 2 and so on, of which low ones are likelier.
///
/// Rank *k* of *n* has the weight 1 / (*k* + ½ + *n* / skew): the law of Zipf with the shift of Mandelbrot, in whole
/// numbers. With a shift that grows with *n*, the shares are the same in a world of any size: the first tenth of the
/// ranks has about ln(1 + skew / 10) / ln(1 + skew) of everything, 52 % for a skew of 100 and 36 % for 20, and the first
/// rank about skew / ln(1 + skew) times the average.
///
/// Takes the same memory for any *n*: beyond 1,024 ranks, neighbours share a step of the table.
struct SkewedChoice: Sendable {
  /// How many ranks there are, 1 or more.
  let count: Int
  /// The weights up to the end of each step.
  private let ends: [UInt64]

  private static let mostSteps = 1_024

  init(count: Int, skew: Int) {
    let count = min(max(count, 1), 1 << 24)
    let skew = min(max(skew, 1), 1 << 16)
    let steps = min(count, SkewedChoice.mostSteps)
    var total: UInt64 = 0
    ends = (0..<steps).map { step in
      let first = SkewedChoice.start(of: step, count, steps)
      let next = SkewedChoice.start(of: step + 1, count, steps)
      total += (1 << 50) / UInt64(skew * (first + next) + 2 * count) * UInt64(next - first)
      return total
    }
    self.count = count
  }

  /// A rank, from 0.
  ///
  /// - Complexity: O(1).
  func rank(_ chance: inout WorldChance) -> Int {
    let target = chance.below(ends.last ?? 0)
    var (low, high) = (0, ends.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if ends[middle] > target { high = middle } else { low = middle + 1 }
    }
    let first = SkewedChoice.start(of: low, count, ends.count)
    return first + chance.below(SkewedChoice.start(of: low + 1, count, ends.count) - first)
  }

  private static func start(of step: Int, _ count: Int, _ steps: Int) -> Int { step * count / steps }
}
