import CRM
import CRMTesting
import Testing

@Suite struct `An engine that a program brings` {
  @Test func `is proved by every law there is`() async throws {
    let laws = EngineLaws.all + EngineLaws.prompt
    let journal = Journal()
    let reports = try await EngineLaws.check(laws) { JournalEngine(base: MemoryEngine(), journal: journal) }
    #expect(reports.filter { !$0.holds }.map { "\($0)" } == [])
    #expect(reports.map(\.name) == laws.map(\.name))
    #expect(Set(laws.map(\.name)).count == laws.count)
    // It was this engine that they judged, by all that an engine has to do but copying itself, which needs files.
    let calls = [
      "read", "write", "turnAway", "interrupt", "letGo", "close", "scan", "count", "groups", "layouts", "metadata",
      "log", "lastSequence", "insert", "update", "remove", "append", "trimLog", "setMetadata", "apply", "atomically",
    ]
    for call in calls { #expect(journal.counts[call, default: 0] > 0, "\(call)") }
  }

  @Test(
    arguments: [
      (.countsTooFar, ["count: no further than its limit"]),
      (.keepsARow, ["unique: values are freed", "transaction: sees what it wrote", "order: no keys means by id"]),
    ] as [(JournalEngine.Slip, [String])])
  func `is told which laws it breaks`(_ slip: JournalEngine.Slip, _ laws: [String]) async throws {
    let reports = try await EngineLaws.check { JournalEngine(base: MemoryEngine(), journal: Journal(), slip: slip) }
    let broken = reports.filter { !$0.holds }
    #expect(broken.map(\.name) == laws)
    for report in broken {
      guard case .broken(let failure) = report.verdict else { continue }
      #expect(failure.kind == .expectation, "\(report)")
    }
  }

  @Test func `keeps the store of a workspace`() async throws {
    let journal = Journal()
    let workspace = try await Workspace.prepared(on: .journal(journal), modules: [.sales])
    let session = try await workspace.session(as: .owner)
    let before = journal.counts["insert", default: 0]
    let acme = try await session.insert(Account { $0.name = "Acme" })
    #expect(journal.counts["insert", default: 0] > before)
    #expect(try await session.find(acme.id).name == "Acme")
    #expect(try await session.fetch(Account.query.where { $0.name == "Acme" }).map(\.id) == [acme.id])
    #expect(try await session.check() == [])
    await workspace.close()
    #expect(journal.counts["close"] == 1)
  }
}
