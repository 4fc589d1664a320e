import CRMModel
import CRMStorage
import Foundation
import Testing

@testable import CRMSQLite

@Suite struct `The log` {
  let fixture: StoreFixture
  init() throws { fixture = try StoreFixture() }

  /// The file, and the head of its log, which counts the checkpoints after which the log began anew.
  private func files() throws -> (main: Data, head: Data) {
    let copy = try StoreFixture()
    for suffix in ["", "-wal"] { try copyFile(fixture.path + suffix, copy.path + suffix) }
    return (
      try Data(contentsOf: URL(fileURLWithPath: copy.path)),
      try Data(contentsOf: URL(fileURLWithPath: copy.path + "-wal")).prefix(32)
    )
  }

  private func setCheckpoints(_ engine: SQLiteEngine, every pages: Int) async throws {
    let lane = try await engine.writers.acquire()
    defer { engine.writers.release(lane) }
    let connection = try lane.connection(opening: engine.connect(role: .writer))
    try connection.use {
      var sql = SQLText("PRAGMA wal_autocheckpoint = ")
      sql.add(pages)
      try connection.run(sql)
    }
  }

  @Test func `is moved into the file by the writer only`() async throws {
    let engine = try await fixture.opened()
    try await setCheckpoints(engine, every: 0)
    let text = String(repeating: "x", count: 1000)
    let ids = Array(Int64(1)...8000)
    try await engine.write(grant) {
      try $0.insert(Sample.accounts(ids, names: ids.map { "\($0)\(text)" }), into: Sample.accountTable)
    }
    let before = try files()
    // More pages than a connection with SQLite's own settings leaves in the log.
    #expect(engine.location.logSize > 1000 * 4096)
    for _ in 0..<3 {
      try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<8 { group.addTask { try await engine.read(grant) { try $0.names() }.count } }
        for try await count in group { #expect(count == 8000) }
      }
      let reader = try engine.connect(role: .reader)()
      try reader.use {
        _ = #expect(throws: SQLiteFailure.self) { try reader.run("PRAGMA wal_checkpoint(TRUNCATE)") }
      }
      try reader.close()
      let other = try await fixture.open(readOnly: true)
      #expect(try await other.read(grant) { try $0.ids() }.count == 8000)
      await other.close(grant)
    }
    #expect(try await engine.integrityProblems(grant) == [])
    try await engine.backup(grant, to: fixture.path + ".copy")
    let after = try files()
    #expect(after.main == before.main)
    #expect(after.head == before.head)
    try await setCheckpoints(engine, every: 1000)
    try await engine.write(grant) { try $0.setMetadata("a", "b") }
    #expect(try files().main.count > before.main.count)
    await engine.close(grant)
  }
}
