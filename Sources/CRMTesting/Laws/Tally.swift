internal import Synchronization

/// A number that tasks and closures count up and down together.
final class Tally: Sendable {
  private let number = Mutex(0)

  /// The number now.
  var value: Int { number.withLock { $0 } }

  /// Adds to it and returns what it is then.
  @discardableResult
  func add(_ step: Int) -> Int {
    number.withLock { number in
      number &+= step
      return number
    }
  }
}
