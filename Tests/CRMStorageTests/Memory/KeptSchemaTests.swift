import CRMModel
import CRMStorage
import Testing

@Suite struct `The schema of a store in memory` {
  private struct Regret: Error {}

  private func keep(_ catalog: Catalog, in engine: MemoryEngine) async throws {
    try await engine.write(EngineGrant()) { try StoreSchema.store(catalog, $0) }
  }

  private func kept(in engine: MemoryEngine) async throws -> Catalog? {
    try await engine.read(EngineGrant()) { try StoreSchema.catalog($0) }
  }

  @Test func `is read as it was committed last`() async throws {
    let engine = MemoryEngine()
    #expect(try await kept(in: engine)?.entities == nil)
    var catalog = try PlanWorlds.installing([BaseModule()], into: Catalog(currency: .eur))
    try await keep(catalog, in: engine)
    let fork = try engine.fork()
    let first = catalog
    catalog.generation += 1
    try await keep(catalog, in: engine)
    for (engine, expected) in [(engine, catalog), (fork, first), (engine, catalog)] {
      let found = try #require(try await kept(in: engine))
      #expect(found.generation == expected.generation)
      #expect(found.entities == expected.entities)
    }
  }

  @Test func `stays as it was when a write of it is undone`() async throws {
    let engine = MemoryEngine()
    var catalog = try PlanWorlds.installing([BaseModule()], into: Catalog(currency: .eur))
    try await keep(catalog, in: engine)
    let first = catalog.generation
    catalog.generation += 1
    let other = catalog
    await #expect(throws: Regret.self) {
      try await engine.write(EngineGrant()) { writer in
        try StoreSchema.store(other, writer)
        throw Regret()
      }
    }
    let inside = try await engine.write(EngineGrant()) { writer in
      #expect(throws: Regret.self) {
        try writer.atomically {
          try StoreSchema.store(other, writer)
          #expect(try StoreSchema.catalog(writer)?.generation == other.generation)
          throw Regret()
        }
      }
      return try StoreSchema.catalog(writer)?.generation
    }
    #expect(inside == first)
    let outside = try await kept(in: engine)?.generation
    #expect(outside == first)
  }
}
