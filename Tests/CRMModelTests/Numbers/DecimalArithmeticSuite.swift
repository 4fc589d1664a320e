import CRMModel

/// Reads the General Decimal Arithmetic test suite (Cowlishaw) and runs what concerns an ``ExactDecimal``.
///
/// The suite's numbers float: `precision` significant digits, any exponent, infinities. Ours are fixed: 38 digits, 18
/// decimals. A case applies if its operands are such numbers, its result is finite and its rounding mode is ours (not
/// `05up`). The suite's result says at which exponent it was rounded; we round there.
struct DecimalArithmeticSuite {
  /// By operation and rule.
  private(set) var passed: [String: Int] = [:]
  private(set) var failed: [String] = []
  private(set) var skipped: [String: Int] = [:]

  var passedCount: Int { passed.values.reduce(0, +) }

  init(_ text: String) {
    var rounding = ""
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.split(separator: " ").map { String($0.filter { $0 != "'" }) }
      guard let first = words.first, !first.hasPrefix("--") else { continue }
      if first.lowercased() == "rounding:" {
        rounding = words[1].lowercased()
      } else if let arrow = words.firstIndex(of: "->"), arrow == 4, words.count > 5 {
        run(words, rounding: rounding)
      }
    }
  }

  private mutating func run(_ words: [String], rounding: String) {
    guard let rule = RoundingRule(rawValue: rounding) else { return skip("rounding \(rounding)") }
    guard let a = Plain(words[2]), let b = Plain(words[3]) else { return skip("special operand") }
    guard let result = Plain(words[5]) else { return skip("special result") }
    guard let left = a.decimal, let expected = result.decimal else { return skip("beyond 38 digits or 18 decimals") }
    do {
      let found: ExactDecimal
      switch words[1] {
      case "quantize":
        found = try left.rounded(toScale: b.scale, rule)
      case "add", "multiply", "divide":
        guard let right = b.decimal else { return skip("beyond 38 digits or 18 decimals") }
        found = try Self.compute(words[1], left, right, scale: result.scale, rule)
      default:
        return skip(words[1])
      }
      if found == expected {
        passed["\(words[1]) \(rounding)", default: 0] += 1
      } else {
        failed.append("\(words) gave \(found)")
      }
    } catch {
      switch error.code.rawValue {
      case "out_of_range", "invalid_scale": skip("beyond 38 digits or 18 decimals")
      default: failed.append("\(words) threw \(error)")
      }
    }
  }

  private static func compute(
    _ name: String, _ left: ExactDecimal, _ right: ExactDecimal, scale: Int, _ rule: RoundingRule
  ) throws(ValueError) -> ExactDecimal {
    switch name {
    case "add": try left.adding(right).rounded(toScale: scale, rule)
    case "divide": try left.divided(by: right, scale: scale, rounding: rule)
    default:
      scale < 0
        ? try left.multiplied(by: right).rounded(toScale: scale, rule)
        : try left.multiplied(by: right, scale: scale, rounding: rule)
    }
  }

  private mutating func skip(_ reason: String) { skipped[reason, default: 0] += 1 }
}

/// A number as the suite writes it, `-12.3E+4`.
private struct Plain {
  /// Digits after the point, below zero if the last digit stands for tens or more.
  let scale: Int
  /// The number, if it is one of ours.
  let decimal: ExactDecimal?

  init?(_ text: String) {
    let parts = text.lowercased().split(separator: "e", omittingEmptySubsequences: false)
    guard let exponent = parts.count == 1 ? 0 : Int(parts[1]), parts.count <= 2 else { return nil }
    let isNegative = parts[0].hasPrefix("-")
    let number = parts[0].drop { $0 == "-" || $0 == "+" }
    let halves = number.split(separator: ".", omittingEmptySubsequences: false)
    let digits = halves.joined()
    guard !digits.isEmpty, halves.count <= 2, digits.allSatisfy(\.isNumber) else { return nil }
    scale = (halves.count == 2 ? halves[1].count : 0) - exponent
    decimal = Self.decimal(digits, scale: scale, isNegative: isNegative)
  }

  private static func decimal(_ digits: String, scale: Int, isNegative: Bool) -> ExactDecimal? {
    guard abs(scale) < 100 else { return nil }
    var text = digits + String(repeating: "0", count: max(0, -scale))
    if scale > 0 {
      text = String(repeating: "0", count: max(0, scale + 1 - text.count)) + text
      text = text.dropLast(scale) + "." + text.suffix(scale)
    }
    return try? ExactDecimal((isNegative ? "-" : "") + text)
  }
}
