import CRM
import CRMTesting

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Prints what opening, forking and reopening take, as Markdown.
///
///     swift run -c release OpeningTable [rounds] [directory] [word ...]
///
/// A hundred rounds and the directory for temporary files unless said otherwise; only work whose name has all the words is measured.
/// These are times and not ratios, because nothing by hand does the same.
@main struct OpeningTable {
  let rounds: Int
  let directory: String
  let words: [String]

  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let rounds = max(arguments.first.flatMap { Int($0) } ?? 100, 1)
    let directory = arguments.count > 1 ? arguments[1] : FileManager.default.temporaryDirectory.path
    try await OpeningTable(rounds: rounds, directory: directory, words: Array(arguments.dropFirst(2))).print()
  }

  private func print() async throws {
    Swift.print("| work | least, ms | median, ms | budget, ms |")
    Swift.print("| --- | ---: | ---: | ---: |")
    try await openings()
    for size in [100, 10_000, 100_000] { try await forks(size) }
    try await reopening()
  }

  private func wants(_ name: String) -> Bool { words.allSatisfy(name.contains) }

  private static let modules: [any CRMModule] = [.sales, .service]

  /// Half of it accounts, half of it deals.
  private func fixture(_ name: String, records: Int) -> Fixture {
    Fixture(name) { tx in
      let accounts = try tx.insert(
        (0..<(records + 1) / 2).map { number in Account { $0.name = "Account \(name) \(number)" } })
      try tx.insert(
        accounts.prefix(records / 2).map { account in
          Opportunity {
            $0.name = "Deal"; $0.account = account.id; $0.amount = .usd(1_000)
          }
        })
    }
  }

  private func openings() async throws {
    let one = fixture("a", records: 100)
    let many = (0..<100).map { fixture("f\($0)", records: 1) }
    for (name, fixtures) in [("no fixtures", []), ("one fixture of 100 records", [one]), ("100 fixtures", many)] {
      try await line("open in memory, \(name)", budget: "5") {
        let workspace = try await Workspace.inMemory(modules: Self.modules, fixtures: fixtures)
        return { await workspace.close() }
      }
    }
  }

  private func forks(_ size: Int) async throws {
    let name = "fork, \(size) records"
    guard wants(name) else { return }
    let workspace = try await Workspace.inMemory(modules: Self.modules, fixtures: [fixture("a", records: size)])
    try await line(name, budget: "0.1") {
      let fork = try workspace.fork()
      return { await fork.close() }
    }
    await workspace.close()
  }

  private func reopening() async throws {
    for size in [100, 10_000] {
      let name = "reopen a file that is up to date, \(size) records"
      guard wants(name) else { continue }
      let path = "\(directory)/opening-\(UUID().uuidString).crm"
      let first = try await Workspace.prepared(
        on: .sqlite(path), modules: Self.modules, fixtures: [fixture("a", records: size)])
      await first.close()
      try await line(name, budget: "5") {
        let workspace = try await Workspace.open(.sqlite(path), modules: Self.modules)
        return { await workspace.close() }
      }
      for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    }
  }

  /// Times `body`, and not what it returns, which tidies up.
  private func line(
    _ name: String, budget: String, _ body: () async throws -> () async -> Void
  ) async throws {
    guard wants(name) else { return }
    var times: [Double] = []
    for _ in 0..<rounds {
      let start = ContinuousClock.now
      let tidy = try await body()
      times.append((ContinuousClock.now - start) / .milliseconds(1))
      await tidy()
    }
    times.sort()
    Swift.print("| \(name) | \(digits(times[0])) | \(digits(times[times.count / 2])) | \(budget) |")
  }

  private func digits(_ value: Double) -> String {
    let decimals: Double = value < 10 ? 1_000 : value < 100 ? 10 : 1
    let rounded = (value * decimals).rounded() / decimals
    return decimals == 1 ? String(Int(rounded)) : String(rounded)
  }
}
