import CRMModel

/// Some rows of a chunk, each with the group that it falls into.
struct GroupedRows {
  /// The table that the chunk is of.
  let table: MemoryTable
  /// The rows as a set.
  let set: BitWords
  /// The rows, ascending.
  let rows: UnsafeBufferPointer<Int32>
  /// The group of each of ``rows``.
  let groups: UnsafeBufferPointer<Int32>

  /// How many rows there are.
  var count: Int { rows.count }

  /// Calls `body` with each row that is not null and its group.
  @inline(__always)
  func forEach(but nulls: BitWords, _ body: (_ row: Int, _ group: Int) throws -> Void) rethrows {
    if nulls.isEmpty {
      for index in 0..<rows.count { try body(Int(rows[index]), Int(groups[index])) }
    } else {
      try nulls.words.withUnsafeBufferPointer { words in
        for index in 0..<rows.count {
          let row = Int(rows[index])
          let word = row &>> 6 < words.count ? words[row &>> 6] : 0
          if (word &>> UInt64(row & 63)) & 1 == 0 { try body(row, Int(groups[index])) }
        }
      }
    }
  }
}
