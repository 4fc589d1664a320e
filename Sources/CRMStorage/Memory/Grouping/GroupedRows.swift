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

  /// Calls `body` with each row, its group, and 1 if it is not null, else 0: for work that is nothing under a null, which
  /// so needs no branch.
  @inline(__always)
  func forEach(telling nulls: BitWords, _ body: (_ row: Int, _ group: Int, _ told: Int64) -> Void) {
    if nulls.isEmpty {
      for index in 0..<rows.count { body(Int(rows[index]), Int(groups[index]), 1) }
    } else {
      // As many words as any row needs.
      var words = ContiguousArray<UInt64>(repeating: 0, count: RowChunk.capacity / UInt64.bitWidth)
      for (place, word) in nulls.words.enumerated() { words[place] = word }
      words.withUnsafeBufferPointer { words in
        for index in 0..<rows.count {
          let row = Int(rows[index])
          let told = ~words[row &>> 6] &>> UInt64(row & 63) & 1
          body(row, Int(groups[index]), Int64(truncatingIfNeeded: told))
        }
      }
    }
  }
}
