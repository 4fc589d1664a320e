import ArgumentParser
import Foundation

/// What one contender takes of memory; run by the others in a process of its own.
struct MemoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "memory", abstract: "Measures the resident memory of one contender, case by case.",
    shouldDisplay: false)

  @Option(name: .long, help: "c-api, grdb, sqlite or memory.")
  var contender: String

  @Option(name: .long, help: "How many deals.")
  var rows: Int

  @OptionGroup var options: MeasureOptions

  func run() async throws {
    guard let name = ContenderName(rawValue: contender) else { throw ValidationError("no contender \(contender)") }
    let measurement = options.measurement
    var run = PeerRun(
      rows: rows, rounds: 1, directory: measurement.directory, isFull: measurement.durability == .full,
      contenders: [name])
    let encoder = JSONEncoder()
    func give(_ memory: CaseMemory?) throws {
      if let memory { Console.write(String(decoding: try encoder.encode(memory), as: UTF8.self)) }
    }
    do {
      try give(try await run.memoryOfStore())
      try give(try await run.memoryOfColumns())
      for work in measurement.chosen {
        run.begin(work)
        try give(try await run.memory(work))
        run.end(work)
      }
      try await run.close()
    } catch {
      try? await run.close()
      throw error
    }
  }
}
