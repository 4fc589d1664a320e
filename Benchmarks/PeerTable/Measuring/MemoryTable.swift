/// What the contenders took of memory, case by case.
struct MemoryTable {
  /// The cases that are about memory, in their order.
  static let names = ["memory_per_record", "memory_per_stored_record", "memory_per_forecast_record"]

  private var entries: [ContenderName: [String: CaseMemory]] = [:]

  init(_ all: [CaseMemory]) { for one in all { entries[one.contender, default: [:]][one.name] = one } }

  /// A line with the peaks of both.
  func added(to line: PeerLine) -> PeerLine {
    var line = line
    if let mine = entries[line.engine]?[line.name] { take(mine, &line.ours) }
    if let peer = ContenderName(rawValue: line.peer), let other = entries[peer]?[line.name] {
      take(other, &line.theirs)
    }
    return line
  }

  private func take(_ memory: CaseMemory, _ figures: inout PeerFigures) {
    figures.peak = Double(memory.peak)
    figures.growth = Double(max(memory.peak - memory.before, 0))
  }

  /// The cases that are about memory: bytes a deal in an array of all, in a store of the memory engine, and in
  /// the columns that a forecast reads.
  func lines(rows: Int) -> [PeerLine] {
    guard !entries.isEmpty else { return [] }
    func bytes(_ name: ContenderName, _ work: String) -> PeerFigures {
      PeerFigures(bytes: entries[name]?[work].map { Double(max($0.held, 0)) / Double($0.rows) })
    }
    var lines: [PeerLine] = []
    for engine in [ContenderName.sqlite, .memory] where entries[engine]?["typed_fetch"] != nil {
      lines += PeerLine.peers.map { peer in
        let theirs = ContenderName(rawValue: peer).map { bytes($0, "typed_fetch") } ?? PeerFigures()
        return PeerLine(
          name: "memory_per_record", rows: rows, engine: engine, peer: peer, ours: bytes(engine, "typed_fetch"),
          theirs: theirs)
      }
    }
    if entries[.memory]?[CaseMemory.store] != nil {
      lines += PeerLine.peers.map { peer in
        PeerLine(
          name: "memory_per_stored_record", rows: rows, engine: .memory, peer: peer,
          ours: bytes(.memory, CaseMemory.store), theirs: PeerFigures())
      }
    }
    if entries[.sqlite]?[CaseMemory.columns] != nil {
      lines += PeerLine.peers.map { peer in
        PeerLine(
          name: "memory_per_forecast_record", rows: rows, engine: .sqlite, peer: peer,
          ours: bytes(.sqlite, CaseMemory.columns), theirs: PeerFigures())
      }
    }
    return lines
  }
}
