import CRMModel

/// One chunk of source 0 together with the rows of the parents that belong to it.
final class ChunkView {
  let scope: ScanScope
  /// The chunk's number.
  let index: Int
  let chunk: RowChunk
  private var positions: [Int: ContiguousArray<Int>] = [:]

  /// Stands for a parent that was not looked up yet.
  private static let unknown = -2

  init(_ scope: ScanScope, _ index: Int) {
    self.scope = scope
    self.index = index
    chunk = scope.base.table.chunks[index]
  }

  /// How many rows there are, removed ones included.
  var count: Int { chunk.count }

  /// The cells of a column for some rows; what it holds for other rows means nothing.
  func column(_ column: ColumnRef, _ rows: BitWords) -> ColumnChunk {
    let source = scope.snapshot(column.source)
    guard let place = source.table.layout.position(of: column.column) else { return ColumnChunk(.integer) }
    if column.source == 0 { return chunk.columns[place] }
    return gathered(source, place, positions(column.source, rows), rows)
  }

  /// Where the rows of a parent lie, for some rows.
  private func positions(_ source: Int, _ rows: BitWords) -> ContiguousArray<Int> {
    var result = positions[source] ?? ContiguousArray(repeating: ChunkView.unknown, count: count)
    positions[source] = nil
    guard let link = scope.sources[source].link else { return result }
    let ids = column(link.id, rows)
    let marks = link.entity.map { (column: column($0.column, rows), name: $0.name) }
    let isNamed = marks.map { mark in mark.column.texts.map { ScalarOrder.areEqual($0, mark.name) } } ?? []
    rows.forEach { row in
      guard result[row] == ChunkView.unknown else { return }
      var isThere = !ids.nulls[row]
      if isThere, let marks { isThere = !marks.column.nulls[row] && isNamed[Int(marks.column.codes[row])] }
      result[row] = isThere ? scope.parent(source, id: ids.word(row)) : ScanScope.missing
    }
    positions[source] = result
    return result
  }

  private func gathered(
    _ source: ScanScope.Snapshot, _ place: Int, _ positions: ContiguousArray<Int>, _ rows: BitWords
  ) -> ColumnChunk {
    let kind = source.table.layout.columns[place].kind
    var nulls = BitWords()
    let mask = RowChunk.capacity - 1
    if kind != .text {
      var words = ContiguousArray<Int64>(repeating: 0, count: count)
      rows.forEach { row in
        let position = positions[row]
        if position < 0 || source.table.chunks[position >> RowChunk.shift].columns[place].nulls[position & mask] {
          nulls[row] = true
        } else {
          words[row] = source.table.chunks[position >> RowChunk.shift].columns[place].word(position & mask)
        }
      }
      return ColumnChunk(kind, words: words, nulls: nulls)
    }
    var codes = ContiguousArray<UInt16>(repeating: 0, count: count)
    var texts: ContiguousArray<String> = [""]
    var known = CodeTable()
    rows.forEach { row in
      let position = positions[row]
      if position < 0 || source.table.chunks[position >> RowChunk.shift].columns[place].nulls[position & mask] {
        nulls[row] = true
        return
      }
      let code = source.table.chunks[position >> RowChunk.shift].columns[place].codes[position & mask]
      let origin = Int64(position >> RowChunk.shift) << 32 | Int64(code)
      let mapped = known.code(for: origin) {
        texts.append(source.table.chunks[position >> RowChunk.shift].columns[place].texts[Int(code)])
        return texts.count - 1
      }
      codes[row] = UInt16(truncatingIfNeeded: mapped)
    }
    return ColumnChunk(codes: codes, texts: texts, nulls: nulls)
  }
}
