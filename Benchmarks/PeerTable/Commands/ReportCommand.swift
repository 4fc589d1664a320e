import ArgumentParser
import Foundation

/// Measures everything and rewrites the tables and the plot of the documentation.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Measures all cases and rewrites the tables and the plot of Documentation/Performance.md.",
    discussion: """
      Figures of sizes and cases that are not measured now stay as they were last measured. With --from nothing is measured: the tables and \
      the plot are made of a file of figures.
      """)

  @Option(name: .long, help: "How many deals; several times or with commas between.")
  var rows: [RowCounts] = []

  @Option(name: .long, help: "How many rounds.")
  var rounds = 3

  @OptionGroup var options: MeasureOptions

  @Option(name: .long, help: "Where the peers in Python are.")
  var peers = "Peers"

  @Option(name: .long, help: "Make tables and plot of this file instead of measuring.")
  var from: String?

  @Flag(name: .long, inversion: .prefixedNo, help: "Also the peak of resident memory of each case.")
  var memory = true

  @Option(name: .long, help: "The folder whose Performance.md and Figures are rewritten.")
  var documentation = "../Documentation"

  /// Marks that are not there.
  struct Unmarked: Error, CustomStringConvertible {
    let document: String
    var description: String { "\(document) does not have the marks \(ReportTables.begin) and \(ReportTables.end)" }
  }

  func validate() throws {
    guard rounds > 0 else { throw ValidationError("at least one round") }
  }

  func run() async throws {
    let folder = URL(filePath: documentation)
    let figures = folder.appending(path: "Figures/peers.jsonl")
    var file = try FigureFile(from.map { URL(filePath: $0) } ?? figures)
    if from == nil {
      for size in RowCounts.sizes(rows, or: [10_000, 100_000, 1_000_000]) {
        try await measure(size, into: &file)
        // What is measured is kept, should a later size fail.
        try file.write(to: figures)
      }
    }
    try write(file, in: folder)
    for growth in Growth.all(in: file) where growth.isDefect { Console.write(growth.complaint) }
    for rows in file.sizes {
      for (name, budget) in Budget.all.sorted(by: { $0.key < $1.key }) where budget.isKept(file, rows) == false {
        Console.write("\(name) at \(rows) deals misses its budget: \(budget.text)")
      }
    }
  }

  private func measure(_ size: Int, into file: inout FigureFile) async throws {
    var measurement = options.measurement
    measurement.rounds = rounds
    measurement.peers = peers
    measurement.withMemory = memory
    let load = RunFacts.load
    var lines: [PeerLine] = []
    try await measurement.run(size) { lines.append($0) }
    let run = RunFacts(rows: size, measurement: measurement, peers: peers, loadBefore: load)
    file.take(lines, run)
  }

  private func write(_ file: FigureFile, in folder: URL) throws {
    let page = folder.appending(path: "Performance.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    guard let new = ReportTables(file: file).rewriting(text) else { throw Unmarked(document: page.path) }
    try Data(new.utf8).write(to: page)
    let plot = folder.appending(path: "Figures/growth.svg")
    try FileManager.default.createDirectory(at: plot.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(GrowthPlot(file: file).svg.utf8).write(to: plot)
  }
}
