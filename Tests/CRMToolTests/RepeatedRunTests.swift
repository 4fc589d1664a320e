import CRM
import Foundation
import Testing

@testable import CRMCommandLine

/// "The same inputs give the same bytes; no order of a Set or Dictionary reaches bytes, ids or results." Hashing has
/// another seed in each process, so the same job is run in two.
@Suite struct `The same job in two processes` {
  @Test
  func `leaves the same bytes and the same answers on every engine`() throws {
    let program = try #require(BuiltProgram.named("CRMRepeatableJob"))
    let runs = try (0..<3).map { _ in try program.run([]) }
    #expect(runs.allSatisfy { $0.code == 0 }, "\(runs.map(\.errors))")
    #expect(runs[0].lines.count > 60)
    for run in runs.dropFirst() { expectSame(runs[0].lines, run.lines) }
    // The engines give the same answers and keep the same log.
    let halves = runs[0].lines.split(whereSeparator: { $0.hasPrefix("=== ") }).map(Array.init)
    #expect(halves.count == 2)
    if halves.count == 2 { expectSame(halves[0], halves[1]) }
  }

  @Test
  func `gives the same report and the same exports`() throws {
    let program = try #require(BuiltProgram.named("crm"))
    let accounts = "select name, custom.tier, industry, parent.name from account order by name"
    let deals = "select name, stage.name, amount, close_date, owner.display_name from opportunity"
    let groups = "from opportunity group by owner.region, stage.name"
    let jobs = [
      ["demo", "data", "--store", "demo.crm"],
      ["query", "demo.crm", accounts, "--format", "csv"], ["query", "demo.crm", deals, "--format", "json"],
      ["query", "demo.crm", "select owner.region, stage.name, count(), sum(amount) \(groups)"],
      ["metrics", "demo.crm", "--json", "--from", "2017-01-01", "--to", "2017-12-31"],
      ["schema", "demo.crm", "account"],
    ]
    let runs = try (0..<2).map { _ in
      let bench = try ToolBench()
      try FileManager.default.createDirectory(atPath: bench.path("data"), withIntermediateDirectories: true)
      for (name, text) in DemoSample.files() { try bench.file("data/\(name)", text) }
      return try jobs.map { try program.run($0, in: bench.folder) }
    }
    for (job, pair) in zip(jobs, zip(runs[0], runs[1])) {
      #expect(pair.0.code == 0, "\(job[0]): \(pair.0.errors)")
      #expect(!pair.0.output.isEmpty)
      // An id tells the moment at which it was made, and the tool asks the computer's clock.
      let id = #/"id":"[0-9]+"/#
      expectSame(pair.0.lines.map { $0.replacing(id, with: "") }, pair.1.lines.map { $0.replacing(id, with: "") })
    }
  }

  /// Expects equal lines, and shows the first that differ.
  private func expectSame(
    _ first: [String], _ second: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(first.count == second.count, sourceLocation: sourceLocation)
    let different = zip(first, second).first { $0 != $1 }
    #expect(different == nil, sourceLocation: sourceLocation)
  }
}
