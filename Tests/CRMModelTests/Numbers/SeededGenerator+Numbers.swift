import CRMTesting

extension SeededGenerator {
  /// A number with a length drawn first, so that short, long and extreme ones all occur.
  mutating func integer() -> Int64 {
    switch Int.random(in: 0..<20, using: &self) {
    case 0: return .max
    case 1: return .min
    case 2: return 0
    default: return Int64(truncatingIfNeeded: next()) >> Int64.random(in: 0...62, using: &self)
    }
  }

  /// A number in canonical text, of 1...38 digits, 0...18 of them decimals; every second is short.
  mutating func decimalText() -> String {
    let isShort = Bool.random(using: &self)
    let decimals = Int.random(in: 0...(isShort ? 6 : 18), using: &self)
    let wholes = Int.random(in: 1...(isShort ? 8 : 38 - decimals), using: &self)
    var text = wholes == 1 ? digit(0...9) : digit(1...9)
    for _ in 1..<max(1, wholes) { text += digit(0...9) }
    if decimals > 0 {
      text += "."
      for _ in 1..<decimals { text += digit(0...9) }
      text += digit(1...9)
    }
    return text != "0" && Bool.random(using: &self) ? "-" + text : text
  }

  private mutating func digit(_ range: ClosedRange<Int>) -> String { String(Int.random(in: range, using: &self)) }
}
