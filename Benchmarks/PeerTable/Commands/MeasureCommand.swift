import ArgumentParser

/// Measures and prints each line when it is known.
struct MeasureCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure", abstract: "Measures cases and prints a line for each engine and peer.")

  @Option(name: .long, help: "How many deals, at least 1,000; several times or with commas between.")
  var rows: [RowCounts] = []

  @Option(name: .long, help: "How many rounds.")
  var rounds = 5

  @OptionGroup var options: MeasureOptions

  @Option(
    name: .long, help: "Where the peers in Python are; they take part once their `make-environment` has been run.")
  var peers = "Peers"

  @Option(
    name: .long, help: "A contender that takes part: c-api, grdb, sqlite or memory; several times. All unless given.")
  var contender: [ContenderName] = []

  @Flag(name: .long, help: "One JSON object a line.")
  var json = false

  @Flag(name: .long, help: "Also the peak of resident memory of each case, in a process for each contender.")
  var memory = false

  func validate() throws {
    guard rounds > 0 else { throw ValidationError("at least one round") }
  }

  func run() async throws {
    var measurement = options.measurement
    measurement.rounds = rounds
    measurement.peers = peers
    if !contender.isEmpty { measurement.contenders = Set(contender) }
    measurement.withMemory = memory
    if !json { Console.write(PeerLine.head) }
    for size in RowCounts.sizes(rows, or: [10_000, 100_000]) {
      try await measurement.run(size) { Console.write(json ? $0.json : $0.text) }
    }
  }
}

extension ContenderName: ExpressibleByArgument {}
