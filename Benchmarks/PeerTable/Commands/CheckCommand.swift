import ArgumentParser
import Foundation

/// Fails where a case is slower beside code by hand, or grows more, than its threshold allows.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Measures the library beside code by hand and fails if a ratio or growth is above its threshold.",
    discussion: """
      What is above is measured up to three times more before it counts. ordo-one/benchmark compares a case with figures of another run or with absolute \
      ones, which say nothing on another machine; ratios to the raw case of the same run are what this does.
      """)

  @Option(name: .long, help: "How many deals; several times or with commas between.")
  var rows: [RowCounts] = []

  @Option(name: .long, help: "How many rounds.")
  var rounds = 3

  @OptionGroup var options: MeasureOptions

  @Option(name: .long, help: "The file of thresholds.")
  var thresholds = "thresholds.json"

  @Flag(name: .long, help: "Make the thresholds anew of what is measured now, with room.")
  var rewrite = false

  func validate() throws {
    guard rounds > 0 else { throw ValidationError("at least one round") }
  }

  /// Cases that take long, for what others show as well, and the one whose ratio depends on how long the disk takes.
  private static let leftOut: Set<String> = [
    "csv_import", "typed_fetch_custom", "observed_update", "memory_fixtures", "concurrent_update",
  ]

  func run() async throws {
    let url = URL(filePath: thresholds)
    let known = rewrite ? Thresholds() : try Thresholds(url)
    var cases = options.measurement.chosen.map(\.name)
    if options.cases.isEmpty { cases.removeAll(where: CheckCommand.leftOut.contains) }
    var file = try await measured(cases)
    if rewrite {
      // Twice, and what is better of both: a threshold is no monument to a bad minute.
      let again = try await measured(cases)
      file = file.better(again)
      try Thresholds(file).write(to: url)
      return
    }
    var complaints = known.complaints(file)
    for _ in 0..<3 where !complaints.isEmpty {
      for complaint in complaints { Console.tell("once more: \(complaint)") }
      let names = Set(complaints.compactMap { $0.split(separator: " ").first.map(String.init) })
      file = file.better(try await measured(cases.filter(names.contains)))
      complaints = known.complaints(file)
    }
    for complaint in complaints { Console.write(complaint) }
    guard complaints.isEmpty else { throw ExitCode.failure }
    Console.write("\(known.entries.count) thresholds kept")
  }

  private func measured(_ cases: [String]) async throws -> FigureFile {
    var measurement = options.measurement
    measurement.cases = cases
    measurement.rounds = rounds
    measurement.contenders = [.raw, .sqlite, .memory]
    var lines: [PeerLine] = []
    for size in RowCounts.sizes(rows, or: [10_000, 100_000]) {
      try await measurement.run(size) { if $0.peer == "c-api" { lines.append($0) } }
    }
    return FigureFile(lines)
  }
}
