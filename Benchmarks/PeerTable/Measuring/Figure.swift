/// Figures as text and as medians.
enum Figure {
  /// The middle of some values; nil for none.
  static func median(_ values: [Double]) -> Double? {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return nil }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// Four digits are more than such figures are worth; never with an exponent.
  static func plain(_ value: Double) -> String {
    var decimals = 0
    var scale = 1.0
    while decimals < 9, value != 0, value * scale < 1_000 { (decimals, scale) = (decimals + 1, scale * 10) }
    guard let whole = Int64(exactly: (value * scale).rounded()) else { return "0.0" }
    let digits = String(whole)
    if decimals == 0 { return digits + ".0" }
    let filled = String(repeating: "0", count: max(decimals + 1 - digits.count, 0)) + digits
    return filled.dropLast(decimals) + "." + filled.suffix(decimals)
  }

  /// Three digits, for tables; nothing for none.
  static func short(_ value: Double?) -> String {
    guard let value else { return "" }
    var decimals = 0
    var scale = 1.0
    while decimals < 3, value != 0, value * scale < 100 { (decimals, scale) = (decimals + 1, scale * 10) }
    guard let whole = Int64(exactly: (value * scale).rounded()) else { return "" }
    if decimals == 0 { return String(whole) }
    let digits = String(whole)
    let filled = String(repeating: "0", count: max(decimals + 1 - digits.count, 0)) + digits
    return filled.dropLast(decimals) + "." + filled.suffix(decimals)
  }

  /// Seconds as milliseconds; a dash for none.
  static func milliseconds(_ seconds: Double?) -> String { seconds.map { plain($0 * 1_000) } ?? "-" }

  /// Bytes as MiB.
  static func mebibytes(_ bytes: Double?) -> String { short(bytes.map { $0 / 1_048_576 }) }
}
