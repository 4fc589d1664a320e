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
    let codes: ContiguousArray<Int32>

    func isOf(_ column: ColumnChunk) -> Bool {
      KeptNumbers.areSame(texts, column.texts) && KeptNumbers.areSame(values, column.values)
    }
  }

  private struct Column {
    var numbers: ValueNumbers
    var chunks: [Numbered?] = []
    /// How many dictionaries were numbered in place of others.
    var replaced = 0
  }

  private let columns = Mutex<[Int32: Column]>([:])

  /// The numbers of a column's values, and those of each chunk that is coded; nil for the others.
  ///
  /// - Parameter place: The column's place in the table's layout.
  /// - Complexity: O(chunks), and O(*n*) in the dictionaries that are new.
  func numbers(of place: Int, in table: MemoryTable) -> (ValueNumbers, [ContiguousArray<Int32>?]) {
    let column = table.layout.columns[place]
    var kept = columns.withLock { $0[column.number] } ?? Column(numbers: ValueNumbers(column.kind))
    // What is no longer in use is forgotten now and then.
    if kept.replaced > table.chunks.count + 64 { kept = Column(numbers: ValueNumbers(column.kind)) }
    var isChanged = kept.chunks.count > table.chunks.count
    kept.chunks.removeLast(max(0, kept.chunks.count - table.chunks.count))
    for (index, chunk) in table.chunks.enumerated() {
      if index == kept.chunks.count { kept.chunks.append(nil) }
      let cells = chunk.columns[place]
      if !cells.isCoded || kept.chunks[index]?.isOf(cells) == true { continue }
      if kept.chunks[index] != nil { kept.replaced += 1 }
      kept.chunks[index] = Numbered(
        texts: cells.texts, values: cells.values, codes: kept.numbers.codes(ofCoded: cells))
      isChanged = true
    }
    if isChanged { columns.withLock { [kept] in $0[column.number] = kept } }
    let codes = zip(kept.chunks, table.chunks).map { numbered, chunk in
      chunk.columns[place].isCoded ? numbered?.codes : nil
    }
    return (kept.numbers, codes)
  }

  private static func areSame<Value>(_ left: ContiguousArray<Value>, _ right: ContiguousArray<Value>) -> Bool {
    left.count == right.count
      && left.withUnsafeBufferPointer { left in
        right.withUnsafeBufferPointer { right in left.baseAddress == right.baseAddress }
      }
  }

  /// About how many bytes it takes.
  var byteCount: Int {
    columns.withLock { columns in
      columns.values.reduce(0) { bytes, column in
        bytes + column.numbers.values.count * 64 + column.chunks.reduce(0) { $0 + ($1?.codes.count ?? 0) * 4 }
      }
    }
  }
}
