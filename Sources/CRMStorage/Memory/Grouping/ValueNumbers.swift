import CRMModel

/// Numbers the different values of a column, over all chunks: null is 0, others follow as they are met.
struct ValueNumbers: Sendable {
  let kind: ColumnKind
  private var numbers = CodeTable()
  private var texts: [String: Int32] = [:]
  /// The values by their number.
  private(set) var values: [Scalar] = [.null]

  init(_ kind: ColumnKind) { self.kind = kind }

  /// The numbers of a chunk's values.
  ///
  /// - Parameter rows: The rows that are asked for, where the chunk is not coded.
  mutating func codes(of column: ColumnChunk, _ rows: BitWords) -> ChunkCodes {
    if column.isCoded { return .coded(codes(ofCoded: column)) }
    let words = column.words
    var codes = ContiguousArray<Int32>(repeating: 0, count: words.count)
    rows.subtracting(column.nulls).forEach { codes[$0] = number(of: words[$0]) }
    return .rows(codes)
  }

  /// The number of each code of a coded chunk.
  mutating func codes(ofCoded column: ColumnChunk) -> ContiguousArray<Int32> {
    var codes: ContiguousArray<Int32> = [0]
    codes.reserveCapacity(max(column.texts.count, column.values.count))
    for text in column.texts.dropFirst() { codes.append(number(of: text)) }
    for word in column.values.dropFirst() { codes.append(number(of: word)) }
    return codes
  }

  /// The number of one value.
  mutating func number(of value: Scalar) -> Int32 {
    switch value {
    case .null: 0
    case .integer(let word): number(of: word)
    case .real(let real): number(of: ColumnChunk.word(real))
    case .text(let text): number(of: text)
    }
  }

  @inline(__always)
  private mutating func number(of word: Int64) -> Int32 {
    let isReal = kind == .real
    // Both zeros are one value.
    let word = isReal && ColumnChunk.real(word) == 0 ? 0 : word
    return Int32(
      truncatingIfNeeded: numbers.code(for: word) {
        values.append(isReal ? .real(ColumnChunk.real(word)) : .integer(word))
        return values.count - 1
      })
  }

  private mutating func number(of text: String) -> Int32 {
    if let known = texts[text] { return known }
    values.append(.text(text))
    let number = Int32(truncatingIfNeeded: values.count - 1)
    texts[text] = number
    return number
  }
}
