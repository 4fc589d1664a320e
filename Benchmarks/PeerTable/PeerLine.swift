/// One line of output: the library on one engine beside one peer.
struct PeerLine {
  let name: String
  let rows: Int
  let engine: ContenderName
  let peer: String
  /// Median seconds of the library.
  let ours: Double
  /// Median seconds of the peer; nil if it took no part.
  let theirs: Double?
  /// How far the library's rounds lie apart, as a part of the median.
  let spread: Double

  /// All peers, those of other languages included, in the order of the output.
  static let peers = ["c-api", "grdb"] + inPython
  /// Those that are programs of their own.
  static let inPython = ["duckdb", "polars", "sqlalchemy", "django"]

  /// The lines of a case: one for each engine that did it and each peer.
  static func lines(
    _ work: PeerCase, rows: Int, _ outcome: PeerRun.Outcome, others: [String: Double]
  ) -> [PeerLine] {
    work.engines.flatMap { engine -> [PeerLine] in
      guard let seconds = outcome.seconds[engine], let ours = median(seconds) else { return [] }
      let spread = ours > 0 ? ((seconds.max() ?? 0) - (seconds.min() ?? 0)) / ours : 0
      return peers.map { peer in
        let own = ContenderName(rawValue: peer).flatMap { outcome.seconds[$0] }.flatMap(median)
        return PeerLine(
          name: work.name, rows: rows, engine: engine, peer: peer, ours: ours, theirs: own ?? others[peer],
          spread: spread)
      }
    }
  }

  /// How many times the peer's time the library takes.
  var ratio: Double? { theirs.flatMap { $0 > 0 ? ours / $0 : nil } }

  /// One JSON object.
  var json: String {
    let peerTime = theirs.map { PeerLine.number($0) } ?? "null"
    let ratio = ratio.map { PeerLine.number($0) } ?? "null"
    return "{\"case\": \"\(name)\", \"rows\": \(rows), \"engine\": \"\(engine.rawValue)\", \"peer\": \"\(peer)\", "
      + "\"ours_s\": \(PeerLine.number(ours)), \"peer_s\": \(peerTime), \"ratio\": \(ratio), "
      + "\"spread\": \(PeerLine.number(spread))}"
  }

  /// A line of columns.
  var text: String {
    let cells: [(String, Int)] = [
      (name, -22), (String(rows), 8), (engine.rawValue, 7), (peer, 11), (PeerLine.milliseconds(ours), 12),
      (theirs.map(PeerLine.milliseconds) ?? "-", 12), (ratio.map(PeerLine.number) ?? "-", 9),
      (PeerLine.number(spread), 9),
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
  private static func padded(_ text: String, _ width: Int) -> String {
    let blanks = String(repeating: " ", count: max(abs(width) - text.count, 0))
    return width < 0 ? text + blanks : blanks + text
  }

  private static func milliseconds(_ seconds: Double) -> String { number(seconds * 1_000) }

  /// Four digits are more than such figures are worth; never with an exponent.
  private static func number(_ value: Double) -> String {
    var decimals = 0
    var scale = 1.0
    while decimals < 9, value != 0, value * scale < 1_000 { (decimals, scale) = (decimals + 1, scale * 10) }
    let digits = String(Int64((value * scale).rounded()))
    if decimals == 0 { return digits + ".0" }
    let filled = String(repeating: "0", count: max(decimals + 1 - digits.count, 0)) + digits
    return filled.dropLast(decimals) + "." + filled.suffix(decimals)
  }

  private static func median(_ values: [Double]) -> Double? {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return nil }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
