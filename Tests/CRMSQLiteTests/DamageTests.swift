import CRMModel
import CRMStorage
import CRMTesting
import Foundation
import GRDB
import Testing

@testable import CRMSQLite

@Suite struct `A damaged file` {
  let fixture: StoreFixture
  init() throws { fixture = try StoreFixture() }

  /// A store whose last commits, one row each, lie in the log only, as after a crash.
  private static func crashed(_ commits: Int64) async throws -> StoreFixture {
    let live = try StoreFixture()
    await (try await live.opened()).close(grant)
    let engine = try await live.open()
    for id in 1...commits {
      let row = Sample.accounts([id], names: ["n\(id)"])
      try await engine.write(grant) { try $0.insert(row, into: Sample.accountTable) }
    }
    let copy = try StoreFixture()
    for suffix in ["", "-wal"] { try copyFile(live.path + suffix, copy.path + suffix) }
    await engine.close(grant)
    return copy
  }

  @Test(arguments: [0, 1, 31, 32, 33, 1000, 4151, 4152, 4153, 30_000, 60_000, .max])
  func `whose log was cut holds the first commits, sound`(_ length: Int) async throws {
    let store = try await Self.crashed(12)
    let log = URL(fileURLWithPath: store.path + "-wal")
    let bytes = try Data(contentsOf: log)
    try bytes.prefix(length).write(to: log)
    let engine = try await store.open()
    let ids = try await engine.read(grant) { try $0.ids() }
    #expect(ids == (1...12).prefix(ids.count).map { $0 })
    #expect(ids.count == (length == .max ? 12 : min(ids.count, 11)))
    if length <= 4151 { #expect(ids.isEmpty) }
    #expect(try await engine.integrityProblems(grant) == [])
    try await engine.write(grant) { try $0.insert(Sample.accounts([99], names: ["later"]), into: Sample.accountTable) }
    #expect(try await engine.read(grant) { try $0.ids() } == ids + [99])
    await engine.close(grant)
  }

  @Test func `whose log has a wrong byte holds the commits before it`() async throws {
    let store = try await Self.crashed(12)
    let log = URL(fileURLWithPath: store.path + "-wal")
    var bytes = try Data(contentsOf: log)
    bytes[bytes.count / 2] ^= 0x10
    try bytes.write(to: log)
    let engine = try await store.open()
    let ids = try await engine.read(grant) { try $0.ids() }
    #expect(ids == (1...12).prefix(ids.count).map { $0 })
    #expect((1...11).contains(ids.count))
    #expect(try await engine.integrityProblems(grant) == [])
    await engine.close(grant)
  }

  @Test func `never ends the process, and most damage is found`() async throws {
    let ids = Array(Int64(1)...400)
    let engine = try await fixture.opened()
    try await engine.write(grant) { writer in
      try writer.insert(Sample.accounts(ids, names: ids.map { "name \($0)" }, amounts: ids), into: Sample.accountTable)
      _ = try writer.append(Array(repeating: 7, count: 9000), at: .epoch)
      try writer.setMetadata("a", "b")
    }
    await engine.close(grant)
    let sound = try Data(contentsOf: URL(fileURLWithPath: fixture.path))
    var random = SeededGenerator(seed: 20_261_122)
    var found = 0
    for round in 0..<60 {
      var bytes = sound
      // Headers of pages and tables lie where pages begin, which is where damage does most.
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        let page = Int.random(in: 0..<bytes.count / 4096, using: &random) * 4096
        let offset = Int.random(in: 0..<(round % 2 == 0 ? 4096 : 120), using: &random)
        bytes[page + offset] = UInt8.random(in: 0...255, using: &random)
      }
      let store = try StoreFixture()
      try bytes.write(to: URL(fileURLWithPath: store.path))
      if try await Self.findsDamage(in: store) { found += 1 }
    }
    #expect(found >= 30, "\(found) of 60")
  }

  /// Does all there is to do with a file; every error must be one of ours.
  private static func findsDamage(in store: StoreFixture) async throws -> Bool {
    do {
      let engine = try await store.open()
      var found = false
      for task in tasks {
        do {
          try await engine.write(grant) { try task($0) }
        } catch is EngineError {
          found = true
        }
      }
      do {
        found = try await !engine.integrityProblems(grant).isEmpty || found
      } catch is EngineError {
        found = true
      }
      await engine.close(grant)
      return found
    } catch is EngineError {
      return true
    }
  }

  private static let tasks: [@Sendable (any EngineWriter) throws -> Void] = [
    { _ = try $0.names() },
    { _ = try $0.ids(.compare(.column(ColumnRef(column: Sample.amount)), .greater, .literal(.integer(100)))) },
    { _ = try $0.groups(GroupScan(sources: [Source(table: Sample.accountTable)], keys: [], measures: [.rows])) },
    { _ = try ($0.layouts(), $0.metadata("a"), $0.log(after: 0, limit: 10), $0.lastSequence()) },
    { try $0.update(Sample.accounts([1, 2], names: ["name 2", "name 1"]), in: Sample.accountTable) },
    { try $0.insert(Sample.accounts([1001], names: ["new"]), into: Sample.accountTable) },
    { try $0.remove([5, 6], from: Sample.accountTable) },
    {
      let column = ColumnLayout(number: 150, kind: .text)
      try $0.apply(.addColumn(column, to: Sample.accountTable, filledWith: .text("x")))
    },
    { _ = try $0.append([1], at: .epoch) },
  ]

  @Test func `with text that is not UTF-8 is read with U+FFFD in its place, and told`() async throws {
    let engine = try await fixture.opened()
    try await engine.write(grant) { writer in
      try writer.insert(Sample.accounts([1, 2, 3], names: ["A", "B", "C"]), into: Sample.accountTable)
      try writer.setMetadata("a", "b")
    }
    #expect(try await engine.integrityProblems(grant) == [])
    await engine.close(grant)
    try fixture.foreignly { db in
      try db.execute(sql: "UPDATE r100 SET c101 = CAST(x'41FF42' AS TEXT) WHERE id = 1")
      try db.execute(sql: "UPDATE r100 SET c101 = CAST(x'EDA080' AS TEXT) WHERE id = 3")
      try db.execute(sql: "UPDATE metadata SET value = CAST(x'C3' AS TEXT)")
    }
    let again = try await fixture.open()
    let names = try await again.read(grant) { try $0.names() }
    #expect(names == ["A\u{FFFD}B", "B", "\u{FFFD}\u{FFFD}\u{FFFD}"])
    #expect(try await again.read(grant) { try $0.metadata("a") } == "\u{FFFD}")
    let problems = try await again.integrityProblems(grant)
    let told = [
      "2 rows of table r100 hold texts that are not UTF-8", "1 names or values beside the rows are not UTF-8",
    ]
    #expect(problems == told)
    await again.close(grant)
  }
}

/// Copies a file in another process: in this one, closing it would drop the locks that SQLite holds.
func copyFile(_ source: String, _ target: String) throws {
  let process = try Process.run(URL(fileURLWithPath: "/bin/cp"), arguments: [source, target])
  process.waitUntilExit()
}
