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
      """,
    subcommands: [MeasureCommand.self, ReportCommand.self, CheckCommand.self, MemoryCommand.self],
    defaultSubcommand: MeasureCommand.self)
}

/// What all commands that measure are told.
struct MeasureOptions: ParsableArguments {
  @Option(name: .customLong("case"), help: "A case to measure; several times. All unless given.")
  var cases: [String] = []

  @Option(name: .long, help: "Whether commits survive a loss of power: full or normal.")
  var durability = DurabilityName.full

  @Option(name: .long, help: "Where stores are made, a folder for temporary files unless given.")
  var directory: String?

  func validate() throws {
    let known = Set(PeerCase.all.map(\.name))
    for name in cases where !known.contains(name) {
      let names = PeerCase.all.map(\.name).joined(separator: " ")
      throw ValidationError("no case \(name); there are \(names)")
    }
  }

  var measurement: Measurement {
    var measurement = Measurement(directory: directory ?? FileManager.default.temporaryDirectory.path)
    measurement.cases = cases
    measurement.durability = durability
    return measurement
  }
}

/// One number of deals, or several with commas between.
struct RowCounts: ExpressibleByArgument {
  let counts: [Int]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    counts = parts.compactMap { Int($0) }.filter { $0 >= 1_000 }
    if counts.isEmpty || counts.count != parts.count { return nil }
  }

  /// All of them, ascending, each once.
  static func sizes(_ all: [RowCounts], or usual: [Int]) -> [Int] {
    all.isEmpty ? usual : Set(all.flatMap(\.counts)).sorted()
  }
}

/// Whether a commit survives a loss of power.
enum DurabilityName: String, ExpressibleByArgument, CaseIterable {
  case full, normal
}
