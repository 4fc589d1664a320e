import CRMModel
import CRMSecurity
import CRMSQLite
import CRMStorage
import CRMTestStores
import Foundation
import Testing

/// What a workspace of a later version leaves behind: the same file, the same tables, a schema in another format.
@Suite struct `A store whose schema has a newer format` {
  /// Formats, and what the message names.
  private static let formats = ["2", "17", "99999999999999999999", "2-beta"]

  private static func expectRefusal(_ format: String, _ source: StorageSource, readOnly: Bool) async throws {
    let options = WorkspaceOptions { $0.isReadOnly = readOnly }
    let error = try await #require(throws: StoreError.self) {
      _ = try await Workspace.open(source, modules: [], options: options)
    }
    #expect(error.code == .newerFormat)
    #expect(error.kind == .unsupported)
    #expect(error.message.contains("format \(format)"))
    #expect(error.message.contains("newer version of swift-crm"))
  }

  @Test(arguments: formats, [false, true])
  func `is refused, and its file stays as it was to the byte`(_ format: String, _ readOnly: Bool) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("crm-newer-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = StorageSource.sqlite(folder.appendingPathComponent("store.crm").path)
    let tap = EngineTap()
    let workspace = try await Workspace.open(tap.tapping(source))
    try await workspace.session(as: .owner).insert(Account { $0.name = "Acme" })
    try await tap.write { try $0.setMetadata("format", format) }
    await workspace.close()
    let before = try Self.files(folder)
    #expect(before.keys.sorted() == ["store.crm"])
    try await Self.expectRefusal(format, source, readOnly: readOnly)
    // A reader needs the two files beside the store; they are empty.
    let after = try Self.files(folder)
    #expect(after["store.crm"] == before["store.crm"])
    #expect(after["store.crm-wal"]?.isEmpty != false)
    #expect(Set(after.keys).isSubset(of: ["store.crm", "store.crm-wal", "store.crm-shm"]))
  }

  @Test(arguments: formats)
  func `is refused in memory, and nothing is written`(_ format: String) async throws {
    let engine = UnclosedEngine(MemoryEngine())
    let source = StorageSource { _ in engine }
    let workspace = try await Workspace.open(source)
    try await workspace.session(as: .owner).insert(Account { $0.name = "Acme" })
    await workspace.close()
    try await engine.write(EngineGrant()) { try $0.setMetadata("format", format) }
    let before = engine.writes
    try await Self.expectRefusal(format, source, readOnly: false)
    #expect(engine.writes == before)
    // Given back its own format, it opens with what it held.
    try await engine.write(EngineGrant()) { try $0.setMetadata("format", "1") }
    let again = try await Workspace.open(source)
    #expect(try await again.session(as: .owner).fetch(Account.query).map(\.name) == ["Acme"])
    await again.close()
    await engine.base.close(EngineGrant())
  }

  private static func files(_ folder: URL) throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    var files: [String: Data] = [:]
    for name in names { files[name] = try Data(contentsOf: folder.appendingPathComponent(name)) }
    return files
  }
}
