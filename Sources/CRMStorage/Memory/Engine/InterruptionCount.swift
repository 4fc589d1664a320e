internal import Synchronization

/// How often what runs on an engine was interrupted: whoever began before the last time is.
final class InterruptionCount: Sendable {
  private let count = Atomic(0)

  /// How often until now.
  var now: Int { count.load(ordering: .acquiring) }

  /// Interrupts all that runs.
  func interrupt() { count.wrappingAdd(1, ordering: .acquiringAndReleasing) }
}
