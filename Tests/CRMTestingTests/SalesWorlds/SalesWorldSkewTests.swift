import CRM
import CRMTesting
import Foundation
import Testing

/// A world of a size, made from a seed.
struct WorldSeed: Sendable, CustomTestStringConvertible {
  let opportunities: Int
  let seed: UInt64
  var testDescription: String { "\(opportunities) deals, seed \(seed)" }

  var world: SalesWorld { SalesWorld(opportunities: opportunities, seed: seed) }

  static let all = [WorldSeed(opportunities: 3_000, seed: 1), WorldSeed(opportunities: 10_000, seed: 7)]
}

@Suite struct `The inequality of a sales world` {
  /// The shares of Zipf and Mandelbrot's law, and what chance adds to the largest.
  @Test(arguments: [1, 20, 100, 1_000], WorldSeed.all)
  func `is as great among accounts as the shape says`(_ skew: Int, _ given: WorldSeed) {
    var shape = SalesWorldShape()
    shape.accountSkew = skew
    let figures = WorldFigures(SalesWorld(opportunities: given.opportunities, seed: given.seed, shape: shape))
    let share = WorldFigures.shareOfFirstTenth(of: figures.deals.map(\.account), among: figures.accounts.count)
    let expected = log(1 + Double(skew) / 10) / log(1 + Double(skew))
    #expect(share > expected - 0.04 && share < expected + 0.09, "\(share), expected \(expected)")
  }

  @Test func `is great among owners too, unless they are to be equal`() {
    let standard = WorldFigures(SalesWorld(opportunities: 10_000, seed: 7))
    var shape = SalesWorldShape()
    (shape.ownerSkew, shape.accountSkew) = (1, 1)
    let equal = WorldFigures(SalesWorld(opportunities: 10_000, seed: 7, shape: shape))
    let shares = [standard, equal].map {
      WorldFigures.shareOfFirstTenth(of: $0.deals.map(\.owner), among: $0.sellers.count)
    }
    #expect(shares[0] > 0.28 && shares[0] < 0.45, "\(shares[0])")
    #expect(shares[1] < 0.2, "\(shares[1])")
  }

  @Test(arguments: WorldSeed.all)
  func `gives the first account about twenty times the average, and most accounts some`(_ given: WorldSeed) {
    let figures = WorldFigures(given.world)
    let sizes = Dictionary(grouping: figures.deals.compactMap(\.account), by: { $0 }).mapValues(\.count)
    // 100 / ln 101 is 21.7, and there are ten deals for each account.
    #expect((140..<260).contains(sizes.values.max() ?? 0), "\(sizes.values.max() ?? 0)")
    #expect(sizes.count > figures.accounts.count * 9 / 10)
  }

  @Test(arguments: WorldSeed.all)
  func `scatters great accounts over the table`(_ given: WorldSeed) {
    let accounts = Array(given.world.accounts)
    let great = accounts.filter { ($0.employees ?? 0) > 200 }.map(\.place)
    #expect(great.count > 5)
    let early = WorldFigures.share(great) { $0 < accounts.count / 2 }
    #expect(early > 0.2 && early < 0.8, "\(early)")
  }

  @Test(arguments: WorldSeed.all)
  func `lets great companies buy for more and think longer`(_ given: WorldSeed) {
    let figures = WorldFigures(given.world)
    func amounts(_ sizes: Range<Int>) -> [Int] {
      figures.deals.filter { deal in
        sizes.contains(deal.account.flatMap { figures.accounts[$0].employees } ?? 0)
      }.compactMap(\.amount)
    }
    let (small, great) = (WorldFigures.mean(amounts(1..<30)), WorldFigures.mean(amounts(300..<100_000)))
    #expect(great > 2 * small, "\(great), \(small)")
    func cycles(_ amounts: Range<Int>) -> [Int] {
      figures.closed.filter { amounts.contains($0.amount ?? 0) }.compactMap(WorldFigures.cycle)
    }
    let (quick, slow) = (WorldFigures.mean(cycles(1..<5_000)), WorldFigures.mean(cycles(25_000..<10_000_000)))
    #expect(slow > 2 * quick, "\(slow), \(quick)")
  }
}
