import Synchronization

/// Counts calls from any thread.
final class ChunkCounter: Sendable {
  private let state = Mutex(0)

  func add(_ number: Int = 1) { state.withLock { $0 += number } }
  var count: Int { state.withLock { $0 } }
}
