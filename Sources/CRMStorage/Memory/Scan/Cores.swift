import Dispatch
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Shares work that computes, and waits for nobody, among the cores of the machine.
enum Cores {
  /// How many cores there are. Asking the system takes as long as grouping some thousand rows, so it is asked once.
  private static let count = ProcessInfo.processInfo.activeProcessorCount

  /// Cuts a number of things into ranges for the cores there are.
  ///
  /// - Parameter least: So many things that another core pays.
  static func parts(of count: Int, atLeast least: Int) -> [Range<Int>] {
    let cores = max(1, min(self.count, count / max(1, least)))
    return (0..<cores).map { count * $0 / cores..<count * ($0 + 1) / cores }
  }

  /// What `body` gives for each range, in order.
  ///
  /// - Throws: What `body` throws for the first range for which it does.
  static func map<T: Sendable>(_ parts: [Range<Int>], _ body: @Sendable (Range<Int>) throws -> T) throws -> [T] {
    if parts.count < 2 { return try parts.map(body) }
    let results = Mutex<[Int: Result<T, any Error>]>([:])
    DispatchQueue.concurrentPerform(iterations: parts.count) { part in
      let result = Result { try body(parts[part]) }
      results.withLock { $0[part] = result }
    }
    return try results.withLock { results in try parts.indices.compactMap { try results[$0]?.get() } }
  }
}
