import CRMModel
import CRMSecurity
import CRMStorage
import Foundation
import GRDB
import Testing

@testable import CRMSQLite
@testable import CRMTesting

/// "After `suspend()` returns no lock is held on the file and none is taken": who has no descriptor has no lock. Who else uses the file is played by connections
/// of other programs.
@Suite struct `The file of a suspended workspace` {
  @Test func `is neither open nor locked`() async throws {
    let fixture = try StoreFixture()
    let workspace = try await Workspace.open(.sqlite(fixture.path))
    let session = try await workspace.session(as: .owner)
    try await session.insert(Account { $0.name = "Acme" })
    #expect(try await session.count(Account.query) == 1)
    let before = fixture.openFiles()
    #expect(Set(before) == ["store.crm", "store.crm-wal", "store.crm-shm", "store.crm-lock"])
    try await workspace.suspend()
    #expect(fixture.openFiles() == [])
    #expect(try fixture.names() == ["store.crm"])
    workspace.resume()
    // Nothing is opened before it is needed.
    #expect(fixture.openFiles() == [])
    #expect(try await session.count(Account.query) == 1)
    try await session.insert(Account { $0.name = "B" })
    await workspace.close()
    #expect(fixture.openFiles() == [])
  }

  @Test func `can be locked by another program, to the exclusion of everybody`() async throws {
    let fixture = try StoreFixture()
    let workspace = try await Workspace.open(.sqlite(fixture.path))
    let session = try await workspace.session(as: .owner)
    try await session.insert(Account { $0.name = "Acme" })
    // Only who is alone on a file can take its log away.
    func journal(_ mode: String) throws -> String? {
      try fixture.foreignly { try String.fetchOne($0, sql: "PRAGMA journal_mode = \(mode)") }
    }
    #expect(throws: DatabaseError.self) { try journal("delete") }
    try await workspace.suspend()
    #expect(try journal("delete") == "delete")
    try fixture.foreignly { database in
      try database.inTransaction(.exclusive) {
        try database.execute(sql: "CREATE TABLE theirs (a)")
        try database.execute(sql: "DROP TABLE theirs")
        return .commit
      }
    }
    #expect(try journal("wal") == "wal")
    workspace.resume()
    #expect(try await session.fetch(Account.query).map(\.name) == ["Acme"])
    try await session.insert(Account { $0.name = "B" })
    #expect(try await session.check() == [])
    await workspace.close()
  }

  @Test func `is let go of within the grace while transactions run`() async throws {
    let fixture = try StoreFixture()
    let workspace = try await Workspace.open(.sqlite(fixture.path))
    let session = try await workspace.session(as: .owner)
    let work = (0..<4).map { task in
      Task {
        for number in 0..<1_000_000 { try await session.insert(Account { $0.name = "\(task) \(number)" }) }
      }
    }
    // On a thread of its own, so that it does not wait for the pool that they keep busy.
    try await withTaskExecutorPreference(LawThread()) {
      while try await session.count(Account.query) < 10 { await Task.yield() }
      try await workspace.suspend(grace: .zero)
    }
    #expect(fixture.openFiles() == [])
    for task in work {
      let error = await #expect(throws: StoreError.self) { try await task.value }
      #expect(error?.code == .suspended)
    }
    workspace.resume()
    #expect(try await session.check() == [])
    await workspace.close()
  }

  @Test func `may be written by another process meanwhile, which observers are told afterwards`() async throws {
    let fixture = try StoreFixture()
    let workspace = try await Workspace.open(.sqlite(fixture.path))
    let session = try await workspace.session(as: .owner)
    try await session.insert(Account { $0.name = "Acme" })
    var changes = session.observe(Account.query.order { $0.name }).makeAsyncIterator()
    #expect(try await changes.next()?.items.map(\.name) == ["Acme"])
    // Another process knows nothing of ours: its source has no identity.
    let path = fixture.path
    let elsewhere = StorageSource { options in try await SQLiteEngine.open(path, options) }
    try await workspace.suspend()
    let other = try await Workspace.open(elsewhere)
    let theirs = try await other.session(as: .owner).insert(Account { $0.name = "B" })
    try await other.session(as: .owner).alter { $0[Account.self].add(.text("tier")) }
    await other.close()
    workspace.resume()
    let change = try await changes.next()
    #expect(change?.inserted.map(\.name) == ["B"])
    #expect(change?.items.count == 2)
    let mine = try await session.insert(
      Account {
        $0.name = "C"; $0.custom["tier"] = "gold"
      })
    #expect(mine.id.rawValue > theirs.id.rawValue)
    await workspace.close()
  }

  @Test func `is not written when it was replaced meanwhile`() async throws {
    let fixture = try StoreFixture()
    let workspace = try await Workspace.open(.sqlite(fixture.path))
    let session = try await workspace.session(as: .owner)
    try await session.insert(Account { $0.name = "Acme" })
    try await workspace.suspend()
    let copy = fixture.path + "-copy"
    try FileManager.default.copyItem(atPath: fixture.path, toPath: copy)
    try FileManager.default.removeItem(atPath: fixture.path)
    try FileManager.default.moveItem(atPath: copy, toPath: fixture.path)
    workspace.resume()
    for attempt in 0..<2 {
      let error = await #expect(throws: StoreError.self, "\(attempt)") {
        if attempt == 0 { _ = try await session.count(Account.query) }
        try await session.insert(Account { $0.name = "B" })
      }
      #expect(error?.code == .damaged)
    }
    await workspace.close()
    let again = try await Workspace.open(.sqlite(fixture.path))
    #expect(try await again.session(as: .owner).fetch(Account.query).map(\.name) == ["Acme"])
    await again.close()
  }

  @Test func `is not opened by a backup or a check that was under way`() async throws {
    let fixture = try StoreFixture()
    let workspace = try await Workspace.open(.sqlite(fixture.path))
    let session = try await workspace.session(as: .owner)
    try await session.insert((0..<2_000).map { number in Account { $0.name = "Account \(number)" } })
    let copy = fixture.path + "-copy"
    let backup = Task { try await session.backup(to: copy) }
    let check = Task { try await session.check() }
    for _ in 0..<50 { await Task.yield() }
    try await workspace.suspend(grace: .zero)
    #expect(fixture.openFiles() == [])
    // Each was done before, or is refused and leaves nothing behind.
    do {
      try await backup.value
    } catch {
      #expect(error as? StoreError == nil || (error as? StoreError)?.code == .suspended)
      #expect(!FileManager.default.fileExists(atPath: copy))
    }
    do { #expect(try await check.value == []) } catch { #expect((error as? StoreError)?.code == .suspended) }
    await workspace.close()
  }
}

/// What letting go leaves open, and what an open store needs: its file, log, shared memory and lock once, and file and log
/// again for each reader.
@Suite struct `The descriptors of a store` {
  private static let writing = ["store.crm", "store.crm-lock", "store.crm-shm", "store.crm-wal"]
  private static let reading = ["store.crm", "store.crm-wal"]

  @Test func `are six while it is idle and none once it rests`() async throws {
    let fixture = try StoreFixture()
    let engine = try await fixture.opened()
    #expect(fixture.openFiles() == Self.writing)
    for _ in 0..<3 { _ = try await engine.read(grant) { try $0.lastSequence() } }
    #expect(fixture.openFiles() == (Self.writing + Self.reading).sorted())
    await engine.letGo(grant)
    #expect(fixture.openFiles() == [])
    // What is read needs no writer, nor a lock against others.
    _ = try await engine.read(grant) { try $0.lastSequence() }
    #expect(fixture.openFiles() == ["store.crm", "store.crm-shm", "store.crm-wal"])
    await engine.close(grant)
    #expect(fixture.openFiles() == [])
  }

  @Test func `are those that nobody uses fewer when others are in use`() async throws {
    let fixture = try StoreFixture()
    let engine = try await fixture.opened()
    let (inside, release) = (Latch(), Latch())
    _ = try await engine.read(grant) { try $0.lastSequence() }
    let writing = Task(executorPreference: LawThread()) {
      try await engine.write(grant) { _ in
        inside.open()
        return release.block(.seconds(600))
      }
    }
    await inside.wait()
    await engine.letGo(grant)
    // SQLite closes no descriptor of a file as long as the process has a lock on it.
    #expect(fixture.openFiles() == (["store.crm"] + Self.writing))
    release.open()
    #expect(try await writing.value)
    let (isRead, isEnough) = (Latch(), Latch())
    let reading = Task(executorPreference: LawThread()) {
      try await engine.read(grant) { _ in
        isRead.open()
        return isEnough.block(.seconds(600))
      }
    }
    await isRead.wait()
    await engine.letGo(grant)
    // The writing connection is closed last.
    #expect(fixture.openFiles() == (Self.writing + Self.reading).sorted())
    isEnough.open()
    #expect(try await reading.value)
    await engine.letGo(grant)
    #expect(fixture.openFiles() == [])
    await engine.close(grant)
  }
}

extension StoreFixture {
  /// The files of the folder that this process has open, by their names, each as often as it is; empty where nobody can tell.
  func openFiles() -> [String] {
    let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    return descriptors.compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)") }
      .filter { $0.hasPrefix(folder.path + "/") }.map { String($0.dropFirst(folder.path.count + 1)) }.sorted()
  }

  /// The files in the folder.
  func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
}
