import Foundation

/// Measures memory in a process for each contender, so that nobody else's store counts.
struct MemoryChildren {
  let directory: String

  /// A contender's process that failed.
  struct Failure: Error, CustomStringConvertible {
    let contender: ContenderName
    let code: Int32
    var description: String { "the memory of \(contender.rawValue) could not be measured, code \(code)" }
  }

  /// What a contender takes in each case.
  func memory(of contender: ContenderName, rows: Int, cases: [String]) throws -> [CaseMemory] {
    let process = Process()
    let output = Pipe()
    process.executableURL = Bundle.main.executableURL
    process.arguments =
      ["memory", "--contender", contender.rawValue, "--rows", String(rows), "--directory", directory]
      + cases.flatMap { ["--case", $0] }
    process.standardOutput = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(contender: contender, code: process.terminationStatus) }
    return try bytes.split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(CaseMemory.self, from: Data($0))
    }
  }
}
