import CRMModel
import CRMStorage
import Foundation
import GRDBSQLite
import Testing

@testable import CRMSQLite

/// SQLite: a connection that is used, or only closed, in a child of fork(2) may damage the file that the parent works
/// with. (https://www.sqlite.org/howtocorrupt.html, section 2.6)
@Suite(
  .serialized,
  .enabled(if: FaultLayer.isAvailable, "this SQLite takes no URIs, so that no layer can be put below it"),
  .enabled(if: ForkedChild.isAvailable, "a sanitizer watches this process, which must not fork then"))
struct `A forked process` {
  /// What the test owns alone, so that letting go of it in the child is letting go of it for good.
  private final class Holder<Thing> {
    var thing: Thing?
    init(_ thing: Thing) { self.thing = thing }
  }

  private let fixture: StoreFixture
  private let layer: FaultLayer

  init() throws {
    fixture = try StoreFixture()
    layer = try FaultLayer()
  }

  private func open() async throws -> SQLiteEngine {
    let engine = try await SQLiteEngine.open(fixture.path, EngineOptions(), fileLayer: layer.name)
    try await engine.write(grant) { writer in
      try writer.apply(.createTable(Sample.account))
      try writer.insert(Sample.accounts([1, 2], names: ["A", "B"]), into: Sample.accountTable)
    }
    _ = try await engine.read(grant) { try $0.names() }
    return engine
  }

  /// Names, sizes and bytes of all files of the store, by a program of its own: closing a descriptor here would drop
  /// the locks of SQLite.
  private func files() throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "cd \"$1\" && ls -l --time-style=full-iso && cksum *", "sh", fixture.folder.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  private static func isForked<T: Sendable>(_ body: sending @escaping () async throws -> T) -> Bool {
    let code = ThreadInPlace.run { () -> ErrorCode? in
      do {
        _ = try await body()
        return nil
      } catch {
        return (error as? EngineError)?.code
      }
    }
    return code == EngineError.forked.code
  }

  private func expectGoingOn(_ engine: SQLiteEngine, _ rows: Int64) async throws {
    try await engine.write(grant) { try $0.insert(Sample.accounts([rows], names: ["C"]), into: Sample.accountTable) }
    #expect(try await engine.read(grant) { try $0.ids() }.last == rows)
    #expect(try await engine.integrityProblems(grant) == [])
  }

  @Test func `may not use the parent's engine, touches no file, and the parent goes on`() async throws {
    let engine = try await open()
    let copy = fixture.path + ".copy"
    let before = try files()
    layer.watch(.all)
    let failure = ForkedChild.firstFailure(of: [
      { Self.isForked { try await engine.read(grant) { try $0.lastSequence() } } },
      { Self.isForked { try await engine.write(grant) { try $0.setMetadata("a", "b") } } },
      { Self.isForked { try await engine.backup(grant, to: copy) } },
      { Self.isForked { try await engine.integrityProblems(grant) } },
      // Closing returns, as it always does, and closes nothing.
      { ThreadInPlace.run { await engine.close(grant) } != nil },
      { Self.isForked { try await engine.read(grant) { try $0.lastSequence() } } },
      { layer.watched == 0 },
    ])
    #expect(failure == 0, "the first step that went wrong")
    #expect(layer.watched == 0)
    layer.watch([])
    #expect(try files() == before)
    try await expectGoingOn(engine, 3)
    await engine.close(grant)
  }

  @Test(arguments: [ConnectionRole.writer, .reader])
  func `may not use one of the parent's connections`(_ role: ConnectionRole) async throws {
    let engine = try await open()
    let lanes = role == .writer ? engine.writers : engine.readers
    let lane = try await lanes.acquire()
    let connection = try lane.connection(opening: engine.connect(role: role))
    let before = try files()
    layer.watch(.all)
    func isRefused(_ body: () throws -> Void) -> Bool {
      do {
        try body()
        return false
      } catch {
        return error as? EngineError == EngineError.forked
      }
    }
    let failure = ForkedChild.firstFailure(of: [
      { isRefused { try connection.use { try connection.run("BEGIN") } } },
      { isRefused { try connection.close() } },
      {
        // What the engine does with a connection that it gives up.
        lane.close()
        return true
      },
      { layer.watched == 0 },
    ])
    #expect(failure == 0, "the first step that went wrong")
    layer.watch([])
    #expect(try files() == before)
    lanes.release(lane)
    try await expectGoingOn(engine, 3)
    await engine.close(grant)
  }

  private static func statementCount(_ handle: OpaquePointer) -> Int {
    var count = 0
    var statement = sqlite3_next_stmt(handle, nil)
    while let found = statement {
      count += 1
      statement = sqlite3_next_stmt(handle, found)
    }
    return count
  }

  @Test(arguments: [ConnectionRole.writer, .reader])
  func `that lets go of a connection leaves it and its statements alone`(_ role: ConnectionRole) async throws {
    let engine = try await open()
    let holder = Holder(try engine.connect(role: role)())
    let handle = try #require(holder.thing?.handle)
    try holder.thing?.use {
      _ = try holder.thing?.pragma("user_version")
      _ = try holder.thing?.first(SQLText("SELECT count(*) FROM r100"))
    }
    let count = Self.statementCount(handle)
    #expect(count >= 2)
    let before = try files()
    layer.watch(.all)
    let failure = ForkedChild.firstFailure(of: [
      {
        weak let connection = holder.thing
        holder.thing = nil
        return connection == nil
      },
      { Self.statementCount(handle) == count },
      { layer.watched == 0 },
    ])
    #expect(failure == 0, "the first step that went wrong")
    layer.watch([])
    #expect(try files() == before)
    // Here, where it was opened, it ends with its statements.
    #expect(holder.thing != nil)
    try holder.thing?.close()
    holder.thing = nil
    try await expectGoingOn(engine, 3)
    await engine.close(grant)
  }

  @Test func `that lets go of the engine leaves the parent's lock and log`() async throws {
    let holder = Holder(try await open())
    let before = try files()
    layer.watch(.all)
    let failure = ForkedChild.firstFailure(of: [
      {
        weak let engine = holder.thing
        holder.thing = nil
        return engine == nil
      },
      { layer.watched == 0 },
    ])
    #expect(failure == 0, "the first step that went wrong")
    layer.watch([])
    #expect(try files() == before)
    let engine = try #require(holder.thing)
    holder.thing = nil
    try await expectGoingOn(engine, 3)
    await engine.close(grant)
  }
}
