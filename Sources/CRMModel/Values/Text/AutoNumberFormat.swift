/// How a counter becomes the number of a document, such as `INV-2026-00042`.
///
///     let format = try AutoNumberFormat(prefix: "INV-{yyyy}-", padding: 5, yearlyReset: true)
///     try format.text(for: 42, on: (year: 2026, month: 3))      // "INV-2026-00042"
///
/// A store gives numbers without gaps: each is counted in the transaction that stores it, one writer after the other, and
/// a transaction that is undone takes its numbers back. One whose record is deleted later is not given again.
///
/// A number that a record brings with it, by hand or from an import, raises the counter if it follows the pattern, and
/// the store goes on behind it: what lies between stays free. It does so only up to the digits of the padding or a
/// million above the counter, whichever is more; a number further off is kept as it is and taken for a slip, and so is
/// one of 19 digits or more. With a yearly reset it raises the counter of the year that it names. A counter never goes
/// back.
public struct AutoNumberFormat: Hashable, Sendable {
  /// What stands before the counter; may hold `{yyyy}`, `{yy}` and `{mm}`.
  public let prefix: String
  /// The least number of digits of the counter, 1...12, filled with zeros; a longer counter is written whole.
  public let padding: Int
  /// Whether the counter starts at 1 again in each year.
  public let yearlyReset: Bool
  /// What is wrong with the literal that the format was written as; nil for a format that can be used.
  package let problem: ValueError?
  let pieces: [Piece]

  enum Piece: Hashable { case text(String), fullYear, shortYear, month }

  /// Makes a format.
  ///
  /// - Parameters:
  ///   - prefix: At most 80 Unicode scalars; `{` and `}` only in `{yyyy}`, `{yy}` and `{mm}`.
  ///   - padding: The least number of digits of the counter, 1...12.
  ///   - yearlyReset: Whether the counter starts again in each year, that of today in the workspace's zone; the prefix
  ///     must then name the year, or numbers repeat.
  /// - Throws: ``ValueError`` with code `auto_number_prefix_invalid`, `auto_number_padding_out_of_range` or
  ///   `auto_number_repeats`, or what ``TextKey/normalized(_:within:)`` throws for the prefix.
  public init(prefix: String, padding: Int, yearlyReset: Bool = false) throws(ValueError) {
    self.prefix = try TextKey.normalized(prefix, within: TextLimits(scalars: 80))
    pieces = try Self.pieces(of: self.prefix)
    guard (1...12).contains(padding) else {
      throw ValueError(.autoNumberPaddingOutOfRange, "1 to 12 digits")
    }
    guard !yearlyReset || pieces.contains(.fullYear) || pieces.contains(.shortYear) else {
      throw ValueError(.autoNumberRepeats, "{yyyy} or {yy} in the prefix when the counter starts again each year")
    }
    self.padding = padding
    self.yearlyReset = yearlyReset
    problem = nil
  }

  /// A literal that is against the rules, for whoever installs it to tell.
  init(refused pattern: String, _ problem: ValueError) {
    prefix = pattern
    padding = 1
    yearlyReset = false
    self.problem = problem
    pieces = []
  }

  /// The number of a document.
  ///
  /// - Parameters:
  ///   - counter: 1 or more.
  ///   - date: Year (1...9999) and month (1...12) of the document's date.
  /// - Throws: ``ValueError`` with code `auto_number_counter_out_of_range` or `auto_number_date_out_of_range`; for a format
  ///   that was written as a wrong literal, what is wrong with that.
  public func text(for counter: Int64, on date: (year: Int, month: Int)) throws(ValueError) -> String {
    if let problem { throw problem }
    guard counter >= 1 else { throw ValueError(.autoNumberCounterOutOfRange, "1 or more") }
    guard (1...9_999).contains(date.year), (1...12).contains(date.month) else {
      throw ValueError(.autoNumberDateOutOfRange, "a year of 1 to 9999 and a month of 1 to 12")
    }
    var number = ""
    for piece in pieces {
      switch piece {
      case .text(let text): number += text
      case .fullYear: number += Self.padded(Int64(date.year), to: 4)
      case .shortYear: number += Self.padded(Int64(date.year % 100), to: 2)
      case .month: number += Self.padded(Int64(date.month), to: 2)
      }
    }
    return number + Self.padded(counter, to: padding)
  }

  /// Which counter a document of that year takes its number from: the year itself, or 0 where one counter serves all
  /// years.
  public func counterKey(year: Int) -> Int { yearlyReset ? year : 0 }

  private static func padded(_ number: Int64, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  private static func pieces(of prefix: String) throws(ValueError) -> [Piece] {
    var pieces: [Piece] = []
    var rest = prefix.unicodeScalars[...]
    while let scalar = rest.first {
      if scalar == "{" {
        guard let (piece, width) = placeholder(at: rest) else { throw invalidPrefix }
        pieces.append(piece)
        rest = rest.dropFirst(width)
      } else {
        let literal = rest.prefix { $0 != "{" }
        guard literal.allSatisfy({ $0 != "}" && $0.properties.generalCategory != .control }) else {
          throw invalidPrefix
        }
        pieces.append(.text(String(literal)))
        rest = rest[literal.endIndex...]
      }
    }
    return pieces
  }

  private static func placeholder(at text: Substring.UnicodeScalarView) -> (Piece, width: Int)? {
    if text.starts(with: "{yyyy}".unicodeScalars) { return (.fullYear, 6) }
    if text.starts(with: "{yy}".unicodeScalars) { return (.shortYear, 4) }
    if text.starts(with: "{mm}".unicodeScalars) { return (.month, 4) }
    return nil
  }

  private static var invalidPrefix: ValueError {
    ValueError(.autoNumberPrefixInvalid, "text with no braces but {yyyy}, {yy} and {mm}, no control characters")
  }
}
