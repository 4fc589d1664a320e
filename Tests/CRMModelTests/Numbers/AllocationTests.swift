import CRMModel
import CRMTestStores
import CRMTesting
import Testing

private func units(_ parts: [Money]) -> [Int64] { parts.map(\.minorAmount) }

@Suite struct `An allocation` {
  // STYLE: the documented example. RULES.md: V2, header discount over seven lines; V6, currencies of 0 and 3 decimals.
  @Test(arguments: [
    (Money.usd(100), [1, 1, 1], [3_334, 3_333, 3_333]),
    (.usd(1), [100, 100, 100, 100, 100, 100, 100], [15, 15, 14, 14, 14, 14, 14]),
    (.jpy(100), [1, 1, 1], [34, 33, 33]),
    (.kwd(10), [1, 1, 1], [3_334, 3_333, 3_333]),
  ])
  func `is the published one`(_ money: Money, _ weights: [Int], _ expected: [Int64]) throws {
    #expect(try units(money.allocated(by: weights)) == expected)
    #expect(try units(money.split(into: weights.count)) == expected)
  }

  /// moneyphp, MoneyTest.allocationExamples, which also gives the units left over to the largest fractions. One
  /// differs: it rounds shares below zero otherwise than above (-5 by 7 and 3 is -3 and -2
  /// there, 5 is 4 and 1); we split a negative amount like its opposite (5 is 4 and 1, so -5 is -4 and -1). Its
  /// fractional and its keyed weights are not ours.
  @Test(.enabled(if: SharedData.folder != nil, "needs shared/data"))
  func `is moneyphp's for amounts above zero`() throws {
    var compared = 0
    for example in try MoneyPHP.examples("MoneyTest", "allocationExamples") {
      guard let amount = example[0].number, let weights = example[1].numbers, let expected = example[2].numbers
      else { continue }
      let parts = try units(Money(minor: Int64(amount), .eur).allocated(by: weights))
      #expect(parts.map { Int($0) } == (amount == -5 ? [-4, -1] : expected), "\(amount) by \(weights)")
      compared += 1
    }
    #expect(compared == 15)
    #expect(try units(Money(minor: 1, .eur).allocated(by: [33, 66])) == [0, 1])
  }

  // moneyphp, MoneyTest.allocationTargetExamples; then amounts below zero and fewer units than parts.
  @Test(arguments: [
    (15, 2, [8, 7]), (10, 2, [5, 5]), (15, 3, [5, 5, 5]), (10, 3, [4, 3, 3]), (-10, 3, [-4, -3, -3]),
    (2, 3, [1, 1, 0]),
    (0, 2, [0, 0]), (7, 1, [7]),
  ])
  func `into equal parts favours the earlier ones`(_ amount: Int64, _ count: Int, _ expected: [Int64]) throws {
    #expect(try units(Money(minor: amount, .eur).split(into: count)) == expected)
  }

  @Test(arguments: [[], [0], [0, 0], [-1], [2, -1], [Int.min, .max]])
  func `needs weights that are not negative and not all zero`(_ weights: [Int]) {
    #expect(valueErrorCode { try Money.eur(1).allocated(by: weights) } == .invalidWeights)
  }

  @Test(arguments: [0, -1, Int.min, Int.max, Money.maximumParts + 1])
  func `needs one to a million parts`(_ count: Int) {
    #expect(valueErrorCode { try Money.eur(1).split(into: count) } == .invalidWeights)
  }

  @Test(arguments: [Int64.max, .min])
  func `of the extremes by the extremes loses nothing`(_ minor: Int64) throws {
    let money = Money(minor: minor, .eur)
    #expect(try Money.sum(money.allocated(by: [.max, .max, 1, 0]), in: .eur) == money)
    #expect(try money.allocated(by: [0, .max]) == [.zero(.eur), money])
    #expect(try Money.sum(money.split(into: 1_000), in: .eur) == money)
  }

  @Test func `conserves the total, zeros and proportion, for any amount and weights`() throws {
    var numbers = SeededGenerator(seed: RunSeed.announced(for: "allocation"))
    for _ in 0..<5_000 {
      let money = Money(minor: numbers.integer(), .usd)
      var weights = (0..<Int.random(in: 1...20, using: &numbers)).map { _ in Int(max(0, numbers.integer() >> 6)) }
      weights[0] = max(1, weights[0])
      let parts = try money.allocated(by: weights)
      try #require(parts.count == weights.count)
      try #require(try Money.sum(parts, in: .usd) == money)
      let total = weights.reduce(Int128(0)) { $0 + Int128($1) }
      for (part, weight) in zip(parts, weights) {
        // Every part lies less than one unit from its exact share.
        let distance = Int128(part.minorAmount) * total - Int128(money.minorAmount) * Int128(weight)
        try #require(distance.magnitude < total.magnitude)
        try #require(weight > 0 || part.isZero)
      }
      let opposite = Money(minor: 0 &- money.minorAmount, .usd)
      if money.minorAmount != .min {
        try #require(try units(opposite.allocated(by: weights)) == units(parts).map { 0 - $0 })
      }
      let equal = try money.split(into: weights.count)
      try #require(try equal == money.allocated(by: weights.map { _ in 1 }))
      try #require(try Money.sum(equal, in: .usd) == money)
    }
  }
}
