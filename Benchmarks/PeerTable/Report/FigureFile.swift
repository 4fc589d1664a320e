import Foundation

/// The file of figures that the tables and the plot are made of: one JSON object a line, facts of a run or a ``PeerLine``.
struct FigureFile {
  private(set) var facts: [RunFacts] = []
  private(set) var lines: [PeerLine] = []

  /// Of some lines, without facts.
  init(_ lines: [PeerLine]) { self.lines = lines }

  /// Reads a file; an absent one is empty.
  init(_ url: URL) throws {
    guard let data = FileManager.default.contents(atPath: url.path) else { return }
    let decoder = JSONDecoder()
    for bytes in data.split(separator: UInt8(ascii: "\n")) {
      let bytes = Data(bytes)
      if let line = try? decoder.decode(PeerLine.self, from: bytes) {
        lines.append(line)
      } else {
        facts.append(try decoder.decode(RunFacts.self, from: bytes))
      }
    }
  }

  /// Takes what was measured now in the place of what was there of the same cases and size. What a peer in Python took
  /// stays if none of them took part.
  mutating func take(_ new: [PeerLine], _ run: RunFacts) {
    let cases = Set(new.map(\.name))
    let withPython = new.contains { PeerLine.inPython.contains($0.peer) && $0.theirs.seconds != nil }
    let new = new.map { line in
      guard !withPython, PeerLine.inPython.contains(line.peer), let old = line.same(in: self) else { return line }
      var line = line
      line.theirs = old.theirs
      return line
    }
    lines.removeAll { $0.rows == run.rows && cases.contains($0.name) }
    lines += new
    facts.removeAll { $0.rows == run.rows }
    facts = (facts + [run]).sorted { $0.rows < $1.rows }
    let order = Dictionary(
      (PeerCase.all.map(\.name) + MemoryTable.names).enumerated().map { ($1, $0) },
      uniquingKeysWith: { first, _ in first })
    // Equal places keep their order: engines and peers stand as they were measured.
    lines = lines.enumerated().sorted { left, right in
      (left.element.rows, order[left.element.name] ?? .max, left.offset)
        < (right.element.rows, order[right.element.name] ?? .max, right.offset)
    }.map(\.element)
  }

  /// The same lines with the least of both files, each contender by itself.
  func better(_ other: FigureFile) -> FigureFile {
    FigureFile(
      lines.map { line in
        guard let same = line.same(in: other) else { return line }
        var line = line
        line.ours.takeLeast(same.ours)
        line.theirs.takeLeast(same.theirs)
        return line
      })
  }

  /// Writes the file.
  func write(to url: URL) throws {
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let heads = try facts.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
    try Data(((heads + lines.map(\.json)).joined(separator: "\n") + "\n").utf8).write(to: url)
  }

  /// The sizes that were measured, ascending.
  var sizes: [Int] { Set(lines.map(\.rows)).sorted() }

  /// What the library took for a case.
  func ours(_ name: String, _ engine: ContenderName, _ rows: Int) -> PeerFigures? {
    lines.first { $0.name == name && $0.engine == engine && $0.rows == rows }?.ours
  }

  /// What a peer took for a case.
  func peer(_ name: String, _ peer: String, _ rows: Int) -> PeerFigures? {
    lines.first { $0.name == name && $0.peer == peer && $0.rows == rows }?.theirs
  }
}

extension PeerLine {
  /// The line of a file about the same case, size, engine and peer; nil if it has none.
  fileprivate func same(in file: FigureFile) -> PeerLine? {
    file.lines.first { $0.name == name && $0.rows == rows && $0.engine == engine && $0.peer == peer }
  }
}
