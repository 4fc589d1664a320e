internal import CRMModel

extension Scalar {
  /// Negative, zero or positive as this value is less than, equal to or greater than another; nil if either is null or
  /// they cannot be compared.
  func order(against other: Scalar, exact: Bool = true) -> Int? {
    switch (self, other) {
    case (.integer(let first), .integer(let second)):
      return first == second ? 0 : first < second ? -1 : 1
    case (.real(let first), .real(let second)):
      return first == second ? 0 : first < second ? -1 : 1
    case (.integer(let first), .real(let second)):
      if !exact { return Scalar.real(Double(first)).order(against: other) }
      return Scalar.order(first, second)
    case (.real(let first), .integer(let second)):
      if !exact { return order(against: .real(Double(second))) }
      return -Scalar.order(second, first)
    case (.text(let first), .text(let second)):
      if first.utf8.elementsEqual(second.utf8) { return 0 }
      return first.utf8.lexicographicallyPrecedes(second.utf8) ? -1 : 1
    default:
      return nil
    }
  }

  /// A whole number against a real by their exact values: a `Double` of 2^53 or more is a whole number that need not be
  /// the rounded integer.
  private static func order(_ whole: Int64, _ real: Double) -> Int {
    let floor = real.rounded(.down)
    guard let part = Int64(exactly: floor) else { return real < 0 ? 1 : -1 }
    if whole != part { return whole < part ? -1 : 1 }
    return floor < real ? -1 : 0
  }
}
