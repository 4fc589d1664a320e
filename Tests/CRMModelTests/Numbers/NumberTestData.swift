import CRMModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Published examples, read in place: `<project>/../shared/data`, or the directory that `CRM_DATA` names.
enum NumberTestData {
  static let root: String? = {
    if let path = ProcessInfo.processInfo.environment["CRM_DATA"] { return path }
    var directory = URL(filePath: #filePath)
    while directory.path.count > 1 {
      directory.deleteLastPathComponent()
      let data = directory.appending(path: "shared/data").path
      if FileManager.default.fileExists(atPath: data) { return data }
    }
    return nil
  }()

  static var isPresent: Bool { root != nil }

  static func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(root ?? "")/\(name)", encoding: .utf8)
  }

  /// The seed of this run: the one that `CRM_SEED` names, to repeat a failure, or the usual one.
  static func seed(for test: String) -> UInt64 {
    let seed = ProcessInfo.processInfo.environment["CRM_SEED"].flatMap { UInt64($0) } ?? 20_250_401
    print("\(test): seed \(seed)")
    return seed
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// A number with a length drawn first, so that short, long and extreme ones all occur.
  mutating func integer() -> Int64 {
    switch Int.random(in: 0..<20, using: &self) {
    case 0: return .max
    case 1: return .min
    case 2: return 0
    default: return Int64(truncatingIfNeeded: next()) >> Int64.random(in: 0...62, using: &self)
    }
  }

  /// A number in canonical text, of 1...38 digits, 0...18 of them decimals; every second is short.
  mutating func decimalText() -> String {
    let isShort = Bool.random(using: &self)
    let decimals = Int.random(in: 0...(isShort ? 6 : 18), using: &self)
    let wholes = Int.random(in: 1...(isShort ? 8 : 38 - decimals), using: &self)
    var text = wholes == 1 ? digit(0...9) : digit(1...9)
    for _ in 1..<max(1, wholes) { text += digit(0...9) }
    if decimals > 0 {
      text += "."
      for _ in 1..<decimals { text += digit(0...9) }
      text += digit(1...9)
    }
    return text != "0" && Bool.random(using: &self) ? "-" + text : text
  }

  private mutating func digit(_ range: ClosedRange<Int>) -> String { String(Int.random(in: range, using: &self)) }
}

/// The code of the ``ValueError`` that `body` throws, or nil if it throws none.
func valueErrorCode<Result>(_ body: () throws -> Result) -> ErrorCode? {
  do {
    _ = try body()
    return nil
  } catch {
    return (error as? ValueError)?.code
  }
}
