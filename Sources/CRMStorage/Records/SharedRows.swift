import CRMModel

/// The rows of one scan on their way to ``SharedMaking``.
struct SharedRows {
  private let stride: Int
  private let initialize: ElementMaker
  private var making: SharedMaking?
  private var batch: CellBatch?

  /// - Parameters:
  ///   - stride: How far the elements lie apart.
  ///   - initialize: Makes an element of a row.
  init(stride: Int, _ initialize: @escaping ElementMaker) {
    self.stride = stride
    self.initialize = initialize
  }

  /// Adds a row.
  ///
  /// - Parameter place: Gives the place of some elements that follow those before; they are there when ``finish(_:)`` has returned.
  @inline(__always)
  mutating func add(_ row: borrowing CellRow, _ place: (Int) -> UnsafeMutableRawPointer) {
    if let batch, !batch.isFull { return batch.append(row) }
    handOver(place)
    let making = making ?? SharedMaking(kinds: row.kinds, stride: stride, initialize)
    let next = making.batch()
    next.append(row)
    self.making = making
    batch = next
  }

  /// Returns when the elements of all rows are made, whatever became of the scan.
  mutating func finish(_ place: (Int) -> UnsafeMutableRawPointer) {
    handOver(place)
    making?.finish()
  }

  private mutating func handOver(_ place: (Int) -> UnsafeMutableRawPointer) {
    guard let making, let rows = batch else { return }
    batch = nil
    making.make(rows, at: place(rows.count))
  }
}
