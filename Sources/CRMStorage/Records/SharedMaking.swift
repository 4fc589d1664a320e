import CRMModel
import Dispatch
import Synchronization

/// Makes an element of a row at a place where there is none yet.
typealias ElementMaker = @Sendable (UnsafeMutableRawPointer, borrowing CellRow) -> Void

/// Makes elements of rows on another core, while this one reads the rows that follow.
///
/// Rows are copied into batches as they are read. A helper on a thread of Dispatch makes the elements of one batch after the other, each where it
/// stays. Nobody waits for a thread that may not come: should the helper fall behind, or not begin at all, who reads makes the elements itself, and
/// at the end it waits at most for the batch that the helper has begun.
final class SharedMaking: Sendable {
  /// A batch, and where its elements come to lie.
  ///
  /// `@unchecked Sendable`: nobody else has the place, and who has the batch got it under the lock of ``state``.
  private struct Portion: @unchecked Sendable {
    let rows: CellBatch
    let place: UnsafeMutableRawPointer
  }

  /// The cells through which one thread looks at rows; they know the texts that came lately.
  ///
  /// `@unchecked Sendable`: taken and given back under the lock of ``state``.
  private final class Lens: @unchecked Sendable {
    private var cells: CellRow

    init(_ kinds: [ColumnKind]) { cells = CellRow(kinds: kinds) }

    /// Makes the elements of a portion.
    func make(_ portion: Portion, stride: Int, _ initialize: ElementMaker) {
      SharedMaking.make(portion, &cells, stride: stride, initialize)
    }
  }

  private struct State {
    var waiting: [Portion] = []
    var spare: [CellBatch] = []
    var lenses: [Lens] = []
    /// Whether a helper is on its way or at work, whether it has begun a batch, and whether somebody waits for its end.
    var isHelped = false
    var isUnderWay = false
    var isAwaited = false
  }

  private let kinds: [ColumnKind]
  private let stride: Int
  private let initialize: ElementMaker
  private let state = Mutex(State())
  private let isDone = DispatchSemaphore(value: 0)

  /// How many batches may wait for the helper.
  private static let mostWaiting = 8

  /// - Parameters:
  ///   - kinds: What the columns of the rows store.
  ///   - stride: How far the elements lie apart.
  ///   - initialize: Makes an element of a row at a place.
  init(kinds: [ColumnKind], stride: Int, _ initialize: @escaping ElementMaker) {
    self.kinds = kinds
    self.stride = stride
    self.initialize = initialize
  }

  /// An empty batch.
  func batch() -> CellBatch { state.withLock { $0.spare.popLast() } ?? CellBatch(columns: kinds.count) }

  /// Has the elements of a batch made, now or later; nobody else may use the batch any more.
  ///
  /// - Parameter place: Where there is room for as many elements as there are rows, until ``finish()`` returns.
  func make(_ rows: CellBatch, at place: UnsafeMutableRawPointer) {
    let portion = Portion(rows: rows, place: place)
    let (begins, mine) = state.withLock { state -> (Bool, Portion?) in
      state.waiting.append(portion)
      defer { state.isHelped = true }
      return (!state.isHelped, state.waiting.count > Self.mostWaiting ? state.waiting.removeFirst() : nil)
    }
    if begins { DispatchQueue.global(qos: .userInitiated).async { self.help() } }
    if let mine { make(mine) }
  }

  /// Returns when all elements are made.
  func finish() {
    while let mine = state.withLock({ $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }) { make(mine) }
    let waits = state.withLock { state in
      state.isAwaited = state.isUnderWay
      return state.isUnderWay
    }
    if waits { isDone.wait() }
  }

  private func help() {
    while let portion = state.withLock({ state -> Portion? in
      state.isUnderWay = !state.waiting.isEmpty
      state.isHelped = state.isUnderWay
      return state.isUnderWay ? state.waiting.removeFirst() : nil
    }) {
      make(portion)
      let isAwaited = state.withLock { state in
        state.isUnderWay = false
        defer { state.isAwaited = false }
        return state.isAwaited
      }
      if isAwaited { isDone.signal() }
    }
  }

  private func make(_ portion: Portion) {
    let lens = state.withLock { $0.lenses.popLast() } ?? Lens(kinds)
    lens.make(portion, stride: stride, initialize)
    portion.rows.removeAll()
    state.withLock { state in
      state.lenses.append(lens)
      state.spare.append(portion.rows)
    }
  }

  private static func make(_ portion: Portion, _ cells: inout CellRow, stride: Int, _ initialize: ElementMaker) {
    for row in 0..<portion.rows.count {
      portion.rows.copy(row, into: &cells)
      initialize(portion.place + row * stride, cells)
    }
  }
}
