import Synchronization

/// Lets tasks through while it is open, and holds them while it is closed.
final class Gate: Sendable {
  private struct State {
    var isOpen = true
    var held: [CheckedContinuation<Void, Never>] = []
    var waitingForArrival: [CheckedContinuation<Void, Never>] = []
    var arrivals = 0
  }

  private let state = Mutex(State())

  /// Holds whoever comes from now on.
  func close() {
    state.withLock { state in
      state.isOpen = false
      state.arrivals = 0
    }
  }

  /// Lets everybody through.
  func open() {
    let held = state.withLock { state in
      defer { state.held = [] }
      state.isOpen = true
      return state.held
    }
    for task in held { task.resume() }
  }

  /// Goes through, or waits until the gate is opened.
  func pass() async {
    await withCheckedContinuation { continuation in
      let (isOpen, watchers) = state.withLock { state in
        defer { state.waitingForArrival = [] }
        state.arrivals += 1
        if !state.isOpen { state.held.append(continuation) }
        return (state.isOpen, state.waitingForArrival)
      }
      for watcher in watchers { watcher.resume() }
      if isOpen { continuation.resume() }
    }
  }

  /// Returns when somebody has come since the gate was closed.
  func arrival() async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        if state.arrivals == 0 { state.waitingForArrival.append(continuation) }
        return state.arrivals > 0
      }
      if isThere { continuation.resume() }
    }
  }
}

/// Words in the order in which tasks said them, and a way to wait for one.
final class Diary: Sendable {
  private struct State {
    var words: [String] = []
    var waiting: [(word: String, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Mutex(State())

  /// Everything said so far.
  var words: [String] { state.withLock { $0.words } }

  func say(_ word: String) {
    let ready = state.withLock { state in
      state.words.append(word)
      defer { state.waiting.removeAll { $0.word == word } }
      return state.waiting.filter { $0.word == word }
    }
    for waiter in ready { waiter.continuation.resume() }
  }

  /// Returns when a word has been said.
  func wait(for word: String) async {
    await withCheckedContinuation { continuation in
      let isSaid = state.withLock { state in
        if state.words.contains(word) { return true }
        state.waiting.append((word, continuation))
        return false
      }
      if isSaid { continuation.resume() }
    }
  }
}
