import CRMModel
import CRMStorage
import Synchronization

/// What was computed from the answers to queries, as long as the answers stay the same.
///
/// A value belongs to what the engine was asked, a principal's rights included, so nobody gets what was made of another's answer.
final class DerivedValues: Sendable {
  /// The most values that are kept; the one asked for longest ago goes first.
  static let most = 32

  private struct Key: Hashable {
    let scan: ScanMark.Scan
    let type: ObjectIdentifier
  }

  private struct Kept {
    var mark: ScanMark
    let value: any Sendable
    var lastUse: Int
  }

  private struct Core {
    var values: [Key: Kept] = [:]
    var uses = 0
  }

  private let core = Mutex(Core())

  /// The value of a type that was made of what a mark's query asks, and when.
  func value<Value: Sendable>(_ type: Value.Type, of mark: ScanMark) -> (mark: ScanMark, value: Value)? {
    core.withLock { core in
      guard let kept = core.values[Key(scan: mark.scan, type: ObjectIdentifier(type))] else { return nil }
      return (kept.value as? Value).map { (kept.mark, $0) }
    }
  }

  /// Keeps a value that is right in the state of a mark.
  func keep<Value: Sendable>(_ value: Value, of mark: ScanMark) {
    core.withLock { core in
      let key = Key(scan: mark.scan, type: ObjectIdentifier(Value.self))
      core.uses += 1
      // A read that began earlier does not replace what a later one has found.
      if let known = core.values[key], known.mark.sequence > mark.sequence { return }
      core.values[key] = Kept(mark: mark, value: value, lastUse: core.uses)
      guard core.values.count > Self.most, let oldest = core.values.min(by: { $0.value.lastUse < $1.value.lastUse })
      else { return }
      core.values[oldest.key] = nil
    }
  }
}
