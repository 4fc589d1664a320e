public import CRMModel
public import CRMStorage
internal import Synchronization

/// A call that an engine can be made to fail at.
public enum EngineCall: String, Hashable, Sendable, CaseIterable {
  /// The beginning of a read.
  case read
  /// The beginning of a transaction.
  case write
  /// The commit: everything has been written, nothing is kept.
  case commit
  /// Reading rows.
  case scan
  /// Counting rows.
  case count
  /// Gathering rows into groups.
  case groups
  /// Reading a value kept beside the rows.
  case metadata
  /// Reading the change log.
  case log
  /// Adding rows.
  case insert
  /// Changing rows.
  case update
  /// Removing rows.
  case remove
  /// Adding to the change log.
  case append
  /// Forgetting entries of the change log.
  case trimLog
  /// Keeping a value beside the rows.
  case setMetadata
  /// Changing the tables there are.
  case apply
}

/// What a ``FailingEngine`` fails at: the n-th call of a kind, once or from then on.
///
/// A fault does nothing until ``arm()`` is called, so that a workspace can be opened and filled first.
public final class EngineFault: Sendable {
  /// What fails.
  public let call: EngineCall
  /// The number of the call that fails first, counted from 1 since the fault was armed.
  public let number: Int
  /// Whether all later calls fail too.
  public let isLasting: Bool
  /// What is thrown.
  public let error: any Error
  private let state = Mutex(State())

  private struct State {
    var isArmed = false
    var calls = 0
  }

  /// Describes a fault.
  ///
  /// - Parameters:
  ///   - call: What fails.
  ///   - number: The call that fails first, from 1.
  ///   - isLasting: Whether all later calls fail too.
  ///   - error: What is thrown; by default that reading or writing the file failed.
  public init(
    _ call: EngineCall, at number: Int = 1, isLasting: Bool = false,
    error: any Error = EngineError(.internal, .inputOutput, "a fault that a test asked for")
  ) {
    self.call = call
    self.number = number
    self.isLasting = isLasting
    self.error = error
  }

  /// Counts and fails from now on, beginning at 1.
  public func arm() { state.withLock { $0 = State(isArmed: true) } }

  /// Fails no more.
  public func disarm() { state.withLock { $0.isArmed = false } }

  /// How many calls of the kind there were since the fault was armed, those that failed included.
  public var calls: Int { state.withLock { $0.calls } }

  func pass(_ call: EngineCall) throws {
    guard call == self.call else { return }
    let fails = state.withLock { state in
      guard state.isArmed else { return false }
      state.calls += 1
      return state.calls == number || (isLasting && state.calls > number)
    }
    if fails { throw error }
  }
}
