/// The words that mean themselves wherever they stand alone; a name that is one of them is written in backquotes.
///
/// Behind a dot no word is a keyword: `account.order`. Names of functions (`count`, `name`) and words that only
/// follow a keyword (`nulls first`, `starts with`) are not reserved.
enum Keyword: String, CaseIterable {
  case select, from, `where`, group, having, order, by, limit
  case `as`, asc, desc, nulls
  case and, or, not, between, `in`, contains, starts, includes, during, `is`
  case null, `true`, `false`, now, today
  case itself = "self"

  /// The keyword that a word is in lower, upper or mixed case.
  init?(word bytes: ArraySlice<UInt8>) {
    guard bytes.count <= 8 else { return nil }
    self.init(rawValue: String(decoding: bytes.lazy.map(ASCII.lowercased), as: UTF8.self))
  }
}

/// The letters and digits that the grammar is made of.
enum ASCII {
  static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lowercased(byte))
  }

  static func isUppercase(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") }

  static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  static func lowercased(_ byte: UInt8) -> UInt8 { isUppercase(byte) ? byte | 0x20 : byte }

  /// Whether a word may begin with the byte.
  static func beginsWord(_ byte: UInt8) -> Bool { isLetter(byte) || byte == UInt8(ascii: "_") }

  /// Whether a word may go on with the byte.
  static func continuesWord(_ byte: UInt8) -> Bool { beginsWord(byte) || isDigit(byte) }

  /// Whether a word that begins like this is a duration such as `PT3H`.
  static func beginsDuration(_ bytes: some Collection<UInt8>) -> Bool {
    var rest = bytes.makeIterator()
    guard rest.next() == UInt8(ascii: "P"), var byte = rest.next() else { return false }
    if byte == UInt8(ascii: "T"), let next = rest.next() { byte = next }
    return isDigit(byte)
  }
}
