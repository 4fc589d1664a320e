import Foundation

/// The peers in Python, each run as a program of its own over the files of a world.
struct PythonPeers {
  /// What a peer says of a case.
  struct Line: Decodable {
    let name: String
    let peer: String
    let seconds: Double
    let count: Int
    let check: String
    /// The most resident bytes in a round, and by how much that was more than before.
    let peak: Double?
    let growth: Double?

    enum CodingKeys: String, CodingKey {
      case name = "case"
      case peer
      case seconds = "peer_s"
      case count, check, peak, growth
    }
  }

  /// A peer that came to another result than the library.
  struct Disagreement: Error, CustomStringConvertible {
    let line: Line
    let ours: Digest

    var description: String {
      "\(line.name) comes to different results:\n  \(line.peer): \(line.count) rows, check \(line.check)\n  ours: \(ours)"
    }
  }

  /// A peer's program that failed.
  struct Failure: Error, CustomStringConvertible {
    let peer: String
    let code: Int32
    var description: String { "\(peer) ended with code \(code)" }
  }

  private let folder: URL
  private let python: URL

  /// Finds the programs and their environment.
  ///
  /// - Parameter folder: Where the programs are; `Peers` beside this package's other folders.
  /// - Returns: Nil where `make-environment` has not been run.
  init?(in folder: URL) {
    self.folder = folder
    python = folder.appending(path: ".venv/bin/python")
    guard FileManager.default.isExecutableFile(atPath: python.path) else { return nil }
  }

  /// Runs a peer; its errors go to the error output.
  func run(_ peer: String, world: URL, rounds: Int, cases: [String], durability: DurabilityName) throws -> [Line] {
    let script = folder.appending(path: "\(peer)_peer.py")
    guard FileManager.default.fileExists(atPath: script.path) else { return [] }
    let process = Process()
    let output = Pipe()
    process.executableURL = python
    process.arguments = [script.path, world.path, "--rounds", String(rounds)] + cases.flatMap { ["--case", $0] }
    let durable = ["PEERS_DURABILITY": durability.rawValue]
    process.environment = ProcessInfo.processInfo.environment.merging(durable) { _, new in new }
    process.standardOutput = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(peer: peer, code: process.terminationStatus) }
    let decoder = JSONDecoder()
    return try bytes.split(separator: UInt8(ascii: "\n")).map { try decoder.decode(Line.self, from: Data($0)) }
  }
}

extension Digest {
  /// Whether a peer came to the same.
  func equals(_ line: PythonPeers.Line) -> Bool { count == line.count && String(sum, radix: 16) == line.check }
}
