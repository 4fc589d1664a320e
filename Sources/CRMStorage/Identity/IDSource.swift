public import CRMModel
internal import Synchronization

/// Where the ids of new records come from.
///
/// Ids are never given twice. A dry run takes ids and gives them back with ``rewind(to:)``; in between no one else takes any, because
/// ids are only taken by the one writer.
public protocol IDSource: Sendable {
  /// The next `count` ids, ascending; `count` is 0 or more. Fewer, when there are no more.
  func next(_ count: Int, at now: Instant) -> [Int64]
  /// The last id given, or what stands for "none yet".
  var last: Int64 { get }
  /// Forgets ids given after `last`.
  func rewind(to last: Int64)
}

/// Ids as ``RecordIDLayout`` says: time-ordered, unique across nodes, ascending even if the clock goes back.
public final class NodeIDSource: IDSource {
  private let node: Int64
  private let state: Mutex<Int64>

  /// A source for one node.
  ///
  /// - Parameters:
  ///   - node: The node's number, 0..<1,024; out of range it is clamped.
  ///   - last: The last id the node has given, so that a clock that went back gives none twice.
  public init(node: Int, last: Int64 = 0) {
    self.node = min(max(Int64(node), 0), RecordIDLayout.nodeCount - 1)
    state = Mutex(last)
  }

  /// The last id given; 0 before the first.
  public var last: Int64 { state.withLock { $0 } }

  /// Forgets ids given after `last`.
  public func rewind(to last: Int64) { state.withLock { $0 = last } }

  /// The next ids. When a millisecond is used up, the next one is borrowed from the future; fewer ids at the end of the
  /// layout, in 2093.
  public func next(_ count: Int, at now: Instant) -> [Int64] {
    state.withLock { last in
      var ids: [Int64] = []
      ids.reserveCapacity(min(max(count, 0), Int(RecordIDLayout.sequenceCount)))
      let clock = max(now.microsecondsSinceEpoch / 1_000 - RecordIDLayout.epochMilliseconds, 0)
      var millisecond = max(clock, last >> 22)
      var sequence = 0 as Int64
      if millisecond == last >> 22 {
        // The last id may be another node's, given by a caller or found in a copied file. Behind a higher node nothing of
        // ours is left in this millisecond; below a lower one all of it is.
        let other = RecordIDLayout.node(of: last)
        if other == node { sequence = (last & (RecordIDLayout.sequenceCount - 1)) + 1 }
        if other > node { millisecond += 1 }
      }
      for _ in 0..<max(count, 0) {
        if sequence >= RecordIDLayout.sequenceCount {
          millisecond += 1
          sequence = 0
        }
        if millisecond > RecordIDLayout.lastMillisecond { break }
        ids.append(RecordIDLayout.id(millisecond: millisecond, node: node, sequence: sequence))
        sequence += 1
      }
      if let newest = ids.last { last = newest }
      return ids
    }
  }
}
