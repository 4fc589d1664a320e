/// What a contender took for a case: seconds, and bytes where they were measured.
struct PeerFigures: Hashable, Sendable {
  /// The median of the rounds.
  var seconds: Double?
  /// The least of the rounds, which other work on the machine disturbs least.
  var least: Double?
  /// The least of processor time, of all threads.
  var processor: Double?
  /// The most resident memory of a process that does nothing else.
  var peak: Double?
  /// By how much that is more than before.
  var growth: Double?
  /// Bytes a record, for cases that are about memory.
  var bytes: Double?

  /// Takes the least round of another run's, if that was less.
  mutating func takeLeast(_ other: PeerFigures) {
    if let mine = least, let theirs = other.least { least = min(mine, theirs) }
    if let mine = processor, let theirs = other.processor { processor = min(mine, theirs) }
  }
}

extension PeerRun.Outcome {
  /// The figures of a contender; nil if it took no part.
  func figures(_ name: ContenderName) -> PeerFigures? {
    guard let seconds = seconds[name], let middle = Figure.median(seconds) else { return nil }
    return PeerFigures(seconds: middle, least: seconds.min(), processor: processor[name]?.min())
  }
}
