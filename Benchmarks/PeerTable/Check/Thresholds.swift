import Foundation

/// What a case may take beside code by hand, and how it may grow: `thresholds.json`.
///
/// Made of what was measured, with room for a machine that does other things as well, or has another processor; `peers check --rewrite` makes it anew. The budgets
/// of the design stand beside them, for the reader.
struct Thresholds {
  /// One case on one engine.
  struct Entry: Codable {
    let name: String
    let engine: ContenderName
    /// The most times the time by hand, by number of deals.
    var ratio: [String: Double]
    /// The most times the time of the smaller size at the larger; nil for what is not seen to grow.
    var growth: Double?
    let budget: String?

    enum CodingKeys: String, CodingKey {
      case name = "case"
      case engine, ratio, growth, budget
    }
  }

  var entries: [Entry] = []

  /// How many times what was measured is still right.
  static let room = 2.0

  init() {}

  /// Reads a file.
  init(_ url: URL) throws { entries = try JSONDecoder().decode([Entry].self, from: Data(contentsOf: url)) }

  /// Of what was measured now.
  init(_ file: FigureFile) {
    for work in PeerCase.all {
      for engine in work.engines {
        var ratio: [String: Double] = [:]
        for rows in file.sizes {
          if let measured = CheckedRatio(file, work.name, engine, rows) {
            ratio[String(rows)] = Thresholds.rounded(measured.lower * Thresholds.room)
          }
        }
        let growth = Growth.all(in: file).first { $0.name == work.name && $0.engine == engine }
        guard !ratio.isEmpty || growth != nil else { continue }
        entries.append(
          Entry(
            name: work.name, engine: engine, ratio: ratio,
            growth: growth.map { Thresholds.rounded(max($0.factor * Thresholds.room, $0.allowed)) },
            budget: Budget.all[work.name]?.text))
      }
    }
  }

  /// Two digits, up.
  private static func rounded(_ value: Double) -> Double {
    var scale = 1.0
    while value * scale < 10, scale < 1e6 { scale *= 10 }
    return (value * scale).rounded(.up) / scale
  }

  /// Writes the file, a line for each case and engine.
  func write(to url: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let lines = try entries.map { "  " + String(decoding: try encoder.encode($0), as: UTF8.self) }
    try Data(("[\n" + lines.joined(separator: ",\n") + "\n]\n").utf8).write(to: url)
  }

  /// What is worse than it may be.
  func complaints(_ file: FigureFile) -> [String] {
    let growths = Growth.all(in: file)
    return entries.flatMap { entry -> [String] in
      var complaints: [String] = []
      for rows in file.sizes {
        guard let limit = entry.ratio[String(rows)],
          let measured = CheckedRatio(file, entry.name, entry.engine, rows), measured.lower > limit
        else { continue }
        complaints.append(
          "\(entry.name) on \(entry.engine.rawValue), \(rows) deals: \(measured) times the time by hand, may be \(Figure.short(limit))"
        )
      }
      if let limit = entry.growth,
        let growth = growths.first(where: { $0.name == entry.name && $0.engine == entry.engine }),
        growth.factor > max(limit, growth.allowed)
      {
        complaints.append("\(growth.complaint); may be \(Figure.short(limit))")
      }
      return complaints
    }
  }
}

/// The library's time as a multiple of the time by hand, on the wall and of the processor, least round to least round.
///
/// The lower of both counts: other work on the machine disturbs the wall, threads that wait for the disk hardly touch the processor.
struct CheckedRatio: CustomStringConvertible {
  let wall: Double
  let processor: Double

  init?(_ file: FigureFile, _ name: String, _ engine: ContenderName, _ rows: Int) {
    guard let mine = file.ours(name, engine, rows), let hand = file.peer(name, "c-api", rows),
      let ours = mine.least, let theirs = hand.least, theirs > 0,
      let oursProcessor = mine.processor, let theirsProcessor = hand.processor, theirsProcessor > 0
    else { return nil }
    wall = ours / theirs
    processor = oursProcessor / theirsProcessor
  }

  var lower: Double { min(wall, processor) }

  var description: String { "\(Figure.short(wall)) (processor \(Figure.short(processor)))" }
}
