import CRMModel

/// How long and how often a lock of another process is asked for again, without blocking a thread in between.
struct BusyPatience {
  private var remaining: Duration
  private var pause: Duration = .milliseconds(1)

  init(_ timeout: TimeSpan) { remaining = .microseconds(max(0, timeout.microseconds)) }

  /// Suspends for a while, longer each time up to 50 milliseconds.
  ///
  /// - Returns: False once the time has been used up.
  mutating func wait() async throws -> Bool {
    guard remaining > .zero else { return false }
    let length = min(pause, remaining)
    try await Task.sleep(for: length)
    remaining -= length
    pause = min(pause * 2, .milliseconds(50))
    return true
  }
}
