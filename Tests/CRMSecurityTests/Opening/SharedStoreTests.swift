import CRMModel
import CRMSecurity
import CRMStorage
import CRMTesting
import Testing

@Suite struct `Two workspaces on one store` {
  /// What two processes on one file are to each other: one store, and nothing else in common.
  private func pair() async throws -> (Session, Session) {
    let engine = MemoryEngine()
    let clock = FixedClock(.epoch)
    var sessions: [Session] = []
    for _ in 1...2 {
      let workspace = try await Workspace.open(
        StorageSource { _ in engine }, options: WorkspaceOptions { $0.clock = clock })
      sessions.append(try await workspace.session(as: .owner))
    }
    return (sessions[0], sessions[1])
  }

  @Test func `give no id twice although no time passes`() async throws {
    let (first, second) = try await pair()
    var ids: [Account.ID] = []
    for round in 1...5 {
      ids.append(try await first.insert(Account { $0.name = "First \(round)" }).id)
      ids += try await second.insert((1...3).map { index in Account { $0.name = "Second \(round).\(index)" } }).map(
        \.id)
    }
    #expect(ids == ids.sorted())
    #expect(Set(ids).count == 20)
  }

  @Test func `see fields that the other has added`() async throws {
    let (first, second) = try await pair()
    try await first.alter { $0[Account.self].add(.text("tier"), label: "Tier") }
    let acme = try await second.insert(
      Account {
        $0.name = "Acme"
        $0.custom["tier"] = "gold"
      })
    #expect(try await first.find(acme.id).custom["tier"] == "gold")
  }
}
