import CRMModel
import CRMStorage
import Foundation
import Testing

@testable import CRMSQLite

@Suite struct `The place of a backup` {
  let fixture: StoreFixture
  init() throws { fixture = try StoreFixture() }

  private static let theirs = Data("somebody else's".utf8)
  private var target: String { fixture.path + ".copy" }

  /// What lies in the folder beside the store itself.
  private func neighbours() throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path) where name.contains("copy") {
      files[name] = try Data(contentsOf: fixture.folder.appendingPathComponent(name))
    }
    return files
  }

  /// SQLite takes such files for what was left of the copy: it would delete them, or read them into it.
  @Test(arguments: ["", "-journal", "-wal", "-shm"])
  func `is refused where a file of somebody else's lies, which stays as it is`(_ suffix: String) async throws {
    let engine = try await fixture.opened()
    try Self.theirs.write(to: URL(fileURLWithPath: target + suffix))
    let error = await #expect(throws: EngineError.self) { try await engine.backup(grant, to: target) }
    #expect(error?.kind == .exists)
    #expect(try neighbours() == ["store.crm.copy" + suffix: Self.theirs])
    await engine.close(grant)
  }

  @Test func `is refused where a link leads nowhere, which stays`() async throws {
    let engine = try await fixture.opened()
    try FileManager.default.createSymbolicLink(
      atPath: target + "-wal", withDestinationPath: fixture.folder.appendingPathComponent("nowhere").path)
    let error = await #expect(throws: EngineError.self) { try await engine.backup(grant, to: target) }
    #expect(error?.kind == .exists)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: target + "-wal").hasSuffix("nowhere"))
    await engine.close(grant)
  }

  @Test(.enabled(if: FaultLayer.isAvailable, "this SQLite takes no URIs, so that no layer can be put below it"))
  func `is left as it was by a backup that fails, with what others put beside it`() async throws {
    let layer = try FaultLayer()
    let engine = try await SQLiteEngine.open(fixture.path, EngineOptions(), fileLayer: layer.name)
    try await engine.write(grant) { try $0.apply(.createTable(Sample.account)) }
    let before = ["store.crm.copy.txt": Self.theirs, "store.crm.copy-lock": Self.theirs]
    for (name, bytes) in before { try bytes.write(to: fixture.folder.appendingPathComponent(name)) }
    let fault = try #require(Fault.all.first { $0.calls == .write && $0.stays })
    layer.arm(fault, from: 1)
    await #expect(throws: EngineError.self) { try await engine.backup(grant, to: target) }
    #expect(layer.disarm().failed > 0)
    #expect(try neighbours() == before)
    try await engine.backup(grant, to: target)
    #expect(try neighbours().keys.sorted() == ["store.crm.copy", "store.crm.copy-lock", "store.crm.copy.txt"])
    await engine.close(grant)
    layer.remove()
  }
}
