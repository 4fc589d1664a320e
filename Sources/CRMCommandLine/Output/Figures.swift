internal import CRM

/// Numbers as people read them, the same on every machine: `1,234,567.50`.
enum Figures {
  /// A whole number with commas between groups of three digits.
  static func grouped(_ number: Int64) -> String { grouped(String(number)) }

  /// A decimal text with commas between groups of three digits before the point.
  static func grouped(_ text: String) -> String {
    let sign = text.hasPrefix("-") ? "-" : ""
    let body = text.dropFirst(sign.count)
    let whole = body.prefix { $0 != "." }
    var result = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index) % 3 == 0 { result += "," }
      result.append(digit)
    }
    return sign + result + body.dropFirst(whole.count)
  }

  /// A share of one as per cent with two decimals; a dash for nothing.
  static func percent(_ share: Double?) -> String { share.map { "\(decimals($0 * 100, 2)) %" } ?? "-" }

  /// A number with a count of decimals, rounded half away from zero; a dash for nothing.
  static func decimals(_ number: Double?, _ count: Int) -> String {
    guard let number, number.isFinite, abs(number) < 1e12 else { return "-" }
    var factor: Int64 = 1
    for _ in 0..<min(max(count, 0), 6) { factor *= 10 }
    let scaled = Int64((abs(number) * Double(factor)).rounded())
    let sign = number < 0 && scaled > 0 ? "-" : ""
    if factor == 1 { return sign + grouped(scaled) }
    let fraction = String(scaled % factor)
    return "\(sign)\(grouped(scaled / factor)).\(String(repeating: "0", count: count - fraction.count))\(fraction)"
  }

  /// An amount without its currency; whole amounts without decimals.
  static func amount(_ money: Money) -> String {
    let text = money.amountText
    let whole = text.split(separator: ".")
    if whole.count == 2, whole[1].allSatisfy({ $0 == "0" }) { return grouped(String(whole[0])) }
    return grouped(text)
  }
}
