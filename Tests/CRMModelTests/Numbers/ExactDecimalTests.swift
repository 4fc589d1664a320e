import CRMModel
import CRMTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

private let outOfRange = ErrorCode("out_of_range")
private let nines38 = String(repeating: "9", count: 38)

@Suite struct `An exact decimal` {
  @Test(arguments: [
    ("0", "0"), ("-0", "0"), ("0.00", "0"), ("1.0", "1"), ("1.00", "1"), ("-0.50", "-0.5"), ("007", "7"),
    ("-003.10", "-3.1"),
    ("1200", "1200"), ("0.000000000000000001", "0.000000000000000001"),
    ("9223372036854775808", "9223372036854775808"),
    (nines38, nines38), ("-" + nines38, "-" + nines38),
    ("99999999999999999999.999999999999999999", "99999999999999999999.999999999999999999"),
    ("1.50000000000000000000000000", "1.5"),
  ])
  func `reads digits with one sign and one point and prints its shortest form`(_ text: String, _ canonical: String)
    throws
  {
    #expect(try ExactDecimal(text).description == canonical)
  }

  // The invalid numbers of moneyphp's NumberTest, except its leading zeros, which we read over; then RELIABILITY.md 4.
  @Test(arguments: [
    "", "-", ".", "-.", "5.", ".5", "-.5", "+1", "1e5", "1E5", " 1", "1 ", "1,5", "1.2.3", "12abc", "１２", "1\u{0}",
    "--1", "1-",
    "123456789012345678-123456", "---123", "123456789012345678+13456", "-123456789012345678.-13456", "+123456789",
    "+123456789012345678.+13456", "123.456.789", "123.456z", "123z", "NaN", "Infinity", "0x10", "1_000", "٣",
  ])
  func `refuses what is not strictly a number`(_ text: String) {
    #expect(valueErrorCode { try ExactDecimal(text) } == .notANumber)
  }

  @Test(arguments: [
    "1" + String(repeating: "0", count: 38), "-1" + String(repeating: "0", count: 38),
    "0.0000000000000000001", String(repeating: "9", count: 5_000), "0." + String(repeating: "0", count: 5_000) + "1",
    "999999999999999999999.999999999999999999",
  ])
  func `refuses a number beyond its digits`(_ text: String) {
    #expect(valueErrorCode { try ExactDecimal(text) } == outOfRange)
  }

  @Test func `is equal and hashes alike whatever zeros were written`() throws {
    let written = try [ExactDecimal("1"), ExactDecimal("1.0"), ExactDecimal("1.000"), 1]
    #expect(Set(written).count == 1)
    #expect(try ExactDecimal(scaledValue: 1_250, scale: 3) == ExactDecimal("1.25"))
  }

  @Test(arguments: [
    ("1", "1.1"), ("-1.1", "-1"), ("-1", "0"), ("0", "0.000000000000000001"), ("0.9", "1"), ("9.99", "10"),
    ("0.5", nines38), ("-0.5", nines38), ("0.000000000000000001", nines38), ("1", "1.000000000000000001"),
  ])
  func `orders by value across scales`(_ first: String, _ second: String) throws {
    let (less, greater) = try (ExactDecimal(first), ExactDecimal(second))
    #expect(less < greater)
    #expect(!(greater < less))
    #expect(greater.negated < less.negated)
  }

  // moneyphp, BcMathCalculatorTest.multiplicationExamples; the last is the widest product that still fits.
  @Test(arguments: [
    ("1", "1.5", "1.5"), ("10", "1.25", "12.5"), ("100", "0.29", "29"), ("100", "0.029", "2.9"),
    ("100", "0.0029", "0.29"),
    ("1000", "0.29", "290"), ("2000", "0.0029", "5.8"), ("1", "0.006597", "0.006597"), ("1", "-0.99", "-0.99"),
    ("-1", "-1.99", "1.99"), ("0", "-1.99", "0"), ("0.5", "0.2", "0.1"),
    ("0.000000000976562500", "1024", "0.000001"),
    ("99999999999999999999999999999999999999", "0.000000000000000001", "99999999999999999999.999999999999999999"),
    ("12500000000000000000000000000000000000", "0.8", "10000000000000000000000000000000000000"),
    ("15258789062500000000000000000000000000", "0.000000000000065536", "1000000000000000000000000"),
  ])
  func `multiplies exactly`(_ a: String, _ b: String, _ product: String) throws {
    #expect(try ExactDecimal(a).multiplied(by: ExactDecimal(b)) == ExactDecimal(product))
    #expect(try ExactDecimal(b).multiplied(by: ExactDecimal(a)).description == product)
  }

  // moneyphp, BcMathCalculatorTest.divisionExamples, at the decimals it prints.
  @Test(arguments: [
    ("6", "3", 0, "2"), ("2", "4", 1, "0.5"), ("20", "0.5", 0, "40"), ("181", "17", 14, "10.64705882352941"),
    ("98", "24", 15, "4.083333333333333"), ("1", "5.1555", 14, "0.19396760740956"),
    ("-500", "110", 14, "-4.54545454545455"), ("1", "-0.99", 10, "-1.0101010101"), ("-1", "-1.99", 10, "0.5025125628"),
    (nines38, nines38, 18, "1"),
    ("10000000000000000000000000000000000000", "1", 18, "10000000000000000000000000000000000000"),
    ("0.000000000000000001", nines38, 18, "0"),
  ])
  func `divides to the decimals that are named`(_ a: String, _ b: String, _ scale: Int, _ quotient: String) throws {
    let result = try ExactDecimal(a).divided(by: ExactDecimal(b), scale: scale, rounding: .halfEven)
    #expect(result.description == quotient)
  }

  @Test func `throws instead of losing digits`() throws {
    let greatest = try ExactDecimal(nines38)
    let least = try ExactDecimal("0.000000000000000001")
    #expect(valueErrorCode { try greatest.adding(1) } == outOfRange)
    #expect(valueErrorCode { try greatest.adding(least) } == outOfRange)
    #expect(valueErrorCode { try greatest.negated.subtracting(1) } == outOfRange)
    #expect(valueErrorCode { try greatest.multiplied(by: 10) } == outOfRange)
    #expect(valueErrorCode { try greatest.multiplied(by: greatest) } == outOfRange)
    #expect(valueErrorCode { try least.multiplied(by: least) } == outOfRange)
    #expect(valueErrorCode { try greatest.divided(by: least, scale: 0, rounding: .down) } == outOfRange)
    #expect(valueErrorCode { try greatest.rounded(toScale: -1, .up) } == outOfRange)
    #expect(valueErrorCode { try greatest.rounded(toScale: .min, .up) } == outOfRange)
    #expect(try greatest.rounded(toScale: .min, .down) == 0)
    #expect(try greatest.rounded(toScale: .max, .up) == greatest)
    #expect(try least.multiplied(by: least, scale: 18, rounding: .up) == least)
    #expect(try greatest.subtracting(greatest) == 0)
    #expect(try ExactDecimal.sum([greatest, greatest.negated, least]) == least)
  }

  @Test func `divides by anything but zero`() {
    #expect(valueErrorCode { try ExactDecimal(1).divided(by: 0, scale: 2, rounding: .down) } == .divisionByZero)
  }

  @Test(arguments: [-1, 19, Int.min, Int.max])
  func `refuses a stored scale outside 0 to 18`(_ scale: Int) {
    #expect(valueErrorCode { try ExactDecimal(1).scaled(to: scale, rounding: .down) } == .invalidScale)
    #expect(valueErrorCode { try ExactDecimal(1).scaledExactly(to: scale) } == .invalidScale)
    #expect(valueErrorCode { try ExactDecimal(scaledValue: 1, scale: scale) } == .invalidScale)
    #expect(valueErrorCode { try ExactDecimal(1).divided(by: 3, scale: scale, rounding: .down) } == .invalidScale)
    #expect(valueErrorCode { try ExactDecimal(1).multiplied(by: 3, scale: scale, rounding: .down) } == .invalidScale)
  }

  @Test func `becomes the stored integer of a field and comes back`() throws {
    #expect(try ExactDecimal("1.255").scaled(to: 2, rounding: .halfEven) == 126)
    #expect(try ExactDecimal("-1.255").scaled(to: 2, rounding: .floor) == -126)
    #expect(try ExactDecimal("12").scaledExactly(to: 3) == 12_000)
    #expect(try ExactDecimal("92233720368547758.07").scaledExactly(to: 2) == .max)
    #expect(try ExactDecimal(scaledValue: .min, scale: 18).description == "-9.223372036854775808")
    #expect(valueErrorCode { try ExactDecimal("1.255").scaledExactly(to: 2) } == .tooManyDecimals)
    #expect(valueErrorCode { try ExactDecimal("92233720368547758.08").scaledExactly(to: 2) } == outOfRange)
    #expect(valueErrorCode { try ExactDecimal(10).scaled(to: 18, rounding: .down) } == outOfRange)
  }

  @Test func `is a string in JSON and refuses a number there`() throws {
    let data = try JSONEncoder().encode([ExactDecimal("-0.10")])
    #expect(String(decoding: data, as: UTF8.self) == #"["-0.1"]"#)
    #expect(try JSONDecoder().decode([ExactDecimal].self, from: data) == [ExactDecimal("-0.1")])
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([ExactDecimal].self, from: Data("[0.1]".utf8)) }
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([ExactDecimal].self, from: Data(#"["0,1"]"#.utf8)) }
  }

  @Test func `prints what it read, for any number`() throws {
    var numbers = SeededGenerator(seed: RunSeed.announced(for: "decimal text"))
    for _ in 0..<20_000 {
      let text = numbers.decimalText()
      let number = try ExactDecimal(text)
      try #require(number.description == text)
      try #require(try ExactDecimal(number.description) == number)
    }
  }

  @Test func `keeps the laws of arithmetic, for any numbers`() throws {
    var numbers = SeededGenerator(seed: RunSeed.announced(for: "decimal laws"))
    var held = [0, 0, 0]
    for _ in 0..<20_000 {
      let a = try ExactDecimal(numbers.decimalText())
      let b = try ExactDecimal(numbers.decimalText())
      if let sum = try? a.adding(b) {
        try #require(try sum.subtracting(b) == a)
        try #require((sum > a) == (b > 0))
        held[0] += 1
      }
      let rule = RoundingRule.allCases.randomElement(using: &numbers) ?? .down
      let scale = Int.random(in: 0...18, using: &numbers)
      if !b.isZero, let product = try? a.multiplied(by: b) {
        try #require(try product.divided(by: b, scale: 18, rounding: rule) == a)
        held[1] += 1
      }
      if !b.isZero, let quotient = try? a.divided(by: b, scale: scale, rounding: .floor),
        let product = try? quotient.multiplied(by: b), let rest = try? a.subtracting(product),
        let step = try? ExactDecimal(scaledValue: 1, scale: scale).multiplied(by: b.absolute)
      {
        // The remainder has the divisor's sign and is below one step of the quotient.
        try #require(rest.isZero || rest.isNegative == b.isNegative)
        try #require(rest.absolute < step)
        held[2] += 1
      }
    }
    print("decimal laws: sums, products, quotients that fit: \(held)")
    #expect(held.allSatisfy { $0 > 1_000 })
  }
}

@Suite struct `A percentage` {
  @Test func `has an exact fraction`() throws {
    #expect(try Percent("12.5").fraction == ExactDecimal("0.125"))
    #expect(try Percent("0.0000000000000001").fraction.description == "0.000000000000000001")
    #expect(try Percent(fraction: ExactDecimal("0.077")) == Percent("7.7"))
    #expect(Percent.hundred.fraction == 1)
    #expect(try Percent(nines38).fraction.description == "\(nines38.dropLast(2)).99")
  }

  @Test func `refuses decimals that its fraction could not hold`() {
    #expect(valueErrorCode { try Percent("0.00000000000000001") } == .tooManyDecimals)
  }

  @Test func `is its points in text, order and JSON`() throws {
    let rates: [Percent] = try [7, Percent("-2.50"), 110]
    #expect(rates.sorted().map(\.description) == ["-2.5%", "7%", "110%"])
    let data = try JSONEncoder().encode(rates)
    #expect(String(decoding: data, as: UTF8.self) == #"["7","-2.5","110"]"#)
    #expect(try JSONDecoder().decode([Percent].self, from: data) == rates)
  }
}
