import CRMModel
import CRMTestStores
import Testing

@Suite struct `A rounding rule` {
  // Of 1,030 and 775 cases 707 and 484 apply. The others float (exponents, precision, infinities), raise to a power or
  // round by `05up`. All of quantize's cases within our digits round half up.
  @Test(
    .enabled(if: SharedData.folder != nil, "needs shared/data"),
    arguments: [
      ("rounding", ["add", "multiply", "divide"], RoundingRule.allCases, 700),
      ("quantize", ["quantize"], [.halfUp], 480),
    ])
  func `agrees with the General Decimal Arithmetic test suite`(
    _ file: String, _ operations: [String], _ rules: [RoundingRule], _ leastApplicable: Int
  ) throws {
    let suite = try DecimalArithmeticSuite(SharedData.text("decimal/\(file).decTest"))
    print("\(file).decTest: \(suite.passedCount + suite.failed.count) apply, \(suite.passedCount) pass")
    print("  passed: \(suite.passed.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })")
    print("  skipped: \(suite.skipped.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })")
    #expect(suite.failed == [])
    #expect(suite.passedCount >= leastApplicable)
    for operation in operations {
      for rule in rules {
        #expect(suite.passed["\(operation) \(rule.rawValue)", default: 0] >= 5, "\(operation) \(rule)")
      }
    }
  }

  /// moneyphp, MoneyTest.roundingExamples: number, PHP's mode, result.
  @Test(.enabled(if: SharedData.folder != nil, "needs shared/data"))
  func `agrees with moneyphp`() throws {
    let rules: [Int: RoundingRule] = [1: .halfUp, 2: .halfDown, 3: .halfEven, 5: .up, 6: .down, 7: .ceiling, 8: .floor]
    var compared = 0
    for example in try MoneyPHP.examples("MoneyTest", "roundingExamples") {
      // Mode 4 is "half odd", which we do not have. Modes 7 and 8 are moneyphp's "half towards positive and negative
      // infinity": they agree with our ceiling and floor only on ties and whole numbers, so the others are left out.
      guard let number = example[0].text, let mode = example[1].number, let rule = rules[mode],
        let expected = example[2].text
      else { continue }
      let exact = try ExactDecimal(number)
      let isTie = try exact.multiplied(by: 2).isWhole
      guard isTie || (rule != .ceiling && rule != .floor) else { continue }
      #expect(try exact.rounded(toScale: 0, rule).description == expected, "\(number) \(rule)")
      compared += 1
    }
    #expect(compared == 41)
  }

  /// The table in the documentation of ``RoundingRule``.
  @Test(arguments: [
    (RoundingRule.halfUp, ["3", "-3", "3", "-2"]), (.halfEven, ["2", "-2", "3", "-2"]),
    (.halfDown, ["2", "-2", "3", "-2"]), (.up, ["3", "-3", "3", "-3"]), (.down, ["2", "-2", "2", "-2"]),
    (.ceiling, ["3", "-2", "3", "-2"]), (.floor, ["2", "-3", "2", "-3"]),
  ])
  func `rounds as its documentation says`(_ rule: RoundingRule, _ expected: [String]) throws {
    let rounded = try ["2.5", "-2.5", "2.6", "-2.4"].map { try ExactDecimal($0).rounded(toScale: 0, rule).description }
    #expect(rounded == expected)
  }
}
