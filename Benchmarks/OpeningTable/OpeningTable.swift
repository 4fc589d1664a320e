import CRM
import CRMTesting

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Prints what opening, forking and reopening take, and what an idle workspace holds, as Markdown.
///
///     swift run -c release OpeningTable [rounds] [directory]
///
/// A hundred rounds and the directory for temporary files unless said otherwise. These are times and not ratios, because nothing by hand does the same.
@main struct OpeningTable {
  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let rounds = max(arguments.first.flatMap { Int($0) } ?? 100, 1)
    let directory = arguments.count > 1 ? arguments[1] : FileManager.default.temporaryDirectory.path
    print("| work | least, ms | median, ms | budget, ms |")
    print("| --- | ---: | ---: | ---: |")
    try await openings(rounds)
    for size in [100, 10_000, 100_000] { try await forks(size, rounds) }
    try await reopening(rounds, directory)
    print()
    print("| idle workspaces on files | KiB each | descriptors each |")
    print("| --- | ---: | ---: |")
    try await idling(directory)
  }

  private static let modules: [any CRMModule] = [.sales, .service]

  /// Half of it accounts, half of it deals.
  private static func fixture(_ name: String, records: Int) -> Fixture {
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

  private static func openings(_ rounds: Int) async throws {
    let one = fixture("a", records: 100)
    let many = (0..<100).map { fixture("f\($0)", records: 1) }
    for (name, fixtures) in [("no fixtures", []), ("one fixture of 100 records", [one]), ("100 fixtures", many)] {
      try await line("open in memory, \(name)", rounds, budget: "5") {
        let workspace = try await Workspace.inMemory(modules: modules, fixtures: fixtures)
        return { await workspace.close() }
      }
    }
  }

  private static func forks(_ size: Int, _ rounds: Int) async throws {
    let workspace = try await Workspace.inMemory(modules: modules, fixtures: [fixture("a", records: size)])
    try await line("fork, \(size) records", rounds, budget: "0.1") {
      let fork = try workspace.fork()
      return { await fork.close() }
    }
    await workspace.close()
  }

  private static func reopening(_ rounds: Int, _ directory: String) async throws {
    for size in [100, 100_000] {
      let path = "\(directory)/opening-\(UUID().uuidString).crm"
      let first = try await Workspace.prepared(
        on: .sqlite(path), modules: modules, fixtures: [fixture("a", records: size)])
      await first.close()
      try await line("reopen a file that is up to date, \(size) records", rounds, budget: "5") {
        let workspace = try await Workspace.open(.sqlite(path), modules: modules)
        return { await workspace.close() }
      }
      for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    }
  }

  /// Times `body`, and not what it returns, which tidies up.
  private static func line(
    _ name: String, _ rounds: Int, budget: String, _ body: () async throws -> () async -> Void
  ) async throws {
    var times: [Double] = []
    for _ in 0..<rounds {
      let start = ContinuousClock.now
      let tidy = try await body()
      times.append((ContinuousClock.now - start) / .milliseconds(1))
      await tidy()
    }
    times.sort()
    print("| \(name) | \(digits(times[0])) | \(digits(times[times.count / 2])) | \(budget) |")
  }

  private static func idling(_ directory: String) async throws {
    let count = 50
    let folder = "\(directory)/idle-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    // What the first one brings into the process belongs to no tenant.
    var open = [try await Workspace.open(.sqlite("\(folder)/first.crm"), modules: modules)]
    let before = (held: residentKiB(), files: descriptors())
    for number in 0..<count {
      let workspace = try await Workspace.open(.sqlite("\(folder)/\(number).crm"), modules: modules)
      try await workspace.session(as: .owner).insert(Account { $0.name = "Acme" })
      open.append(workspace)
    }
    report("open, after a write", before, count)
    for workspace in open.dropFirst() { try await workspace.suspend() }
    report("suspended", before, count)
    for workspace in open { await workspace.close() }
    try? FileManager.default.removeItem(atPath: folder)
  }

  private static func report(_ name: String, _ before: (held: Int, files: Int), _ count: Int) {
    let held = Double(residentKiB() - before.held) / Double(count)
    let files = Double(descriptors() - before.files) / Double(count)
    print("| \(name) | \(digits(held)) | \(digits(files)) |")
  }

  /// What the process has in memory; 0 where the system does not tell it this way.
  private static func residentKiB() -> Int {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
    return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4
  }

  private static func descriptors() -> Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count ?? 0
  }

  private static func digits(_ value: Double) -> String {
    let decimals: Double = value < 10 ? 1_000 : value < 100 ? 10 : 1
    let rounded = (value * decimals).rounded() / decimals
    return decimals == 1 ? String(Int(rounded)) : String(rounded)
  }
}
