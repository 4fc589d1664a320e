import CRMModel
import CRMStorage
import GRDB
import Testing

@testable import CRMSQLite

/// Entries of the change log that another program took away: what was forgotten on purpose is written down.
@Suite struct `A change log` {
  let fixture: StoreFixture
  init() throws { fixture = try StoreFixture() }

  /// What a check finds in a store with five entries, of which some were forgotten and then some were lost.
  private func problems(forgotten: Int64, _ damage: String) async throws -> [String] {
    let engine = try await fixture.opened()
    try await engine.write(grant) { writer in
      for number in UInt8(1)...5 { _ = try writer.append([number], at: .epoch) }
      try writer.trimLog(through: forgotten)
    }
    #expect(try await engine.integrityProblems(grant) == [])
    await engine.close(grant)
    if !damage.isEmpty { try fixture.foreignly { try $0.execute(sql: damage) } }
    let again = try await fixture.open()
    let problems = try await again.integrityProblems(grant)
    await again.close(grant)
    return problems
  }

  @Test(arguments: [0, 2, 5] as [Int64])
  func `that lacks what was forgotten is sound`(_ forgotten: Int64) async throws {
    #expect(try await problems(forgotten: forgotten, "") == [])
  }

  @Test(
    arguments: [
      (0, "DELETE FROM log WHERE sequence = 1", "entries 1 to 1"),
      (0, "DELETE FROM log WHERE sequence <= 3", "entries 1 to 3"),
      (2, "DELETE FROM log WHERE sequence = 3", "entries 3 to 3"),
      (2, "DELETE FROM log WHERE sequence <= 4", "entries 3 to 4"),
    ] as [(Int64, String, String)])
  func `that lost its first entries is told`(_ forgotten: Int64, _ damage: String, _ told: String) async throws {
    #expect(try await problems(forgotten: forgotten, damage) == ["the change log lacks \(told)"])
  }

  @Test(arguments: ["DELETE FROM log_end", "INSERT INTO log_end(id, trimmed) VALUES (2, 9)"])
  func `that does not know what was forgotten is told`(_ damage: String) async throws {
    let problems = try await problems(forgotten: 2, damage)
    #expect(problems == ["the change log does not say what was forgotten of it"])
  }

  @Test func `that holds what was forgotten is told`() async throws {
    let problems = try await problems(forgotten: 2, "UPDATE log_end SET trimmed = 4")
    #expect(problems == ["the change log holds entries that were forgotten"])
  }
}
