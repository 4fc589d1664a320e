/// The cells of some rows, copied with the bytes of their texts: what an engine lends for as long as a row lasts can be read later so, and elsewhere.
///
/// `@unchecked Sendable`: one thread fills it and then gives it away whole; who hands it on says by what lock.
package final class CellBatch: @unchecked Sendable {
  /// How many rows there are, and for how many there is room.
  package private(set) var count = 0
  private let capacity: Int
  private let columns: Int
  private let ids: UnsafeMutablePointer<Int64>
  private let cells: UnsafeMutablePointer<CellRow.Cell>
  /// Where texts lie; a block is never moved, so that the cells can say where.
  private var blocks: [UnsafeMutableRawBufferPointer] = []
  /// What is free of the last block.
  private var free = UnsafeMutableRawBufferPointer(start: nil, count: 0)

  /// How many bytes of texts a block has room for, and so many of cells a batch has about: with what is made of them, what a core keeps near it.
  private static let blockSize = 32 << 10
  private static let cellBytes = 64 << 10

  /// Room for rows of so many columns.
  package init(columns: Int) {
    self.columns = columns
    capacity = max(16, Self.cellBytes / max(1, columns * MemoryLayout<CellRow.Cell>.stride))
    ids = .allocate(capacity: capacity)
    cells = .allocate(capacity: max(1, capacity * columns))
  }

  deinit {
    ids.deallocate()
    cells.deallocate()
    for block in blocks { block.deallocate() }
  }

  /// Whether no more rows can be added.
  package var isFull: Bool { count == capacity }

  /// Adds a row, unless the batch is full; of columns that the row does not have it holds nulls.
  package func append(_ row: borrowing CellRow) {
    guard count < capacity else { return }
    let place = cells + count * columns
    let known = min(columns, row.count)
    ids[count] = row.id
    count += 1
    var free = free
    for position in 0..<known {
      let cell = row.cells[position]
      if cell.length >= 0 {
        let bytes = UnsafeRawPointer(bitPattern: Int(truncatingIfNeeded: cell.word))
        place[position] = keep(UnsafeRawBufferPointer(start: bytes, count: cell.length), &free)
      } else if cell.isHeldText {
        var text = row.texts[position] ?? ""
        place[position] = text.withUTF8 { keep(UnsafeRawBufferPointer($0), &free) }
      } else {
        place[position] = cell
      }
    }
    for position in known..<columns { place[position] = .null }
    self.free = free
  }

  /// Copies a text to where there is room; its cell.
  @inline(__always)
  private func keep(_ text: UnsafeRawBufferPointer, _ free: inout UnsafeMutableRawBufferPointer) -> CellRow.Cell {
    if free.count < text.count { free = block(atLeast: text.count) }
    guard let start = free.baseAddress, let bytes = text.baseAddress, text.count > 0 else {
      return CellRow.Cell(word: 0, length: 0)
    }
    start.copyMemory(from: bytes, byteCount: text.count)
    free = UnsafeMutableRawBufferPointer(rebasing: free[text.count...])
    return CellRow.Cell(word: Int64(Int(bitPattern: start)), length: text.count)
  }

  private func block(atLeast bytes: Int) -> UnsafeMutableRawBufferPointer {
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: max(Self.blockSize, bytes), alignment: 1)
    blocks.append(block)
    return block
  }

  /// Forgets all rows; one block of texts is kept for the next.
  package func removeAll() {
    count = 0
    for block in blocks.dropFirst() { block.deallocate() }
    blocks = Array(blocks.prefix(1))
    free = blocks.first ?? UnsafeMutableRawBufferPointer(start: nil, count: 0)
  }

  /// Puts a row into cells of as many columns, which are lent its texts until the batch forgets them.
  package func copy(_ row: Int, into target: inout CellRow) {
    guard row >= 0, row < count, target.count == columns else { return }
    target.id = ids[row]
    target.cells.update(from: cells + row * columns, count: columns)
  }
}
