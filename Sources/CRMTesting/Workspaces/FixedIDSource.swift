public import CRMModel
public import CRMStorage
internal import Synchronization

/// Ids that count 1, 2, 3, so that tests can name records before they are made.
public final class FixedIDSource: IDSource {
  private let state: Mutex<Int64>

  /// Ids from `start` on, which is 1 or more.
  public init(startingAt start: Int64 = 1) { state = Mutex(max(start, 1) - 1) }

  /// The last id given; one less than the first before that.
  public var last: Int64 { state.withLock { $0 } }

  /// Forgets ids given after `last`.
  public func rewind(to last: Int64) { state.withLock { $0 = last } }

  /// The next ids; fewer at the end of 64 bits.
  public func next(_ count: Int, at now: Instant) -> [Int64] {
    state.withLock { last in
      let available = min(Int64(max(count, 0)), Int64.max - last)
      let first = last
      last += available
      return (0..<available).map { first + $0 + 1 }
    }
  }

  /// Another source that gives the same ids from here on.
  public func copy() -> FixedIDSource {
    let copy = FixedIDSource()
    copy.rewind(to: last)
    return copy
  }
}
