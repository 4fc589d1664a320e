import CRMModel

/// The cells of one column for a few thousand rows: typed, null-aware, coded by a dictionary of its own where values repeat.
///
/// A chunk is a value; copies share storage until one of them changes. The dictionary is the chunk's own, so that a change
/// in a table of any size copies a bounded amount. Text is always coded; whole numbers are once the chunk is full, if that makes it smaller.
struct ColumnChunk: Sendable {
  let kind: ColumnKind
  /// Whole numbers, or the bit patterns of floating point numbers; 0 under a null. Empty where cells are coded.
  private var plain: ContiguousArray<Int64> = []
  /// Positions in ``texts`` or ``values``, 0 under a null and nowhere else. Empty where cells are not coded.
  private(set) var codes: ContiguousArray<UInt16> = []
  /// The texts that occur. The first stands for null, so that its code leads somewhere; an empty text has another.
  /// A text may be listed twice, and may have gone out of use.
  private(set) var texts: ContiguousArray<String> = []
  /// The numbers that occur where numbers are coded: first a 0 that stands for null, then each once; some may have gone out of use. Empty where
  /// they are not.
  private(set) var values: ContiguousArray<Int64> = []
  /// The rows whose cell is null.
  private(set) var nulls = BitWords()
  /// Where the texts are listed; nil once so many differ that looking them up does not pay.
  private var lookup: [String: UInt16]?

  init(_ kind: ColumnKind) {
    self.kind = kind
    if kind == .text {
      texts = [""]
      lookup = [:]
    }
  }

  /// A column of numbers made elsewhere.
  init(_ kind: ColumnKind, words: ContiguousArray<Int64>, nulls: BitWords) {
    self.kind = kind
    plain = words
    self.nulls = nulls
  }

  /// A column of text made elsewhere; every code must be a position in `texts`, and 0 for nulls only.
  init(codes: ContiguousArray<UInt16>, texts: ContiguousArray<String>, nulls: BitWords) {
    kind = .text
    self.codes = codes
    self.texts = texts
    self.nulls = nulls
  }

  /// How many rows there are.
  var count: Int { isCoded ? codes.count : plain.count }

  /// Whether cells are positions in a dictionary.
  @inline(__always)
  var isCoded: Bool { kind == .text || !values.isEmpty }

  /// The number in a row, or the bit pattern of it; 0 under a null.
  @inline(__always)
  func word(_ row: Int) -> Int64 { values.isEmpty ? plain[row] : values[Int(codes[row])] }

  /// The numbers of all rows, or the bit patterns of them.
  ///
  /// - Complexity: O(1), or O(*n*) where numbers are coded.
  var words: ContiguousArray<Int64> {
    if values.isEmpty { return plain }
    return ContiguousArray(codes.map { values[Int($0)] })
  }

  /// Calls `body` with what gives the number in a row, for inner loops over numbers; each row has to be below ``count``.
  @inline(__always)
  func withWords(_ body: ((Int) -> Int64) throws -> Void) rethrows {
    try plain.withUnsafeBufferPointer { plain in
      if values.isEmpty { return try body { plain[$0] } }
      try values.withUnsafeBufferPointer { values in
        try codes.withUnsafeBufferPointer { codes in try body { values[Int(codes[$0])] } }
      }
    }
  }

  /// One cell.
  subscript(row: Int) -> Scalar {
    if nulls[row] { return .null }
    switch kind {
    case .integer: return .integer(word(row))
    case .real: return .real(ColumnChunk.real(word(row)))
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
    // To ask for a little more than there is each time would move all cells each time.
    if (kind == .text ? codes.capacity : plain.capacity) >= count + more { return }
    let wanted = min(limit, max(16, (count + more) * 2))
    if kind == .text {
      codes.reserveCapacity(wanted)
      if lookup == nil { texts.reserveCapacity(wanted + 1) }
    } else {
      plain.reserveCapacity(wanted)
    }
  }

  /// Adds cells of a vector of the same kind at the end.
  mutating func append(_ vector: ColumnVector, _ rows: Range<Int>) {
    unpack()
    switch vector {
    case .integers(let values, let present):
      let first = plain.count - rows.lowerBound
      plain.append(contentsOf: values[rows])
      guard let present else { return }
      for row in rows where !present[row] {
        plain[first + row] = 0
        nulls[first + row] = true
      }
    case .reals(let values, let present):
      for row in rows {
        if present?[row] == false { append(.null) } else { plain.append(ColumnChunk.word(values[row])) }
      }
    case .texts(let values):
      for row in rows {
        if let text = values[row] { codes.append(code(of: text)) } else { append(.null) }
      }
    }
  }

  /// Adds copies of a cell at the end; a scalar of another kind is added as null.
  mutating func append(_ scalar: Scalar, count copies: Int = 1) {
    unpack()
    let first = count
    switch (kind, scalar) {
    case (.integer, .integer(let value)): plain.append(contentsOf: repeatElement(value, count: copies))
    case (.real, .real(let value)): plain.append(contentsOf: repeatElement(ColumnChunk.word(value), count: copies))
    case (.text, .text(let value)): codes.append(contentsOf: repeatElement(code(of: value), count: copies))
    default:
      if kind == .text {
        codes.append(contentsOf: repeatElement(0, count: copies))
      } else {
        plain.append(contentsOf: repeatElement(0, count: copies))
      }
      for row in first..<first + copies { nulls[row] = true }
    }
  }

  /// Changes one cell; a scalar of another kind makes it null.
  mutating func set(_ row: Int, to scalar: Scalar) {
    switch (kind, scalar) {
    case (.integer, .integer(let value)): set(row, to: value)
    case (.real, .real(let value)): plain[row] = ColumnChunk.word(value)
    case (.text, .text(let value)): codes[row] = code(of: value)
    default:
      if isCoded { codes[row] = 0 } else { plain[row] = 0 }
      nulls[row] = true
      return
    }
    if nulls[row] { nulls[row] = false }
    if texts.count > 2 * codes.count + 64 { self = picking(BitWords(filled: count)) }
  }

  private mutating func set(_ row: Int, to number: Int64) {
    guard !values.isEmpty else {
      plain[row] = number
      return
    }
    if let code = values.dropFirst().firstIndex(of: number) {
      codes[row] = UInt16(truncatingIfNeeded: code)
    } else if values.count < codes.count {
      values.append(number)
      codes[row] = UInt16(truncatingIfNeeded: values.count - 1)
    } else {
      unpack()
      plain[row] = number
    }
  }

  /// The cells of some rows, in their order, with a dictionary of only what they use.
  func picking(_ rows: BitWords) -> ColumnChunk {
    var result = ColumnChunk(kind)
    result.reserve(rows.count, limit: rows.count)
    rows.forEach { result.append(self[$0]) }
    return result
  }

  private mutating func code(of text: String) -> UInt16 {
    if lookup != nil {
      if let known = lookup?[text] { return known }
      let code = UInt16(truncatingIfNeeded: texts.count)
      texts.append(text)
      if texts.count > 256, texts.count > codes.count / 2 { lookup = nil } else { lookup?[text] = code }
      return code
    }
    texts.append(text)
    return UInt16(truncatingIfNeeded: texts.count - 1)
  }

  /// Where the dictionary lies: as long as somebody holds the dictionary, none that says something else lies there.
  struct DictionaryPlace: Hashable {
    fileprivate let texts: Int
    fileprivate let values: Int
  }

  /// Where the dictionary lies. It is not looked at for that.
  @inline(__always)
  var dictionaryPlace: DictionaryPlace {
    DictionaryPlace(
      texts: texts.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) },
      values: values.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) })
  }

  /// How many bytes the cells take, dictionary included.
  var byteCount: Int {
    let long = texts.reduce(0) { bytes, text in
      let count = text.utf8.count
      // Short texts lie in place, others behind a header of their own.
      return bytes + (count > 15 ? count + 32 : 0)
    }
    return (plain.count + values.count) * MemoryLayout<Int64>.stride + codes.count * MemoryLayout<UInt16>.stride
      + texts.count * MemoryLayout<String>.stride + long + nulls.words.count * MemoryLayout<UInt64>.stride
  }

  /// Makes a full chunk smaller: numbers of which many are the same are coded, and what only helps to add rows is forgotten.
  mutating func seal() {
    switch kind {
    case .text: if texts.count > 64 { lookup = nil }
    case .integer: pack()
    case .real: break
    }
  }

  private mutating func pack() {
    if isCoded { return }
    // A code takes a quarter of a number, so half as many numbers as rows still save a quarter.
    let most = plain.count / 2
    var numbers = CodeTable()
    var values: ContiguousArray<Int64> = [0]
    var codes: ContiguousArray<UInt16> = []
    codes.reserveCapacity(plain.count)
    for (row, word) in plain.enumerated() {
      if nulls[row] {
        codes.append(0)
        continue
      }
      let code = numbers.code(for: word) {
        values.append(word)
        return values.count - 1
      }
      if values.count > most { return }
      codes.append(UInt16(truncatingIfNeeded: code))
    }
    self.values = values
    self.codes = codes
    plain = []
  }

  private mutating func unpack() {
    if values.isEmpty { return }
    plain = words
    values = []
    codes = []
  }
}
