import Dispatch
import GRDB
import Synchronization

/// Watches the next step of one deal.
final class DealObserver: Sendable {
  private struct State {
    var steps: [String?] = []
    var waiting: (until: @Sendable (String?) -> Bool, continuation: CheckedContinuation<Void, Never>)?
  }

  private let state = Mutex(State())
  private let observation = Mutex<AnyDatabaseCancellable?>(nil)

  init(_ pool: DatabasePool, _ id: Int64) {
    let values = ValueObservation.tracking { try DealRow.fetchOne($0, key: id)?.nextStep }
    let queue = DispatchQueue(label: "observer \(id)")
    let started = values.start(
      in: pool, scheduling: .async(onQueue: queue), onError: { _ in }, onChange: { [weak self] in self?.take($0) })
    observation.withLock { $0 = started }
  }

  /// Returns once a value was seen that is looked for.
  func wait(until: @escaping @Sendable (String?) -> Bool) async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        if state.steps.contains(where: until) { return true }
        state.waiting = (until, continuation)
        return false
      }
      if isThere { continuation.resume() }
    }
  }

  private func take(_ step: String?) {
    let continuation = state.withLock { state -> CheckedContinuation<Void, Never>? in
      state.steps.append(step)
      guard let waiting = state.waiting, waiting.until(step) else { return nil }
      state.waiting = nil
      return waiting.continuation
    }
    continuation?.resume()
  }
}
