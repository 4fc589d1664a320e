import CRMModel
import CRMStorage
import GRDBSQLite
import Logging

/// The release of SQLite that the program is linked with.
struct SQLiteVersion {
  /// Major × 1,000,000 + minor × 1,000 + patch.
  let number: Int32

  static var linked: SQLiteVersion { SQLiteVersion(number: sqlite3_libversion_number()) }

  /// Strict tables came with 3.37.
  var isSupported: Bool { number >= 3_037_000 }

  /// Whether a checkpoint beside a commit of another connection can lose pages (fixed in 3.51.3, 3.50.7 and 3.44.6).
  ///
  /// Only the writing connection makes checkpoints here, so that one engine is safe; two that write are not, which
  /// ``WriterLock`` prevents.
  var losesPagesBetweenWriters: Bool {
    switch number {
    case 3_044_006..<3_045_000, 3_050_007..<3_051_000: false
    default: number < 3_051_003
    }
  }

  /// How it was built, as it says itself: distributions differ.
  static var buildOptions: [String] {
    var options: [String] = []
    while let option = sqlite3_compileoption_get(Int32(clamping: options.count)) {
      options.append(String(cString: option))
    }
    return options
  }

  /// Refuses what is too old, and tells the operator what to know.
  func check(_ logger: Logger?) throws {
    guard isSupported else {
      throw EngineError(.unsupported, .unsupported, "SQLite 3.37 or later is needed, this is \(number)")
    }
    logger?.info(
      "SQLite is linked",
      metadata: ["sqlite": "\(number)", "options": "\(Self.buildOptions.joined(separator: " "))"])
    if losesPagesBetweenWriters {
      logger?.notice(
        "this SQLite may lose pages when two processes write to one file; the second is refused",
        metadata: ["sqlite": "\(number)"])
    }
  }
}
