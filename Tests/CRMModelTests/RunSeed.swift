import Foundation

enum RunSeed {
  /// The seed of this run: the one that `CRM_SEED` names, to repeat a failure, or the usual one.
  static func announced(for test: String) -> UInt64 {
    let seed = ProcessInfo.processInfo.environment["CRM_SEED"].flatMap { UInt64($0) } ?? 20_250_401
    print("\(test): seed \(seed)")
    return seed
  }
}
