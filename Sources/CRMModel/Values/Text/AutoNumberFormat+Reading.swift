extension AutoNumberFormat {
  /// The highest counter that has no more digits than the padding.
  package var highestPadded: Int64 { (0..<padding).reduce(1) { power, _ in power * 10 } - 1 }

  /// Which counter a number comes from, and what that was, if the number follows the pattern exactly.
  ///
  ///     try AutoNumberFormat(prefix: "INV-{yyyy}-", padding: 5).reading("INV-2026-00042", near: 2026)
  ///     // key 0, or 2026 with a yearly reset; counter 42
  ///
  /// - Parameters:
  ///   - text: The number, as ``text(for:on:)`` writes it for any year and month.
  ///   - year: A year of the century that `{yy}` means.
  /// - Returns: The counter, 1..<10^18, and its key; nil for any other text.
  /// - Complexity: O(*n*) in the length of the text.
  package func reading(_ text: String, near year: Int) -> (key: Int, counter: Int64)? {
    var rest = text.utf8[...]
    var stated: Int?
    for piece in pieces {
      switch piece {
      case .text(let literal):
        guard rest.starts(with: literal.utf8) else { return nil }
        rest = rest.dropFirst(literal.utf8.count)
      case .fullYear:
        guard let number = Self.digits(&rest, 4), (1...9_999).contains(number) else { return nil }
        stated = Int(number)
      case .shortYear:
        guard let number = Self.digits(&rest, 2) else { return nil }
        stated = stated ?? year - year % 100 + Int(number)
      case .month:
        guard let number = Self.digits(&rest, 2), (1...12).contains(number) else { return nil }
      }
    }
    let width = rest.count
    let isPadded = width == padding || (width > padding && rest.first != UInt8(ascii: "0"))
    guard isPadded, width <= 18, let counter = Self.digits(&rest, width), counter >= 1 else { return nil }
    return (counterKey(year: stated ?? year), counter)
  }

  /// The number that the next `width` digits make, at most 18; nil if there are other signs.
  private static func digits(_ rest: inout Substring.UTF8View, _ width: Int) -> Int64? {
    let digits = rest.prefix(width)
    guard digits.count == width else { return nil }
    var number: Int64 = 0
    for byte in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      number = number * 10 + Int64(byte - UInt8(ascii: "0"))
    }
    rest = rest.dropFirst(width)
    return number
  }
}
