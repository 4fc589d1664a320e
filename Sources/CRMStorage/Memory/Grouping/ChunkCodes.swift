import CRMModel

/// The numbers of the values that one column has in the rows of a chunk.
enum ChunkCodes: Sendable {
  /// By the codes that the column's own dictionary gives them, with the number of null.
  case coded(ContiguousArray<Int32>, null: Int32)
  /// By row.
  case rows(ContiguousArray<Int32>)

  /// The same by row.
  ///
  /// - Parameter column: The cells that were numbered.
  func byRow(_ column: ColumnChunk) -> ContiguousArray<Int32> {
    guard case .coded(let numbers, let null) = self else {
      if case .rows(let codes) = self { return codes }
      return []
    }
    var codes = ContiguousArray(column.codes.map { numbers[Int($0)] })
    column.nulls.forEach { if $0 < codes.count { codes[$0] = null } }
    return codes
  }
}

/// Numbers the different values of a column from 0, over all chunks; null counts as a value.
struct ValueNumbers: Sendable {
  private let kind: ColumnKind
  private var numbers = CodeTable()
  private var texts: [String: Int32] = [:]
  private var null: Int32?
  /// The values by their number.
  private(set) var values: [Scalar] = []

  init(_ kind: ColumnKind) { self.kind = kind }

  /// The numbers of a chunk's values; those of rows that are not asked for mean nothing.
  mutating func codes(of column: ColumnChunk, _ rows: BitWords) -> ChunkCodes {
    let hasNulls = !rows.intersection(column.nulls).isEmpty
    let null = hasNulls ? nullNumber() : 0
    if kind == .text { return .coded(ContiguousArray(column.texts.map { number(of: $0) }), null: null) }
    if column.isCoded { return .coded(ContiguousArray(column.values.map { number(of: $0) }), null: null) }
    let words = column.words
    var codes = ContiguousArray<Int32>(repeating: 0, count: words.count)
    rows.subtracting(column.nulls).forEach { codes[$0] = number(of: words[$0]) }
    if hasNulls { rows.intersection(column.nulls).forEach { codes[$0] = null } }
    return .rows(codes)
  }

  private mutating func nullNumber() -> Int32 {
    if let null { return null }
    values.append(.null)
    let number = Int32(truncatingIfNeeded: values.count - 1)
    null = number
    return number
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
