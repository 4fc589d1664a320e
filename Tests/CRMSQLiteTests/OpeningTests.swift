import CRMModel
import CRMStorage
import Foundation
import GRDB
import Testing

@testable import CRMSQLite

@Suite struct `Opening a file` {
  let fixture: StoreFixture
  init() throws { fixture = try StoreFixture() }

  @Test func `makes a store that says whose it is`() async throws {
    let engine = try await fixture.opened()
    await engine.close(grant)
    let header = try fixture.foreignly { db in
      try [Int64.fetchOne(db, sql: "PRAGMA application_id"), Int64.fetchOne(db, sql: "PRAGMA user_version")]
    }
    #expect(header == [FileFormat.applicationID, 1])
  }

  @Test func `finds tables and rows again`() async throws {
    let engine = try await fixture.opened()
    try await engine.write(grant) { try $0.insert(Sample.accounts([1], names: ["Acme"]), into: Sample.accountTable) }
    await engine.close(grant)
    let again = try await fixture.open()
    #expect(try await again.read(grant) { try $0.layouts() } == [Sample.account, Sample.deal])
    #expect(try await again.read(grant) { try $0.names() } == ["Acme"])
    await again.close(grant)
  }

  @Test func `refuses what is no database`() async throws {
    try Data("name,amount\nAcme,12\n".utf8).write(to: URL(fileURLWithPath: fixture.path))
    await #expect(throws: EngineError.notAWorkspace) { try await fixture.open() }
  }

  @Test func `refuses another program's database and leaves it as it was`() async throws {
    try fixture.foreignly { try $0.execute(sql: "CREATE TABLE theirs (a)") }
    let before = try Data(contentsOf: URL(fileURLWithPath: fixture.path))
    await #expect(throws: EngineError.notAWorkspace) { try await fixture.open() }
    #expect(try Data(contentsOf: URL(fileURLWithPath: fixture.path)) == before)
  }

  @Test func `refuses a newer format and says which`() async throws {
    await (try fixture.opened()).close(grant)
    try fixture.foreignly { try $0.execute(sql: "PRAGMA user_version = 7") }
    let before = try Data(contentsOf: URL(fileURLWithPath: fixture.path))
    let error = await #expect(throws: EngineError.self) { try await fixture.open() }
    #expect(error?.code == .newerFormat)
    #expect(error?.message.contains("format 7") == true)
    #expect(try Data(contentsOf: URL(fileURLWithPath: fixture.path)) == before)
  }

  @Test func `refuses a folder and a path without one`() async throws {
    await #expect(throws: EngineError.notAWorkspace) {
      try await SQLiteEngine.open(fixture.folder.path, EngineOptions())
    }
    let missing = fixture.folder.appendingPathComponent("no/store.crm").path
    let error = await #expect(throws: EngineError.self) { try await SQLiteEngine.open(missing, EngineOptions()) }
    #expect(error?.code == .inputOutput)
  }

  @Test(arguments: ["", ":memory:", "a\0b"])
  func `refuses names that are no paths`(_ path: String) async {
    await #expect(throws: EngineError.self) { try await SQLiteEngine.open(path, EngineOptions()) }
  }

  @Test func `reads but does not write when read-only`() async throws {
    let engine = try await fixture.opened()
    try await engine.write(grant) { try $0.insert(Sample.accounts([1], names: ["Acme"]), into: Sample.accountTable) }
    await engine.close(grant)
    let reader = try await fixture.open(readOnly: true)
    #expect(try await reader.read(grant) { try $0.names() } == ["Acme"])
    await #expect(throws: EngineError.readOnly) { try await reader.write(grant) { _ in } }
    await reader.close(grant)
  }

  @Test func `makes no file when read-only`() async {
    await #expect(throws: EngineError.self) { try await fixture.open(readOnly: true) }
    #expect(!FileManager.default.fileExists(atPath: fixture.path))
  }

  @Test func `gives links to one file the same identity`() async throws {
    await (try fixture.opened()).close(grant)
    let link = fixture.folder.appendingPathComponent("link.crm").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: fixture.path)
    #expect(StorageSource.sqlite(link).identity() == StorageSource.sqlite(fixture.path).identity())
    #expect(StorageSource.sqlite(link).identity() != nil)
  }

  @Test func `refuses every call in a forked process`() async throws {
    let process = ProcessStandIn()
    let engine = try await fixture.open(processID: { process.id.load(ordering: .relaxed) })
    process.id.store(2, ordering: .relaxed)
    await #expect(throws: EngineError.forked) { try await engine.read(grant) { try $0.lastSequence() } }
    await #expect(throws: EngineError.forked) { try await engine.write(grant) { _ in } }
    await engine.close(grant)
    process.id.store(1, ordering: .relaxed)
    #expect(try await engine.read(grant) { try $0.lastSequence() } == 0)
    await engine.close(grant)
  }

  @Test func `closes twice without harm and then refuses`() async throws {
    let engine = try await fixture.opened()
    await engine.close(grant)
    await engine.close(grant)
    await #expect(throws: EngineError.closed) { try await engine.read(grant) { try $0.lastSequence() } }
  }

  @Test(
    arguments: [
      (3_040_001, true, true), (3_036_000, false, true), (3_044_006, true, false), (3_050_006, true, true),
      (3_050_007, true, false), (3_051_002, true, true), (3_051_003, true, false),
    ] as [(Int32, Bool, Bool)])
  func `knows which releases it may use`(_ number: Int32, _ isSupported: Bool, _ losesPages: Bool) {
    #expect(SQLiteVersion(number: number).isSupported == isSupported)
    #expect(SQLiteVersion(number: number).losesPagesBetweenWriters == losesPages)
  }
}

import Synchronization

/// A process whose id a test changes, as fork does.
final class ProcessStandIn: Sendable {
  let id = Atomic<Int32>(1)
}

@Suite struct `The settings of a connection` {
  let fixture: StoreFixture
  init() throws { fixture = try StoreFixture() }

  @Test func `leave text in double quotes without a meaning`() async throws {
    let engine = try await fixture.opened()
    let connection = try engine.connect(role: .reader)()
    try connection.use {
      _ = #expect(throws: SQLiteFailure.self) { try connection.run("SELECT \"no_such_column\"") }
    }
    try connection.close()
    await engine.close(grant)
  }
}
