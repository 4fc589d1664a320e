extension RelativePeriod: TextCodable {
  /// Reads `today`, `yesterday`, `tomorrow`, `this U`, or `last`, `previous`, `next` with a unit or a count and a unit.
  ///
  /// Lower case, one space between words, no sign and no leading zero. After a count the unit may be singular or
  /// plural. `last day` is yesterday, as `last week` is the week before; `last 1 day` is yesterday and today.
  ///
  /// - Throws: ``ValueError`` with code `unreadable_time`, or `time_out_of_range` for a count outside 1...100,000.
  public init(_ text: String) throws(ValueError) {
    switch text {
    case "today": self = .today
    case "yesterday": self = .yesterday
    case "tomorrow": self = .tomorrow
    default: self = try Self.counted(text)
    }
  }

  /// The period as it is said, such as `last 90 days`; a count of one is left out but for `last 1 day`.
  public var description: String {
    if self == .today { return "today" }
    if self == .yesterday { return "yesterday" }
    if self == .tomorrow { return "tomorrow" }
    if count == 1 {
      return unit == .day ? "\(direction.rawValue) 1 day" : "\(direction.rawValue) \(unit.rawValue)"
    }
    return "\(direction.rawValue) \(count) \(unit.rawValue)s"
  }

  private static func counted(_ text: String) throws(ValueError) -> RelativePeriod {
    let unreadable = ValueError(.unreadableTime, "expected a period such as this quarter or last 90 days", input: text)
    let words = text.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
    guard let first = words.first, let direction = Direction(rawValue: String(first)) else { throw unreadable }
    if words.count == 2 {
      guard let unit = PeriodUnit(rawValue: String(words[1])) else { throw unreadable }
      // Without a count the whole unit before is meant, which for a day is yesterday.
      let isYesterday = direction == .last && unit == .day
      return try RelativePeriod(isYesterday ? .previous : direction, 1, unit)
    }
    guard words.count == 3, direction != .this, let unit = unit(named: words[2]) else { throw unreadable }
    let digits = words[1].utf8
    guard digits.count <= 18, digits.first != 48, digits.allSatisfy({ $0 >= 48 && $0 <= 57 }),
      let count = Int(words[1])
    else { throw unreadable }
    return try RelativePeriod(direction, count, unit)
  }

  private static func unit(named word: Substring) -> PeriodUnit? {
    PeriodUnit(rawValue: String(word.hasSuffix("s") ? word.dropLast() : word))
  }
}
