import CRMModel
import Synchronization

/// The numbers of the values in a table's coded chunks, kept from one grouping to the next.
///
/// It is shared by all copies of a table. What it holds of a chunk counts only as long as the chunk has the very dictionary that was numbered,
/// so neither a change nor a copy that went another way can make it wrong.
final class KeptNumbers: Sendable {
  /// A dictionary that was numbered. As it is held here, its storage is not changed in place and not used again.
  private struct Numbered {
    let texts: ContiguousArray<String>
    let values: ContiguousArray<Int64>
  }

  private struct Column {
    var numbers: ValueNumbers
    /// What was numbered of each chunk; nothing of one that is not coded.
    var numbered: ContiguousArray<Numbered?> = []
    var chunks: [ChunkCodes] = []
    /// How many dictionaries were numbered in place of others.
    var replaced = 0

    /// Whether the dictionary of a chunk's cells is the one that was numbered; nil if none was.
    func isNumbered(_ cells: borrowing ColumnChunk, _ chunk: Int) -> Bool? {
      numbered.withUnsafeBufferPointer { numbered in
        numbered[chunk].map { cells.hasDictionary(texts: $0.texts, values: $0.values) }
      }
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
    kept.numbered.removeLast(max(0, kept.numbered.count - table.chunks.count))
    kept.chunks.removeLast(max(0, kept.chunks.count - table.chunks.count))
    var plain: [Int] = []
    // Nothing is copied of the chunks that are known, which are nearly all: neither cells nor references to them.
    table.chunks.withUnsafeBufferPointer { chunks in
      for index in chunks.indices {
        if index == kept.chunks.count {
          kept.chunks.append(.rows([]))
          kept.numbered.append(nil)
        }
        chunks[index].columns.withUnsafeBufferPointer { columns in
          if !columns[place].isCoded { return plain.append(index) }
          if let isKnown = kept.isNumbered(columns[place], index) {
            if isKnown { return }
            kept.replaced += 1
          }
          kept.numbered[index] = Numbered(texts: columns[place].texts, values: columns[place].values)
          kept.chunks[index] = .coded(kept.numbers.codes(ofCoded: columns[place]))
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
