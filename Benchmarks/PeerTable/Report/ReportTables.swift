import Foundation

/// The tables of `Documentation/Performance.md`.
struct ReportTables {
  let file: FigureFile
  static let begin = "<!-- peers report: begin -->"
  static let end = "<!-- peers report: end -->"

  /// The document with what is between the marks made anew.
  ///
  /// - Returns: Nil if the marks are not there.
  func rewriting(_ document: String) -> String? {
    guard let begin = document.range(of: ReportTables.begin), let end = document.range(of: ReportTables.end),
      begin.upperBound <= end.lowerBound
    else { return nil }
    return document[..<begin.upperBound] + "\n" + text + document[end.lowerBound...]
  }

  private var text: String {
    var parts = [head, "![How each operation grows](Figures/growth.svg)\n"]
    parts += file.sizes.reversed().map(times)
    parts += file.sizes.reversed().compactMap(peaks)
    parts.append(perRecord)
    parts.append(verdict)
    return "\n" + parts.filter { !$0.isEmpty }.joined(separator: "\n") + "\n"
  }

  private var head: String {
    let runs = file.facts.map { run in
      "- \(ReportTables.grouped(run.rows)) deals: \(run.date), \(run.rounds) rounds, durability \(run.durability), load \(run.load). \(run.machine). \(run.versions)."
    }
    return """
      Made by `swift run -c release peers report` in `Benchmarks`; [the figures](Figures/peers.jsonl), of which `peers report --from` makes the tables again.

      \(runs.joined(separator: "\n"))

      Milliseconds are medians, batches as in [the cases](../Benchmarks/Peers/README.md). The ratios are the library's over SQLite to the peer's, so below 1 the library is quicker; *cpu* is
      the same of processor time, least round to least round. A budget that is kept is marked ✓, one that is missed ✗.

      """
  }

  private func times(_ rows: Int) -> String {
    var text = """
      ### \(ReportTables.grouped(rows)) deals

      | case | SQLite, ms | memory, ms | c-api, ms | ratio | cpu | grdb | duckdb | polars | sqlalchemy | django | budget |
      | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |

      """
    for work in PeerCase.all where file.lines.contains(where: { $0.rows == rows && $0.name == work.name }) {
      let engine: ContenderName = work.engines.contains(.sqlite) ? .sqlite : .memory
      let mine = file.ours(work.name, engine, rows)
      let hand = file.peer(work.name, "c-api", rows)
      var cells = ["`\(work.name)`"]
      for engine in [ContenderName.sqlite, .memory] {
        cells.append(Figure.short(file.ours(work.name, engine, rows)?.seconds.map { $0 * 1_000 }))
      }
      cells.append(Figure.short(hand?.seconds.map { $0 * 1_000 }))
      cells.append(ReportTables.ratio(mine?.seconds, hand?.seconds))
      cells.append(ReportTables.ratio(mine?.processor, hand?.processor))
      for peer in PeerLine.peers.dropFirst() {
        cells.append(ReportTables.ratio(mine?.seconds, file.peer(work.name, peer, rows)?.seconds))
      }
      let budget = Budget.all[work.name]
      let kept = budget?.isKept(file, rows).map { $0 ? " ✓" : " ✗" } ?? ""
      cells.append((budget?.text ?? "") + kept)
      text += "| " + cells.joined(separator: " | ") + " |\n"
    }
    return text
  }

  private func peaks(_ rows: Int) -> String? {
    let lines = file.lines.filter { $0.rows == rows && $0.ours.peak != nil }
    guard !lines.isEmpty else { return nil }
    var text = """
      ### Peak memory, \(ReportTables.grouped(rows)) deals

      MiB that were resident at most while the case was done once, in a process for each contender, and in brackets by how much that is more than before: with the store open, and
      with the deals that are to be inserted. The process of the memory engine holds the store; SQLite's pages in the system's cache do not count.

      | case | SQLite | memory | c-api | grdb | duckdb | polars | sqlalchemy | django |
      | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |

      """
    for work in PeerCase.all where lines.contains(where: { $0.name == work.name }) {
      var cells = ["`\(work.name)`"]
      for engine in [ContenderName.sqlite, .memory] { cells.append(peak(file.ours(work.name, engine, rows))) }
      for name in PeerLine.peers { cells.append(peak(file.peer(work.name, name, rows))) }
      text += "| " + cells.joined(separator: " | ") + " |\n"
    }
    return text
  }

  private func peak(_ figures: PeerFigures?) -> String {
    guard let figures, figures.peak != nil else { return "" }
    return "\(Figure.mebibytes(figures.peak)) (\(Figure.mebibytes(figures.growth)))"
  }

  private var perRecord: String {
    let lines = file.lines.filter { $0.ours.bytes != nil }
    guard !lines.isEmpty else { return "" }
    var text = """
      ### Memory for each deal

      | bytes of resident memory a deal | deals | SQLite | memory | c-api | grdb |
      | --- | ---: | ---: | ---: | ---: | ---: |

      """
    let names = [
      ("memory_per_record", "an array of all of them, as fetched"),
      ("memory_per_stored_record", "a store of the memory engine, indexes and log included"),
      ("memory_per_forecast_record", "the columns that a forecast reads, dictionaries included; at most 48 asked"),
    ]
    for (name, title) in names {
      for rows in file.sizes.reversed() where lines.contains(where: { $0.name == name && $0.rows == rows }) {
        var cells = ["`\(name)`: \(title)", ReportTables.grouped(rows)]
        for engine in [ContenderName.sqlite, .memory] {
          cells.append(Figure.short(file.ours(name, engine, rows)?.bytes))
        }
        for peer in ["c-api", "grdb"] { cells.append(Figure.short(file.peer(name, peer, rows)?.bytes)) }
        text += "| " + cells.joined(separator: " | ") + " |\n"
      }
    }
    return text
  }

  private var verdict: String {
    let all = Growth.all(in: file)
    guard !all.isEmpty else { return "" }
    let defects = all.filter(\.isDefect)
    let rule = """
      ### Growth

      From one size to the next, and over all: what has to be flat may take \(Figure.short(Growth.flatRoom)) times as long, everything else n log n times \(Figure.short(Growth.linearRoom)); whatever also grows by hand may grow \(Figure.short(Growth.handRoom)) times as much as that, up to twice the bound.

      """
    if defects.isEmpty { return rule + "\nAll \(all.count) steps keep it.\n" }
    return rule + "\n" + defects.map { "- \($0.complaint).\n" }.joined()
  }

  private static func ratio(_ mine: Double?, _ other: Double?) -> String {
    guard let mine, let other, other > 0 else { return "" }
    return Figure.short(mine / other)
  }

  /// Digits in groups of three.
  static func grouped(_ number: Int) -> String {
    let digits = Array(String(number))
    var text = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }
}
