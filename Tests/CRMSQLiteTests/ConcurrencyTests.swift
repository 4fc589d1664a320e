import CRMModel
import CRMStorage
import Foundation
import GRDB
import Testing

@testable import CRMSQLite

@Suite struct `Readers and writers` {
  let fixture: StoreFixture
  init() throws { fixture = try StoreFixture() }

  @Test func `see one state each, whatever is committed meanwhile`() async throws {
    let engine = try await fixture.opened()
    try await engine.write(grant) { try $0.insert(Sample.accounts([1], names: ["A"]), into: Sample.accountTable) }
    let connection = try engine.connect(role: .reader)()
    let cache = LayoutCache()
    try connection.use {
      try connection.run("BEGIN DEFERRED")
      try cache.refresh(connection)
    }
    try await engine.write(grant) { writer in
      try writer.insert(Sample.accounts([2], names: ["B"]), into: Sample.accountTable)
      try writer.apply(
        .addColumn(ColumnLayout(number: 150, kind: .text), to: Sample.accountTable, filledWith: .text("x")))
      try writer.apply(.dropTable(Sample.dealTable))
    }
    try connection.use {
      let reader = SQLiteReader(connection, Interruption())
      #expect(try reader.ids() == [1])
      #expect(try reader.layouts() == [Sample.account, Sample.deal])
      #expect(try reader.count([Source(table: Sample.dealTable)], nil, limit: nil) == 0)
      reader.end()
      connection.rollBack()
      try connection.run("BEGIN DEFERRED")
      try cache.refresh(connection)
      let later = SQLiteReader(connection, Interruption())
      #expect(try later.ids(.compare(.column(ColumnRef(column: 150)), .equal, .literal(.text("x")))) == [1, 2])
      #expect(try later.layouts().count == 1)
      later.end()
      connection.rollBack()
    }
    try connection.close()
    await engine.close(grant)
  }

  @Test func `run one writer at a time, in the order they came`() async throws {
    let engine = try await fixture.opened()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for id in Int64(1)...40 {
        group.addTask {
          try await engine.write(grant) { writer in
            let count = try writer.count([Source(table: Sample.accountTable)], nil, limit: nil)
            try writer.insert(
              Sample.accounts([id], names: ["n\(id)"], amounts: [Int64(count)]), into: Sample.accountTable)
          }
        }
        group.addTask { _ = try await engine.read(grant) { try $0.names() } }
      }
      try await group.waitForAll()
    }
    let measures = [Measure.distinct(ColumnRef(column: Sample.amount)), .maximum(ColumnRef(column: Sample.amount))]
    let groups = try await engine.read(grant) {
      try $0.groups(GroupScan(sources: [Source(table: Sample.accountTable)], keys: [], measures: measures))
    }
    #expect(Array(groups) == [GroupRow(keys: [], measures: [.count(40), .extremum(.integer(39))])])
    await engine.close(grant)
  }

  @Test func `leave the queue when their task is cancelled`() async throws {
    let engine = try await fixture.opened()
    let lane = try await engine.writers.acquire()
    let waiting = Task { try await engine.write(grant) { try $0.setMetadata("a", "b") } }
    while engine.writers.waiting == 0 { await Task.yield() }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    #expect(engine.writers.waiting == 0)
    engine.writers.release(lane)
    #expect(try await engine.write(grant) { try $0.metadata("a") } == nil)
    await engine.close(grant)
  }

  @Test func `commit nothing when their task is cancelled inside`() async throws {
    let engine = try await fixture.opened()
    let task = Task {
      try await engine.write(grant) { writer in
        try writer.setMetadata("a", "b")
        withUnsafeCurrentTask { $0?.cancel() }
      }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try await engine.read(grant) { try $0.metadata("a") } == nil)
    try await engine.write(grant) { try $0.setMetadata("a", "c") }
    await engine.close(grant)
  }

  @Test func `stop a statement that runs when their task is cancelled`() async throws {
    let engine = try await fixture.opened()
    // So many that the statement would take minutes, whenever the cancellation comes on a busy machine.
    let ids = Array(Int64(1)...20_000)
    try await engine.write(grant) {
      try $0.insert(
        Sample.accounts(ids, names: ids.map { "n\($0)" }, amounts: ids.map { _ in 1 }), into: Sample.accountTable)
    }
    let started = Signal()
    let task = Task {
      try await engine.read(grant) { reader in
        Task { await started.give() }
        return try reader.count([Source(table: Sample.accountTable)], Self.slowFilter, limit: nil)
      }
    }
    await started.wait()
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try await engine.read(grant) { try $0.count([Source(table: Sample.accountTable)], nil, limit: 5) } == 5)
    await engine.close(grant)
  }

  /// Looks, for each row, at all rows for a text that is nowhere.
  static var slowFilter: Filter {
    let amount = ColumnRef(column: Sample.amount)
    let never = Filter.contains(.folded(ColumnRef(column: Sample.name)), "never")
    return .exists(
      ChildScan(sources: [Source(table: Sample.accountTable)], reference: amount, outer: amount, filter: never))
  }

  @Test func `are not held up by a backup, which holds one state`() async throws {
    let engine = try await fixture.opened()
    let ids = Array(Int64(1)...2000)
    try await engine.write(grant) {
      try $0.insert(Sample.accounts(ids, names: ids.map { "n\($0)" }), into: Sample.accountTable)
    }
    let copy = fixture.folder.appendingPathComponent("copy.crm").path
    async let backup: Void = engine.backup(grant, to: copy)
    for id in Int64(2001)...2100 {
      try await engine.write(grant) {
        try $0.insert(Sample.accounts([id], names: ["n\(id)"]), into: Sample.accountTable)
      }
    }
    try await backup
    var options = EngineOptions()
    options.isReadOnly = true
    let reader = try await SQLiteEngine.open(copy, options)
    let found = try await reader.read(grant) { try $0.ids() }
    #expect(found.count >= 2000)
    #expect(found == Array(Int64(1)...Int64(found.count)))
    #expect(try await reader.integrityProblems(grant) == [])
    await reader.close(grant)
    #expect(FileManager.default.fileExists(atPath: copy + "-wal") == false)
    await #expect(throws: EngineError.self) { try await engine.backup(grant, to: copy) }
    let writable = try await SQLiteEngine.open(copy, EngineOptions())
    try await writable.write(grant) { try $0.setMetadata("restored", "yes") }
    await writable.close(grant)
    await engine.close(grant)
  }

  @Test func `keep the log while one of them reads, and closing the writer empties it`() async throws {
    let engine = try await fixture.opened()
    let reader = try engine.connect(role: .reader)()
    try reader.use {
      try reader.run("BEGIN DEFERRED")
      _ = try reader.pragma("schema_version")
    }
    let text = String(repeating: "x", count: 1000)
    for round in Int64(0)..<12 {
      try await engine.write(grant) { writer in
        let ids = Array((round * 1000)..<(round * 1000 + 1000))
        try writer.insert(Sample.accounts(ids, names: ids.map { "\($0)\(text)" }), into: Sample.accountTable)
      }
    }
    let grown = engine.location.logSize
    #expect(grown > 12_000_000)
    try reader.use { reader.rollBack() }
    try reader.close()
    #expect(engine.location.logSize == grown)
    for round in 0..<3 { try await engine.write(grant) { try $0.setMetadata("round", "\(round)") } }
    let size = engine.location.logSize
    await engine.close(grant)
    #expect(size <= grown)
    #expect(engine.location.logSize == 0)
  }

  @Test func `wait for a lock of another process, and give up after a while`() async throws {
    let engine = try await fixture.open(busyTimeout: TimeSpan(microseconds: 20_000))
    let other = try DatabaseQueue(path: fixture.path)
    try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE; COMMIT") }
    let release = Signal()
    let locked = Signal()
    let holder = Task.detached {
      let queue = try DatabaseQueue(path: other.path, configuration: .leavingTransactionsOpen)
      try await queue.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
      await locked.give()
      await release.wait()
      try await queue.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
    }
    await locked.wait()
    let error = await #expect(throws: EngineError.self) {
      try await engine.write(grant) { try $0.setMetadata("a", "b") }
    }
    #expect(error?.isRetryable == true)
    #expect(error?.code == .busy)
    await release.give()
    try await holder.value
    try await engine.write(grant) { try $0.setMetadata("a", "b") }
    await engine.close(grant)
  }

  @Test func `find a missing index and a table that is not ours`() async throws {
    await (try fixture.opened()).close(grant)
    try fixture.foreignly { db in
      try db.execute(sql: "CREATE TABLE foreign_thing (a)")
      try db.execute(sql: "DROP INDEX i210")
    }
    let engine = try await fixture.open()
    let problems = try await engine.integrityProblems(grant)
    #expect(problems == ["the index i210 is missing", "there is a table that is not ours"])
    await engine.close(grant)
  }
}

extension Configuration {
  static var leavingTransactionsOpen: Configuration {
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    return configuration
  }
}
