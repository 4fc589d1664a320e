import CRM
import Foundation
import Testing

@Suite struct `The sketches of the design` {
  /// The engines that they run on.
  enum Engine: String, CaseIterable { case memory, sqlite }

  private func with<T>(_ engine: Engine, _ body: (StorageSource) async throws -> T) async throws -> T {
    if engine == .memory { return try await body(.memory) }
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("sketch-\(UUID().uuidString).crm").path
    defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
    return try await body(.sqlite(path))
  }

  @Test(arguments: Engine.allCases)
  func `work for a deal that is in no stage yet`(_ engine: Engine) async throws {
    let sketch = try await with(engine, firstSketch)
    #expect(sketch.deal.name == "200 seats")
    #expect(sketch.deal.amount == .usd(48_000))
    #expect(sketch.deal.stage == nil)
    // Not open, because nothing is known of its stage; `isNull` would find it.
    #expect(sketch.open == [])
    #expect(sketch.called.nextStep == "Call Ana")
    #expect(sketch.called.record.revision == 2)
    #expect(sketch.stages == 0)
  }

  @Test(arguments: Engine.allCases)
  func `work for a stranger's entity and a customer's field`(_ engine: Engine) async throws {
    let sketch = try await with(engine, secondSketch)
    #expect(sketch.due.map(\.name.first) == ["Ana"])
    #expect(sketch.gold.map(\.name) == ["Acme"])
  }
}
