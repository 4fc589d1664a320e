import CRMModel
import CRMStorage
import Foundation
import Testing

@testable import CRMSQLite

/// A backup that is stopped at its first page while the store is written to.
@Suite(
  .serialized,
  .enabled(if: FaultLayer.isAvailable, "this SQLite takes no URIs, so that no layer can be put below it"))
struct `A backup under way` {
  private static let text = String(repeating: "x", count: 1_000)
  private static let ids = Array(Int64(1)...12_000)
  private static let names: [String?] = ids.map { "\($0)\(text)" }

  /// Runs a backup and, once it has come to its first page, what `meanwhile` does.
  private func backUp(
    _ fixture: StoreFixture, _ layer: FaultLayer, meanwhile: (SQLiteEngine) async throws -> Void
  ) async throws {
    let engine = try await SQLiteEngine.open(fixture.path, EngineOptions(), fileLayer: layer.name)
    try await engine.write(grant) { writer in
      try writer.apply(.createTable(Sample.account))
      try writer.insert(Sample.accounts(Self.ids, names: Self.names), into: Sample.accountTable)
    }
    let pause = LayerPause()
    layer.watch(.write, pausingAt: 1, pause)
    let copy = fixture.path + ".copy"
    let backup = Task { try await engine.backup(grant, to: copy) }
    await pause.wait()
    #expect(layer.watched == 1)
    try await meanwhile(engine)
    let before = layer.watched
    pause.end()
    try await backup.value
    // Nothing held the work up: the backup was waiting for it, not it for the backup.
    #expect(pause.wasEnded)
    // Nobody writes any more but the backup, and it had nearly all of its pages still to write.
    #expect(layer.watched - before >= 3_000)
    layer.watch([])
    await engine.close(grant)
  }

  private func names(_ path: String) async throws -> [String?] {
    var options = EngineOptions()
    options.isReadOnly = true
    let copy = try await SQLiteEngine.open(path, options)
    let names = try await copy.read(grant) { try $0.names() }
    #expect(try await copy.integrityProblems(grant) == [])
    await copy.close(grant)
    return names
  }

  @Test func `holds up no write and no read, and holds the state before the write`() async throws {
    let fixture = try StoreFixture()
    let layer = try FaultLayer()
    try await backUp(fixture, layer) { engine in
      // Before the first row, at the last one and after it: whatever the backup reads next, it would see some of it.
      try await engine.write(grant) { writer in
        try writer.insert(Sample.accounts([0, 99_999], names: ["first", "last"]), into: Sample.accountTable)
        try writer.update(Sample.accounts([1, 12_000], names: ["changed", "changed too"]), in: Sample.accountTable)
        try writer.remove([6_000], from: Sample.accountTable)
      }
      #expect(try await engine.read(grant) { try $0.count([Source(table: 100)], nil, limit: nil) } == 12_001)
    }
    #expect(try await names(fixture.path + ".copy") == Self.names)
    let now = try await names(fixture.path)
    #expect(now.count == 12_001)
    #expect(now.first == "first" && now.last == "last")
    layer.remove()
  }

  @Test func `holds up no change of the layout, and holds the tables before it`() async throws {
    let fixture = try StoreFixture()
    let layer = try FaultLayer()
    try await backUp(fixture, layer) { engine in
      try await engine.write(grant) { writer in
        try writer.apply(.createTable(Sample.deal))
        try writer.apply(.dropColumn(Sample.weight, from: Sample.accountTable))
      }
    }
    #expect(try await names(fixture.path + ".copy") == Self.names)
    layer.remove()
  }
}
