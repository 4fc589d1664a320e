import CRMModel

/// Numbers the different values of a group key from 0 in the order of their appearance; null counts as a value.
struct KeyCoder {
  private let key: GroupKey
  private var numbers = CodeTable()
  private var buckets = CodeTable()
  private var texts: [String: Int] = [:]
  private var null: Int?
  /// The values by their number.
  private(set) var values: [Scalar] = []

  init(_ key: GroupKey) { self.key = key }

  /// The column the key is made of.
  static func column(of key: GroupKey) -> ColumnRef {
    switch key {
    case .column(let column), .bucket(let column, _): column
    }
  }

  /// The numbers of the key's values for some rows of a chunk; 0 for other rows.
  mutating func codes(_ view: ChunkView, _ rows: BitWords) throws -> ContiguousArray<Int> {
    let column = view.column(KeyCoder.column(of: key), rows)
    var result = ContiguousArray<Int>(repeating: 0, count: view.count)
    if column.kind == .text {
      var known = ContiguousArray<Int>(repeating: -1, count: column.texts.count)
      rows.forEach { row in
        if column.nulls[row] {
          result[row] = nullCode()
          return
        }
        let local = Int(column.codes[row])
        if known[local] < 0 { known[local] = code(of: column.texts[local]) }
        result[row] = known[local]
      }
      return result
    }
    let isReal = column.kind == .real
    var bucketing: Bucketing?
    if case .bucket(_, let asked) = key { bucketing = asked }
    try rows.forEach { row in
      if column.nulls[row] {
        result[row] = nullCode()
        return
      }
      var word = column.words[row]
      if let bucketing {
        word = Int64(try buckets.code(for: word) { Int(try bucketing.bucket(of: word)) })
      } else if isReal, ColumnChunk.real(word) == 0 {
        word = 0
      }
      result[row] = numbers.code(for: word) {
        values.append(isReal ? .real(ColumnChunk.real(word)) : .integer(word))
        return values.count - 1
      }
    }
    return result
  }

  private mutating func nullCode() -> Int {
    if let null { return null }
    values.append(.null)
    null = values.count - 1
    return values.count - 1
  }

  private mutating func code(of text: String) -> Int {
    if let known = texts[text] { return known }
    values.append(.text(text))
    texts[text] = values.count - 1
    return values.count - 1
  }
}
