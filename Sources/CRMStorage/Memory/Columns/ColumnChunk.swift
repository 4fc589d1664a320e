import CRMModel

/// The cells of one column for a few thousand rows: typed, null-aware, text coded by a dictionary of its own.
///
/// A chunk is a value; copies share storage until one of them changes. The dictionary is the chunk's own, so that a change
/// in a table of any size copies a bounded amount.
struct ColumnChunk: Sendable {
  let kind: ColumnKind
  /// Whole numbers, or the bit patterns of floating point numbers; 0 under a null. Empty for text.
  private(set) var words: ContiguousArray<Int64> = []
  /// Positions in ``texts``; 0 under a null. Empty unless the kind is text.
  private(set) var codes: ContiguousArray<UInt32> = []
  /// The texts that occur. The first is always the empty text, so that the code under a null leads somewhere.
  /// A text may be listed twice, and may have gone out of use.
  private(set) var texts: ContiguousArray<String> = []
  /// The rows whose cell is null.
  private(set) var nulls = BitWords()
  /// Where the texts are listed; nil once so many differ that looking them up does not pay.
  private var lookup: [String: UInt32]?

  init(_ kind: ColumnKind) {
    self.kind = kind
    if kind == .text {
      texts = [""]
      lookup = ["": 0]
    }
  }

  /// A column of numbers made elsewhere.
  init(_ kind: ColumnKind, words: ContiguousArray<Int64>, nulls: BitWords) {
    self.kind = kind
    self.words = words
    self.nulls = nulls
  }

  /// A column of text made elsewhere; every code must be a position in `texts`.
  init(codes: ContiguousArray<UInt32>, texts: ContiguousArray<String>, nulls: BitWords) {
    kind = .text
    self.codes = codes
    self.texts = texts
    self.nulls = nulls
  }

  /// How many rows there are.
  var count: Int { kind == .text ? codes.count : words.count }

  /// One cell.
  subscript(row: Int) -> Scalar {
    if nulls[row] { return .null }
    switch kind {
    case .integer: return .integer(words[row])
    case .real: return .real(ColumnChunk.real(words[row]))
    case .text: return .text(texts[Int(codes[row])])
    }
  }

  /// The floating point number kept as a word.
  @inline(__always)
  static func real(_ word: Int64) -> Double { Double(bitPattern: UInt64(bitPattern: word)) }

  /// The word that a floating point number is kept as.
  @inline(__always)
  static func word(_ real: Double) -> Int64 { Int64(bitPattern: real.bitPattern) }

  /// Makes room for rows to come, at most to `limit` in all.
  mutating func reserve(_ more: Int, limit: Int) {
    let wanted = min(limit, max(16, (count + more) * 2))
    if kind == .text {
      codes.reserveCapacity(wanted)
      if lookup == nil { texts.reserveCapacity(wanted + 1) }
    } else {
      words.reserveCapacity(wanted)
    }
  }

  /// Adds cells of a vector of the same kind at the end.
  mutating func append(_ vector: ColumnVector, _ rows: Range<Int>) {
    switch vector {
    case .integers(let values, let present):
      let first = words.count - rows.lowerBound
      words.append(contentsOf: values[rows])
      guard let present else { return }
      for row in rows where !present[row] {
        words[first + row] = 0
        nulls[first + row] = true
      }
    case .reals(let values, let present):
      for row in rows {
        if present?[row] == false { append(.null) } else { words.append(ColumnChunk.word(values[row])) }
      }
    case .texts(let values):
      for row in rows {
        if let text = values[row] { codes.append(code(of: text)) } else { append(.null) }
      }
    }
  }

  /// Adds copies of a cell at the end; a scalar of another kind is added as null.
  mutating func append(_ scalar: Scalar, count copies: Int = 1) {
    let first = count
    switch (kind, scalar) {
    case (.integer, .integer(let value)): words.append(contentsOf: repeatElement(value, count: copies))
    case (.real, .real(let value)): words.append(contentsOf: repeatElement(ColumnChunk.word(value), count: copies))
    case (.text, .text(let value)): codes.append(contentsOf: repeatElement(code(of: value), count: copies))
    default:
      if kind == .text {
        codes.append(contentsOf: repeatElement(0, count: copies))
      } else {
        words.append(contentsOf: repeatElement(0, count: copies))
      }
      for row in first..<first + copies { nulls[row] = true }
    }
  }

  /// Changes one cell; a scalar of another kind makes it null.
  mutating func set(_ row: Int, to scalar: Scalar) {
    switch (kind, scalar) {
    case (.integer, .integer(let value)): words[row] = value
    case (.real, .real(let value)): words[row] = ColumnChunk.word(value)
    case (.text, .text(let value)): codes[row] = code(of: value)
    default:
      if kind == .text { codes[row] = 0 } else { words[row] = 0 }
      nulls[row] = true
      return
    }
    if nulls[row] { nulls[row] = false }
    if texts.count > 2 * codes.count + 64 { self = picking(BitWords(filled: count)) }
  }

  /// The cells of some rows, in their order, with a dictionary of only what they use.
  func picking(_ rows: BitWords) -> ColumnChunk {
    var result = ColumnChunk(kind)
    result.reserve(rows.count, limit: rows.count)
    rows.forEach { result.append(self[$0]) }
    return result
  }

  private mutating func code(of text: String) -> UInt32 {
    if lookup != nil {
      if let known = lookup?[text] { return known }
      let code = UInt32(truncatingIfNeeded: texts.count)
      texts.append(text)
      if texts.count > 256, texts.count > codes.count / 2 { lookup = nil } else { lookup?[text] = code }
      return code
    }
    texts.append(text)
    return UInt32(truncatingIfNeeded: texts.count - 1)
  }

  /// How many bytes the cells take, dictionary included.
  var byteCount: Int {
    let long = texts.reduce(0) { bytes, text in
      let count = text.utf8.count
      // Short texts lie in place, others behind a header of their own.
      return bytes + (count > 15 ? count + 32 : 0)
    }
    return words.count * MemoryLayout<Int64>.stride + codes.count * MemoryLayout<UInt32>.stride
      + texts.count * MemoryLayout<String>.stride + long + nulls.words.count * MemoryLayout<UInt64>.stride
  }

  /// Forgets what only helps to add rows.
  mutating func seal() { if texts.count > 64 { lookup = nil } }
}
