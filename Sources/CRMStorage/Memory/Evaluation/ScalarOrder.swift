package import CRMModel

/// How cells are compared: text by its bytes, whole and floating point numbers by their exact values.
package enum ScalarOrder {
  /// Below, at or above zero as `left` comes before, with or after `right`; nil if either is null or they cannot be compared.
  package static func compare(_ left: Scalar, _ right: Scalar) -> Int? {
    switch (left, right) {
    case (.integer(let left), .integer(let right)): left == right ? 0 : left < right ? -1 : 1
    case (.real(let left), .real(let right)): left == right ? 0 : left < right ? -1 : left > right ? 1 : nil
    case (.text(let left), .text(let right)): compare(left, right)
    case (.integer(let left), .real(let right)): compare(left, right)
    case (.real(let left), .integer(let right)): compare(right, left).map { -$0 }
    default: nil
    }
  }

  /// Compares texts by their UTF-8 bytes.
  package static func compare(_ left: String, _ right: String) -> Int {
    var rest = right.utf8.makeIterator()
    for byte in left.utf8 {
      guard let other = rest.next() else { return 1 }
      if byte != other { return byte < other ? -1 : 1 }
    }
    return rest.next() == nil ? 0 : -1
  }

  /// Compares a whole number with a floating point number without rounding either; nil if the latter is no number.
  package static func compare(_ left: Int64, _ right: Double) -> Int? {
    if right.isNaN { return nil }
    if right >= 0x1p63 { return -1 }
    if right < -0x1p63 { return 1 }
    let whole = right.rounded(.towardZero)
    guard let integer = Int64(exactly: whole) else { return nil }
    if left != integer { return left < integer ? -1 : 1 }
    return right == whole ? 0 : right > whole ? -1 : 1
  }

  /// Whether two texts have the same bytes.
  package static func areEqual(_ left: String, _ right: String) -> Bool { compare(left, right) == 0 }

  /// Whether a text contains another, byte for byte.
  package static func contains(_ text: String, _ part: String) -> Bool {
    let part = Array(part.utf8)
    guard let first = part.first else { return true }
    var rest = text.utf8[...]
    while let index = rest.firstIndex(of: first) {
      rest = rest[index...]
      if rest.starts(with: part) { return true }
      rest = rest.dropFirst()
    }
    return false
  }

  /// Whether a text begins with another, byte for byte.
  package static func hasPrefix(_ text: String, _ prefix: String) -> Bool { text.utf8.starts(with: prefix.utf8) }
}

extension Comparison {
  /// Whether the comparison holds, given the sign of the order of its sides.
  package func holds(_ order: Int) -> Bool {
    switch self {
    case .equal: order == 0
    case .notEqual: order != 0
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    case .greaterOrEqual: order >= 0
    }
  }

  /// The comparison that holds when the sides are exchanged.
  package var mirrored: Comparison {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }
}
