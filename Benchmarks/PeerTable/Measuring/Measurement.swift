import Foundation

/// What is measured: cases, contenders, and how.
struct Measurement {
  var cases: [String] = []
  var rounds = 5
  var durability = DurabilityName.full
  let directory: String
  /// Where the peers in Python are; nil to leave them out.
  var peers: String?
  var contenders = Set(ContenderName.allCases)
  /// Also in processes of their own, what resident memory each case takes.
  var withMemory = false

  /// The cases that are chosen, in their order.
  var chosen: [PeerCase] { PeerCase.all.filter { cases.isEmpty || cases.contains($0.name) } }

  /// Measures all cases at one size and gives each line when it is known.
  func run(_ size: Int, _ give: (PeerLine) -> Void) async throws {
    let memory = try memory(size)
    let others = try othersLines(size)
    var run = PeerRun(
      rows: size, rounds: rounds, directory: directory, isFull: durability == .full, contenders: contenders)
    do {
      for work in chosen {
        Console.tell("\(work.name), \(run.rows) rows")
        for line in try await measure(work, others.filter { $0.name == work.name }, in: &run) {
          give(memory.added(to: line))
        }
      }
      try await run.close()
    } catch {
      try? await run.close()
      throw error
    }
    for line in memory.lines(rows: run.rows) { give(line) }
  }

  private func memory(_ size: Int) throws -> MemoryTable {
    guard withMemory else { return MemoryTable([]) }
    let children = MemoryChildren(directory: directory)
    return MemoryTable(
      try ContenderName.allCases.filter(contenders.contains).flatMap { name in
        Console.tell("memory of \(name.rawValue), \(size) rows")
        return try children.memory(of: name, rows: size, cases: cases)
      })
  }

  /// What the peers in Python say of all cases; they are done before the others begin.
  private func othersLines(_ size: Int) throws -> [PythonPeers.Line] {
    guard let peers else { return [] }
    guard let python = PythonPeers(in: URL(filePath: peers)) else {
      Console.tell("no peers in Python: \(peers)/make-environment has not been run")
      return []
    }
    let world = PeerWorld(rows: size)
    let files = URL(filePath: directory).appending(path: "peers-world-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: files) }
    try world.write(to: files, importing: world.csv())
    return try PeerLine.inPython.flatMap { peer in
      Console.tell("\(peer), \(world.rows) rows")
      return try python.run(peer, world: files, rounds: rounds, cases: cases, durability: durability)
    }
  }

  private func measure(
    _ work: PeerCase, _ others: [PythonPeers.Line], in run: inout PeerRun
  ) async throws -> [PeerLine] {
    run.begin(work)
    let outcome = try await run.run(work)
    run.end(work)
    var figures: [String: PeerFigures] = [:]
    for line in others {
      if let digest = outcome.digest, !digest.equals(line) { throw PythonPeers.Disagreement(line: line, ours: digest) }
      figures[line.peer] = PeerFigures(seconds: line.seconds, peak: line.peak, growth: line.growth)
    }
    return PeerLine.lines(work, rows: run.rows, outcome, others: figures)
  }
}

/// Where a program says something at once, so that whoever reads it through a pipe sees each case when it is done.
enum Console {
  static func write(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

  static func tell(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}
