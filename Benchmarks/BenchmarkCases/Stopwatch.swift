#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a piece of work took.
public struct Cost: Sendable {
  /// Time on the wall, in milliseconds.
  public var wall: Double
  /// Time of all the process's threads on processors, in milliseconds: what other processes do hardly counts.
  public var processor: Double

  /// The least that one of some runs took, of each kind of time.
  public static func least(_ costs: [Cost]) -> Cost {
    Cost(wall: costs.map(\.wall).min() ?? 0, processor: costs.map(\.processor).min() ?? 0)
  }
}

extension Contender {
  /// Does a piece of work and takes the time. A store without deals, where the work needs one, is made before.
  public func measure(_ work: Work) async throws -> (cost: Cost, outcome: Outcome) {
    if work.needsEmptyStore { try await reset() }
    var outcome = Outcome(0)
    let wall = ContinuousClock.now
    let processor = processorMilliseconds()
    for _ in 0..<work.repetitions { outcome = try await run(work) }
    let spent = processorMilliseconds() - processor
    let passed = (ContinuousClock.now - wall) / .milliseconds(1)
    let count = Double(work.repetitions)
    return (Cost(wall: passed / count, processor: spent / count), outcome)
  }
}

private func processorMilliseconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1_000 + Double(time.tv_nsec) / 1_000_000
}
