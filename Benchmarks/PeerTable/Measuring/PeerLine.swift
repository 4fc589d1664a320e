/// One line of output: the library on one engine beside one peer.
struct PeerLine: Decodable, Sendable {
  let name: String
  let rows: Int
  let engine: ContenderName
  let peer: String
  /// What the library took; without times where only memory counts.
  var ours = PeerFigures()
  /// What the peer took; empty if it took no part.
  var theirs = PeerFigures()
  /// How far the library's rounds lie apart, as a part of the median.
  var spread = 0.0

  /// All peers, those of other languages included, in the order of the output.
  static let peers = ["c-api", "grdb"] + inPython
  /// Those that are programs of their own.
  static let inPython = ["duckdb", "polars", "sqlalchemy", "django"]

  /// The lines of a case: one for each engine that did it and each peer.
  static func lines(
    _ work: PeerCase, rows: Int, _ outcome: PeerRun.Outcome, others: [String: PeerFigures]
  ) -> [PeerLine] {
    work.engines.flatMap { engine -> [PeerLine] in
      guard let figures = outcome.figures(engine), let seconds = outcome.seconds[engine] else { return [] }
      let median = figures.seconds ?? 0
      let spread = median > 0 ? ((seconds.max() ?? 0) - (seconds.min() ?? 0)) / median : 0
      return peers.map { peer in
        let own = ContenderName(rawValue: peer).flatMap { outcome.figures($0) }
        return PeerLine(
          name: work.name, rows: rows, engine: engine, peer: peer, ours: figures,
          theirs: own ?? others[peer] ?? PeerFigures(), spread: spread)
      }
    }
  }

  /// How many times the peer's time the library takes; of memory, where only that counts.
  var ratio: Double? {
    if let mine = ours.seconds, let other = theirs.seconds { return other > 0 ? mine / other : nil }
    if ours.seconds == nil, let mine = ours.bytes, let other = theirs.bytes, other > 0 { return mine / other }
    return nil
  }

  /// One JSON object. What the first eight keys say stays; further ones may come.
  var json: String {
    func text(_ value: Double?) -> String { value.map(Figure.plain) ?? "null" }
    func whole(_ value: Double?) -> String { value.map { String(Int64($0)) } ?? "null" }
    return "{\"case\": \"\(name)\", \"rows\": \(rows), \"engine\": \"\(engine.rawValue)\", \"peer\": \"\(peer)\", "
      + "\"ours_s\": \(text(ours.seconds)), \"peer_s\": \(text(theirs.seconds)), \"ratio\": \(text(ratio)), "
      + "\"spread\": \(text(spread)), \"ours_least_s\": \(text(ours.least)), \"peer_least_s\": \(text(theirs.least)), "
      + "\"ours_cpu_s\": \(text(ours.processor)), \"peer_cpu_s\": \(text(theirs.processor)), "
      + "\"ours_peak_bytes\": \(whole(ours.peak)), \"peer_peak_bytes\": \(whole(theirs.peak)), "
      + "\"ours_growth_bytes\": \(whole(ours.growth)), \"peer_growth_bytes\": \(whole(theirs.growth)), "
      + "\"ours_bytes\": \(text(ours.bytes)), \"peer_bytes\": \(text(theirs.bytes))}"
  }

  enum CodingKeys: String, CodingKey {
    case name = "case"
    case rows, engine, peer, spread
    case ours = "ours_s"
    case theirs = "peer_s"
    case oursLeast = "ours_least_s"
    case theirsLeast = "peer_least_s"
    case oursProcessor = "ours_cpu_s"
    case theirsProcessor = "peer_cpu_s"
    case oursPeak = "ours_peak_bytes"
    case theirsPeak = "peer_peak_bytes"
    case oursGrowth = "ours_growth_bytes"
    case theirsGrowth = "peer_growth_bytes"
    case oursBytes = "ours_bytes"
    case theirsBytes = "peer_bytes"
  }

  init(
    name: String, rows: Int, engine: ContenderName, peer: String, ours: PeerFigures, theirs: PeerFigures,
    spread: Double = 0
  ) {
    self.name = name
    self.rows = rows
    self.engine = engine
    self.peer = peer
    self.ours = ours
    self.theirs = theirs
    self.spread = spread
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func number(_ key: CodingKeys) throws -> Double? { try values.decodeIfPresent(Double.self, forKey: key) }
    name = try values.decode(String.self, forKey: .name)
    rows = try values.decode(Int.self, forKey: .rows)
    engine = try values.decode(ContenderName.self, forKey: .engine)
    peer = try values.decode(String.self, forKey: .peer)
    spread = try number(.spread) ?? 0
    ours = PeerFigures(
      seconds: try number(.ours), least: try number(.oursLeast), processor: try number(.oursProcessor),
      peak: try number(.oursPeak), growth: try number(.oursGrowth), bytes: try number(.oursBytes))
    theirs = PeerFigures(
      seconds: try number(.theirs), least: try number(.theirsLeast), processor: try number(.theirsProcessor),
      peak: try number(.theirsPeak), growth: try number(.theirsGrowth), bytes: try number(.theirsBytes))
  }

  /// A line of columns.
  var text: String {
    let cells: [(String, Int)] = [
      (name, -22), (String(rows), 8), (engine.rawValue, 7), (peer, 11), (Figure.milliseconds(ours.seconds), 12),
      (Figure.milliseconds(theirs.seconds), 12), (ratio.map(Figure.plain) ?? "-", 9), (Figure.plain(spread), 9),
    ]
    return cells.map { PeerLine.padded($0.0, $0.1) }.joined(separator: " ")
  }

  /// The names of the columns.
  static var head: String {
    let cells: [(String, Int)] = [
      ("case", -22), ("rows", 8), ("engine", 7), ("peer", 11), ("ours, ms", 12), ("peer, ms", 12), ("ratio", 9),
      ("spread", 9),
    ]
    return cells.map { padded($0.0, $0.1) }.joined(separator: " ")
  }

  /// To the left for a width below 0.
  static func padded(_ text: String, _ width: Int) -> String {
    let blanks = String(repeating: " ", count: max(abs(width) - text.count, 0))
    return width < 0 ? text + blanks : blanks + text
  }
}
