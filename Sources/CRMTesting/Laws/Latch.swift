internal import Dispatch
internal import Synchronization

/// Something that happens once and can be waited for, by tasks without holding a thread and by closures that may hold
/// theirs.
final class Latch: Sendable {
  private let state = Mutex(State())
  private let semaphore = DispatchSemaphore(value: 0)

  private struct State {
    var isOpen = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  /// Lets everybody pass from now on.
  func open() {
    let waiting = state.withLock { state in
      defer { state.waiting = [] }
      state.isOpen = true
      return state.waiting
    }
    semaphore.signal()
    for continuation in waiting { continuation.resume() }
  }

  /// Whether it is open.
  var isOpen: Bool { state.withLock { $0.isOpen } }

  /// Suspends the task until it is open.
  func wait() async {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        if !state.isOpen { state.waiting.append(continuation) }
        return state.isOpen
      }
      if isOpen { continuation.resume() }
    }
  }

  /// Holds the thread until it is open; false if that takes longer than `patience`.
  func block(_ patience: Duration) -> Bool {
    let (seconds, attoseconds) = patience.components
    let nanoseconds = Int(clamping: seconds) * 1_000_000_000 + Int(clamping: attoseconds / 1_000_000_000)
    guard semaphore.wait(timeout: .now() + .nanoseconds(nanoseconds)) == .success else { return false }
    semaphore.signal()
    return true
  }
}

/// A thread outside the cooperative pool, so that a law can hold it without keeping other tasks from running.
final class LawThread: TaskExecutor {
  private let queue = DispatchQueue(label: "crm.law")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
