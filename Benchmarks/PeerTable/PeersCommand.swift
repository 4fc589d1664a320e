import ArgumentParser
import Foundation

/// Measures the library beside its peers: the same work, in turn, in one process.
@main struct PeersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "peers",
    abstract: "Measures the library beside code by hand over SQLite's C interface, GRDB, and peers in Python.",
    discussion: """
      The same work is done in turn, round after round, in one process. Whatever a contender finds is reduced to a count and a check of its \
      values; if they differ, nothing is compared and the exit code is 1. Figures are medians, the ratio is ours to the peer's.
      """)

  @Option(name: .long, help: "How many deals; several times or with commas between.")
  var rows: [RowCounts] = []

  @Option(name: .customLong("case"), help: "A case to measure; several times. All unless given.")
  var cases: [String] = []

  @Option(name: .long, help: "How many rounds.")
  var rounds = 5

  @Option(name: .long, help: "Whether commits survive a loss of power: full or normal.")
  var durability = DurabilityName.full

  @Option(name: .long, help: "Where stores are made, a folder for temporary files unless given.")
  var directory: String?

  @Option(
    name: .long, help: "Where the peers in Python are; they take part once their `make-environment` has been run.")
  var peers = "Peers"

  @Flag(name: .long, help: "One JSON object a line.")
  var json = false

  func validate() throws {
    guard rounds > 0 else { throw ValidationError("at least one round") }
    let known = Set(PeerCase.all.map(\.name))
    for name in cases where !known.contains(name) {
      let names = PeerCase.all.map(\.name).joined(separator: " ")
      throw ValidationError("no case \(name); there are \(names)")
    }
  }

  func run() async throws {
    let sizes = rows.isEmpty ? [10_000, 100_000] : Set(rows.flatMap(\.counts)).sorted()
    let folder = directory ?? FileManager.default.temporaryDirectory.path
    if !json { write(PeerLine.head) }
    for size in sizes {
      let others = try othersLines(size, in: folder)
      var run = PeerRun(rows: size, rounds: rounds, directory: folder, isFull: durability == .full)
      do {
        for work in PeerCase.all where cases.isEmpty || cases.contains(work.name) {
          tell("\(work.name), \(run.rows) rows")
          try await measure(work, others.filter { $0.name == work.name }, in: &run)
        }
        try await run.close()
      } catch {
        try? await run.close()
        throw error
      }
    }
  }

  /// What the peers in Python say of all cases; they are done before the others begin.
  private func othersLines(_ size: Int, in folder: String) throws -> [PythonPeers.Line] {
    guard let python = PythonPeers(in: URL(filePath: peers)) else {
      tell("no peers in Python: \(peers)/make-environment has not been run")
      return []
    }
    let world = PeerWorld(rows: size)
    let files = URL(filePath: folder).appending(path: "peers-world-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: files) }
    try world.write(to: files, importing: world.csv())
    return try PeerLine.inPython.flatMap { peer in
      tell("\(peer), \(world.rows) rows")
      return try python.run(peer, world: files, rounds: rounds, cases: cases, durability: durability)
    }
  }

  private func measure(_ work: PeerCase, _ others: [PythonPeers.Line], in run: inout PeerRun) async throws {
    run.begin(work)
    let outcome = try await run.run(work)
    run.end(work)
    var seconds: [String: Double] = [:]
    for line in others {
      if let digest = outcome.digest, !digest.equals(line) { throw PythonPeers.Disagreement(line: line, ours: digest) }
      seconds[line.peer] = line.seconds
    }
    for line in PeerLine.lines(work, rows: run.rows, outcome, others: seconds) { write(json ? line.json : line.text) }
  }

  /// At once, so that whoever reads it through a pipe sees each case when it is done.
  private func write(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

  private func tell(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}

/// One number of deals, or several with commas between.
struct RowCounts: ExpressibleByArgument {
  let counts: [Int]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    counts = parts.compactMap { Int($0) }.filter { $0 >= 100 }
    if counts.isEmpty || counts.count != parts.count { return nil }
  }
}

/// Whether a commit survives a loss of power.
enum DurabilityName: String, ExpressibleByArgument, CaseIterable {
  case full, normal
}
