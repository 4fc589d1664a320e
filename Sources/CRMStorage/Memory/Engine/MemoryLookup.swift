import CRMModel

/// What serves the look-ups of one row by its id in one table and reader: where the columns lie, and the cells that rows are put in.
final class MemoryLookup {
  private let table: TableID
  private let columns: [ColumnRef]
  private let layout: [ColumnLayout]
  /// The columns' places in the table.
  private let places: [Int]
  private var cells: CellRow

  /// Nil if a column is not one of the table's own.
  init?(_ scan: RowScan, _ layout: TableLayout) {
    guard let places = layout.places(of: scan.columns) else { return nil }
    table = scan.sources[0].table
    columns = scan.columns
    self.layout = layout.columns
    self.places = places
    cells = CellRow(kinds: places.map { layout.columns[$0].kind })
  }

  /// Whether this serves a scan of a table as it is laid out now.
  func serves(_ scan: RowScan, _ layout: TableLayout) -> Bool {
    table == scan.sources[0].table && columns == scan.columns && self.layout == layout.columns
  }

  /// Gives the row at a place.
  func give(_ id: Int64, _ position: Int, in table: MemoryTable, _ body: (borrowing CellRow) throws -> Void) rethrows {
    cells.id = id
    table.chunks[position >> RowChunk.shift].put(position & (RowChunk.capacity - 1), places, into: &cells)
    try body(cells)
  }
}

extension RowChunk {
  /// Puts a row's cells of some columns into cells of those columns' kinds.
  fileprivate func put(_ row: Int, _ places: [Int], into cells: inout CellRow) {
    for (index, place) in places.enumerated() { columns[place].put(row, into: &cells, at: index) }
  }
}

extension ColumnChunk {
  /// Puts a row's cell into cells at a position of the column's kind.
  @inline(__always)
  fileprivate func put(_ row: Int, into cells: inout CellRow, at index: Int) {
    if nulls[row] { return cells.set(nil as Int64?, at: index) }
    switch kind {
    // A floating point number's cell has its bits.
    case .integer, .real: cells.set(word(row), at: index)
    case .text: cells.set(texts[Int(codes[row])], at: index)
    }
  }
}
