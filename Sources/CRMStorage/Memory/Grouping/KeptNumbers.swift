import CRMModel
import Synchronization

/// The numbers of the values in a table's coded chunks, kept from one grouping to the next.
///
/// It is shared by all copies of a table. What it holds of a chunk counts only as long as the chunk has the very dictionary that was numbered,
/// so neither a change nor a copy that went another way can make it wrong.
final class KeptNumbers: Sendable {
  /// A dictionary that was numbered. As it is held here, its storage is not changed in place and not used again.
  private struct Dictionary {
    let texts: ContiguousArray<String>
    let values: ContiguousArray<Int64>
  }

  private struct Column {
    var numbers: ValueNumbers
    /// Where the dictionary lies that was numbered of each chunk; nil for one that is not coded.
    var places: ContiguousArray<ColumnChunk.DictionaryPlace?> = []
    /// Those dictionaries.
    var dictionaries: ContiguousArray<Dictionary?> = []
    var chunks: [ChunkCodes] = []
    /// How many dictionaries were numbered in place of others.
    var replaced = 0

    /// Forgets all chunks but the first ones.
    mutating func cut(to count: Int) {
      places.removeLast(max(0, places.count - count))
      dictionaries.removeLast(max(0, dictionaries.count - count))
      chunks.removeLast(max(0, chunks.count - count))
    }

    /// Makes room for a chunk that is not known.
    mutating func append() {
      places.append(nil)
      dictionaries.append(nil)
      chunks.append(.rows([]))
    }

    /// Numbers a chunk's cells, which are coded.
    mutating func number(_ cells: ColumnChunk, _ chunk: Int) {
      if places[chunk] != nil { replaced += 1 }
      places[chunk] = cells.dictionaryPlace
      dictionaries[chunk] = Dictionary(texts: cells.texts, values: cells.values)
      chunks[chunk] = .coded(numbers.codes(ofCoded: cells))
    }
  }

  private let columns = Mutex<[Int32: Column]>([:])

  /// The numbers of a column's values, and those in each chunk.
  ///
  /// - Parameter place: The column's place in the table's layout.
  /// - Complexity: O(chunks), and O(*n*) in the dictionaries that are new.
  func numbers(of place: Int, in table: MemoryTable) -> (values: [Scalar], chunks: [ChunkCodes]) {
    let column = table.layout.columns[place]
    var kept = columns.withLock { $0[column.number] } ?? Column(numbers: ValueNumbers(column.kind))
    // What is no longer in use is forgotten now and then.
    if kept.replaced > table.chunks.count + 64 || kept.numbers.kind != column.kind {
      kept = Column(numbers: ValueNumbers(column.kind))
    }
    var isChanged = kept.chunks.count > table.chunks.count
    kept.cut(to: table.chunks.count)
    var plain: [Int] = []
    // Nothing is copied or looked at of the chunks that are known, which are nearly all: no cells and no dictionaries.
    table.chunks.withUnsafeBufferPointer { chunks in
      for index in chunks.indices {
        if index == kept.chunks.count { kept.append() }
        chunks[index].columns.withUnsafeBufferPointer { columns in
          if kept.places[index] == columns[place].dictionaryPlace { return }
          if !columns[place].isCoded { return plain.append(index) }
          kept.number(columns[place], index)
          isChanged = true
        }
      }
    }
    if isChanged { columns.withLock { [kept] in $0[column.number] = kept } }
    // What is not coded changes from row to row, and is not kept.
    for index in plain {
      kept.chunks[index] = kept.numbers.codes(of: table.chunks[index].columns[place], table.chunks[index].live)
    }
    return (kept.numbers.values, kept.chunks)
  }

  /// About how many bytes it takes.
  var byteCount: Int {
    columns.withLock { columns in
      columns.values.reduce(0) { bytes, column in
        bytes + column.numbers.values.count * 64
          + column.chunks.reduce(0) { if case .coded(let codes) = $1 { $0 + codes.count * 4 } else { $0 } }
      }
    }
  }
}
