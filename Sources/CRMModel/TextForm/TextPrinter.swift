/// Writes queries and formulas as their canonical text.
///
/// Formulas are written from a list of pieces that are still to come rather than by recursion, so a formula of any
/// depth is written, also one that is too deep to be read again.
struct TextPrinter {
  /// What was written so far.
  private(set) var text = ""
  private var pending: [Piece] = []

  /// Something to be written.
  enum Piece {
    case text(String)
    /// A path, or a name's words.
    case path(FieldPath)
    /// A formula, in parentheses if it binds weaker than its place asks for.
    case formula(Formula, in: Binding)
    case value(FieldValue)
    /// A text in quotation marks.
    case quoted(String)
  }

  /// How strongly a formula holds together, weakest first; also what a place asks for.
  enum Binding: Int {
    case disjunction, conjunction, negation, predicate, operand
  }

  /// Writes words as they are.
  mutating func write(_ words: String) { text += words }

  /// Writes a formula where a whole condition may stand.
  ///
  /// - Complexity: O(*n*).
  mutating func write(_ formula: Formula) { write([.formula(formula, in: .disjunction)]) }

  /// Writes pieces one after another.
  mutating func write(_ pieces: [Piece]) {
    pending.append(contentsOf: pieces.reversed())
    while let piece = pending.popLast() {
      switch piece {
      case .text(let words): text += words
      case .path(let path): append(path)
      case .quoted(let content): appendQuoted(content, mark: "\"")
      case .value(let value): pending.append(contentsOf: Self.pieces(of: value).reversed())
      case .formula(let formula, let place):
        let pieces = Self.pieces(of: formula)
        guard formula.binding.rawValue < place.rawValue else {
          pending.append(contentsOf: pieces.reversed())
          continue
        }
        text += "("
        pending.append(.text(")"))
        pending.append(contentsOf: pieces.reversed())
      }
    }
  }

  /// Writes a path: `self` for the empty one, words that the grammar would take for something else in backquotes.
  mutating func append(_ path: FieldPath) {
    if path.words.isEmpty { text += Keyword.itself.rawValue }
    for (index, word) in path.words.enumerated() {
      if index > 0 { text += "." }
      append(word: word, isFirst: index == 0)
    }
  }

  /// Writes a word; keywords are in backquotes unless they stand behind a dot.
  mutating func append(word: String, isFirst: Bool = true) {
    let bytes = Array(word.utf8)
    let isPlain =
      bytes.first.map(ASCII.beginsWord) ?? false && bytes.allSatisfy(ASCII.continuesWord)
      && !ASCII.beginsDuration(bytes)
    if isPlain, !isFirst || Keyword(word: bytes[...]) == nil {
      text += word
    } else {
      appendQuoted(word, mark: "`")
    }
  }

  /// Writes a text between marks with the escapes of JSON.
  ///
  /// Besides what would end the text or its line, characters that turn the direction of what is shown are escaped, so
  /// that a query reads as it is.
  mutating func appendQuoted(_ content: String, mark: Unicode.Scalar) {
    var scalars = String.UnicodeScalarView()
    scalars.append(mark)
    for scalar in content.unicodeScalars {
      switch scalar {
      case mark, "\\":
        scalars.append("\\")
        scalars.append(scalar)
      case "\n": scalars.append(contentsOf: "\\n".unicodeScalars)
      case "\r": scalars.append(contentsOf: "\\r".unicodeScalars)
      case "\t": scalars.append(contentsOf: "\\t".unicodeScalars)
      case _ where isHidden(scalar):
        let digits = String(scalar.value, radix: 16)
        scalars.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.utf8.count))\(digits)".unicodeScalars)
      default: scalars.append(scalar)
      }
    }
    scalars.append(mark)
    text.unicodeScalars.append(contentsOf: scalars)
  }

  private func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}": true
    default: TextKey.isBidirectionalControl(scalar)
    }
  }

  /// The pieces of a list with commas between its items.
  static func list(_ items: [Piece]) -> [Piece] {
    var pieces: [Piece] = []
    pieces.reserveCapacity(items.count * 2)
    for (index, item) in items.enumerated() {
      if index > 0 { pieces.append(.text(", ")) }
      pieces.append(item)
    }
    return pieces
  }
}
