import CRMTesting
import Testing

@Suite struct `A seeded generator` {
  /// The first numbers of seed 1234567, as published with Rosetta Code's "Pseudo-random numbers/Splitmix64".
  @Test func `gives the published numbers`() {
    var random = SeededGenerator(seed: 1_234_567)
    let numbers = (0..<5).map { _ in random.next() }
    let published: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
      16_408_922_859_458_223_821,
    ]
    #expect(numbers == published)
  }
}
