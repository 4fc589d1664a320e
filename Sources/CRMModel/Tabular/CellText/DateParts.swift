/// The three parts of something shaped like a date, before an order gives them meaning.
struct DateParts {
  typealias Fields = (year: Int, month: Int, day: Int)

  enum Part {
    case number(Int, digits: Int)
    case month(Int)
  }

  let first: Part
  let second: Part
  let third: Part

  /// Splits text at the same sign twice, or around an English month name; nil if it has no such shape.
  init?(_ text: String) {
    let bytes = Array(Self.trimmed(Array(text.utf8)[...]))
    guard let parts = Self.split(bytes) else { return nil }
    (first, second, third) = parts
  }

  /// Whether the year comes first with four digits, so that no order needs to be known.
  var isYearFirst: Bool {
    if case .number(_, digits: 4) = first { return true }
    return false
  }

  /// Whether a month is written as a word.
  var hasMonthName: Bool {
    if case .month = first { return true }
    if case .month = second { return true }
    return false
  }

  /// Year, month and day in that order, not checked against the calendar; nil if the parts cannot be read so.
  func fields(in order: DateOrder) -> Fields? {
    switch (first, second, third) {
    case (.number(let day, let digits), .month(let month), .number(let year, let yearDigits)):
      if digits == 4 { return yearDigits <= 2 ? (day, month, year) : nil }
      return Self.ordered(year, yearDigits, month, 2, day, digits)
    case (.month(let month), .number(let day, let digits), .number(let year, let yearDigits)):
      return Self.ordered(year, yearDigits, month, 2, day, digits)
    case (.number(let a, let aDigits), .number(let b, let bDigits), .number(let c, let cDigits)):
      if isYearFirst { return Self.ordered(a, aDigits, b, bDigits, c, cDigits) }
      switch order {
      case .dmy: return Self.ordered(c, cDigits, b, bDigits, a, aDigits)
      case .mdy: return Self.ordered(c, cDigits, a, aDigits, b, bDigits)
      case .ymd: return Self.ordered(a, aDigits, b, bDigits, c, cDigits)
      }
    default: return nil
    }
  }

  /// Whether the proleptic Gregorian calendar has that day, years 1 to 9999.
  static func exists(_ fields: Fields) -> Bool {
    guard (1...9999).contains(fields.year), (1...12).contains(fields.month), fields.day >= 1 else { return false }
    let isLeap = fields.year % 4 == 0 && (fields.year % 100 != 0 || fields.year % 400 == 0)
    switch fields.month {
    case 2: return fields.day <= (isLeap ? 29 : 28)
    case 4, 6, 9, 11: return fields.day <= 30
    default: return fields.day <= 31
    }
  }

  private static func ordered(
    _ year: Int, _ yearDigits: Int, _ month: Int, _ monthDigits: Int, _ day: Int, _ dayDigits: Int
  ) -> Fields? {
    guard monthDigits <= 2, dayDigits <= 2 else { return nil }
    switch yearDigits {
    case 4: return (year, month, day)
    case 2: return (year <= 68 ? 2000 + year : 1900 + year, month, day)
    default: return nil
    }
  }

  private static func split(_ bytes: [UInt8]) -> (Part, Part, Part)? {
    let signs: [UInt8] = [0x2F, 0x2D, 0x2E]
    if let sign = bytes.first(where: { signs.contains($0) }) {
      let pieces = bytes.split(separator: sign, omittingEmptySubsequences: false)
      return pieces.count == 3 ? parts(pieces) : nil
    }
    var pieces = bytes.split(separator: 0x20)
    guard pieces.count == 3 else { return nil }
    // "Dec 31, 2025": the comma belongs to the day after a month name only.
    if pieces[1].last == 0x2C, month(pieces[0]) != nil { pieces[1] = pieces[1].dropLast() }
    guard let result = parts(pieces) else { return nil }
    if case (.number, .number, .number) = result { return nil }
    return result
  }

  private static func parts(_ pieces: [ArraySlice<UInt8>]) -> (Part, Part, Part)? {
    guard let first = part(pieces[0]), let second = part(pieces[1]), let third = part(pieces[2]) else { return nil }
    return (first, second, third)
  }

  private static func part(_ piece: ArraySlice<UInt8>) -> Part? {
    if let month = month(piece) { return .month(month) }
    guard (1...4).contains(piece.count) else { return nil }
    var value = 0
    for byte in piece {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    return .number(value, digits: piece.count)
  }

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
  ]

  private static func month(_ piece: ArraySlice<UInt8>) -> Int? {
    guard (3...9).contains(piece.count) else { return nil }
    var letters: [UInt8] = []
    for byte in piece {
      let lower = byte | 0x20
      guard (0x61...0x7A).contains(lower) else { return nil }
      letters.append(lower)
    }
    let name = String(decoding: letters, as: UTF8.self)
    if name == "sept" { return 9 }
    return months.firstIndex { $0 == name || $0.prefix(3) == name }.map { $0 + 1 }
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = bytes
    while let first = rest.first, first == 0x20 || first == 0x09 { rest = rest.dropFirst() }
    while let last = rest.last, last == 0x20 || last == 0x09 { rest = rest.dropLast() }
    return rest
  }
}
