import CProcessMemory
import Foundation

/// How much memory of this process is resident, as Linux counts it; 0 elsewhere.
///
/// `VmHWM` is the most since it was set back by writing 5 into `clear_refs`. Before, freed memory is given back, or what an
/// earlier case left in malloc's hands would hide what a later one takes.
enum ResidentMemory {
  /// Begins to look for the peak, and says how many bytes are resident now.
  static func begin() -> Int {
    let now = settled
    if let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs") {
      try? file.write(contentsOf: Data("5".utf8))
      try? file.close()
    }
    return now
  }

  /// The most bytes since ``begin()``.
  static var peak: Int { status("VmHWM") }

  /// Bytes that are resident once what is free was given back.
  static var settled: Int {
    give_back_free_memory()
    return status("VmRSS")
  }

  private static func status(_ key: String) -> Int {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return 0 }
    for line in text.split(separator: "\n") where line.hasPrefix(key + ":") {
      let digits = line.drop { !$0.isNumber }.prefix { $0.isNumber }
      return (Int(digits) ?? 0) * 1_024
    }
    return 0
  }
}

/// What a case takes of resident memory, in bytes.
struct CaseMemory: Codable {
  /// Under which name a loaded store stands.
  static let store = "load"
  /// Under which name the columns of a forecast stand.
  static let columns = "columns"

  let name: String
  let rows: Int
  let contender: ContenderName
  /// Of the process, with an open store of all deals, before the work.
  let before: Int
  /// The most while the work was done.
  let peak: Int
  /// What its result holds on to.
  let held: Int
}
