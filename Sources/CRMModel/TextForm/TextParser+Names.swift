extension TextParser {
  /// A path of words joined by dots, or `self` for the record itself.
  mutating func path() throws(QueryTextError) -> FieldPath {
    if take(.itself) { return FieldPath(words: []) }
    return FieldPath(words: try words("a field"))
  }

  /// The words of a name or path.
  mutating func words(_ expected: String) throws(QueryTextError) -> [String] {
    var words = [try word(expected)]
    while take(.dot) { words.append(try anyWord()) }
    return words
  }

  /// The name of an entity or field: its words joined by dots.
  mutating func name(_ expected: String) throws(QueryTextError) -> String {
    try words(expected).joined(separator: ".")
  }

  /// A word that is no keyword.
  mutating func word(_ expected: String) throws(QueryTextError) -> String {
    switch token.kind {
    case .word: return source(advance())
    case .quotedWord: return try unescaped(advance())
    case .keyword(let keyword):
      throw failure("\(expected); the keyword `\(keyword.rawValue)` as a name is written in backquotes")
    default: throw failure(expected)
    }
  }

  /// A word behind a dot, where none is a keyword.
  private mutating func anyWord() throws(QueryTextError) -> String {
    if case .keyword = token.kind { return source(advance()) }
    return try word("a word behind the dot")
  }

  /// What a token in quotation marks, apostrophes or backquotes means.
  ///
  /// - Throws: ``QueryTextError`` with code `bad_literal` at an escape that JSON does not have.
  func unescaped(_ token: Token) throws(QueryTextError) -> String {
    let content = bytes[(token.start + 1)..<(token.end - 1)]
    let backslash = UInt8(ascii: "\\")
    guard content.contains(backslash) else { return String(decoding: content, as: UTF8.self) }
    var plain: [UInt8] = []
    plain.reserveCapacity(content.count)
    var index = content.startIndex
    while index < content.endIndex {
      let byte = content[index]
      if byte == backslash {
        index = try appendEscape(at: index, of: content, to: &plain)
      } else {
        plain.append(byte)
        index += 1
      }
    }
    return String(decoding: plain, as: UTF8.self)
  }

  /// Decodes the escape whose backslash stands at `start`; returns where the text goes on.
  private func appendEscape(
    at start: Int, of content: ArraySlice<UInt8>, to plain: inout [UInt8]
  ) throws(QueryTextError) -> Int {
    let letter = start + 1 < content.endIndex ? content[start + 1] : 0
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      plain.append(letter)
    case UInt8(ascii: "b"): plain.append(0x08)
    case UInt8(ascii: "f"): plain.append(0x0C)
    case UInt8(ascii: "n"): plain.append(0x0A)
    case UInt8(ascii: "r"): plain.append(0x0D)
    case UInt8(ascii: "t"): plain.append(0x09)
    case UInt8(ascii: "u"):
      let (scalar, end) = try scalar(at: start, of: content)
      plain.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      return end
    default:
      throw error(.badLiteral, at: start, "an escape of JSON: \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four digits")
    }
    return start + 2
  }

  /// The scalar of `\uXXXX`, or of two of them that make a surrogate pair.
  private func scalar(
    at start: Int, of content: ArraySlice<UInt8>
  ) throws(QueryTextError) -> (scalar: Unicode.Scalar, end: Int) {
    let first = codeUnit(at: start, of: content)
    if let first, let scalar = Unicode.Scalar(first) { return (scalar, start + 6) }
    if let first, UTF16.isLeadSurrogate(first), let second = codeUnit(at: start + 6, of: content),
      UTF16.isTrailSurrogate(second)
    {
      let value = 0x1_0000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
      if let scalar = Unicode.Scalar(value) { return (scalar, start + 12) }
    }
    throw error(.badLiteral, at: start, "\\u and four hexadecimal digits, surrogates in pairs")
  }

  private func codeUnit(at start: Int, of content: ArraySlice<UInt8>) -> UInt16? {
    guard start + 6 <= content.endIndex, content[start] == UInt8(ascii: "\\"), content[start + 1] == UInt8(ascii: "u")
    else {
      return nil
    }
    var unit: UInt16 = 0
    for byte in content[(start + 2)..<(start + 6)] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      unit = unit << 4 | UInt16(truncatingIfNeeded: digit)
    }
    return unit
  }
}
