import CRMModel

/// At most ``capacity`` rows of a table, column by column, and which of them are gone.
struct RowChunk: Sendable {
  /// The most rows of a chunk; a power of two. The first change of a column after a copy rewrites that many cells.
  static let capacity = 2048
  /// The number of bits of a row's place in its chunk.
  static let shift = 11

  /// The columns, in the layout's order; the first holds the ids.
  var columns: ContiguousArray<ColumnChunk>
  /// The rows that were removed.
  var removed = BitWords()
  /// How many rows were removed.
  var removedCount = 0

  init(_ layout: TableLayout) { columns = ContiguousArray(layout.columns.map { ColumnChunk($0.kind) }) }

  /// How many rows there are, removed ones included.
  var count: Int { columns.first?.count ?? 0 }
  /// How many rows there are, removed ones left out.
  var liveCount: Int { count - removedCount }
  /// The rows that are not removed.
  var live: BitWords {
    let all = BitWords(filled: count)
    return removedCount == 0 ? all : all.subtracting(removed)
  }

  /// How many bytes the rows take.
  var byteCount: Int { columns.reduce(removed.words.count * 8) { $0 + $1.byteCount } }

  /// The id of a row.
  func id(_ row: Int) -> Int64 { columns[0].word(row) }

  /// The chunk without its removed rows.
  func compacted() -> RowChunk {
    var result = self
    let live = live
    for index in columns.indices { result.columns[index] = columns[index].picking(live) }
    result.removed = BitWords()
    result.removedCount = 0
    return result
  }
}
