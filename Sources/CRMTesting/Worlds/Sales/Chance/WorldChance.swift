/// Chance for one row of a world.
///
/// What comes out depends on the world's seed, on the table and on the row's place alone, so that any row can be made
/// without those before it, and a row made twice is the same.
///
/// Bounds are reached by multiplication and not by the standard library's `random(in:)`: how that reaches a bound may
/// change with the compiler, and a world keeps its bytes.
struct WorldChance: Sendable {
  /// What chance is asked for; each has numbers of its own.
  enum Stream: UInt64 {
    case order = 1
    case users, products, accounts, accountDirt, duplicates, contacts, leads, deals
  }

  private var generator: SeededGenerator

  /// The chance of a place in a stream of a world.
  init(_ seed: UInt64, _ stream: Stream, _ place: Int) {
    var world = SeededGenerator(seed: seed)
    var table = SeededGenerator(seed: world.next() &+ stream.rawValue &* 0xD134_2543_DE82_EF95)
    var row = SeededGenerator(seed: table.next() &+ UInt64(truncatingIfNeeded: place) &* 0xA076_1D64_78BD_642F)
    generator = SeededGenerator(seed: row.next())
  }

  /// A number from 0 up to, not including, a bound; 0 if the bound is not above 0.
  mutating func below(_ bound: Int) -> Int {
    bound > 0 ? Int(truncatingIfNeeded: below(UInt64(bound))) : 0
  }

  /// The same for a bound of 64 bits.
  mutating func below(_ bound: UInt64) -> UInt64 { generator.next().multipliedFullWidth(by: bound).high }

  /// A number of a range, both ends included.
  mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound &+ below(range.upperBound &- range.lowerBound &+ 1)
  }

  /// A number of a range of which low ones are likelier: the product of two.
  mutating func low(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound &+ below(below(range.upperBound &- range.lowerBound &+ 1) &+ 1)
  }

  /// Whether something happens that happens so many times in a thousand.
  mutating func happens(_ perMille: Int) -> Bool { below(1_000) < perMille }

  /// One of several texts; the empty text of none.
  mutating func pick(_ texts: [String]) -> String { texts.isEmpty ? "" : texts[below(texts.count)] }

  /// One of several texts, of which earlier ones are likelier.
  mutating func pickEarly(_ texts: [String]) -> String {
    texts.isEmpty ? "" : texts[low(0...(texts.count - 1))]
  }
}
