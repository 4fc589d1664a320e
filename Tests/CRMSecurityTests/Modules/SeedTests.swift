import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Foundation
import Testing

/// A module whose seeds a test makes up.
private struct Garage: CRMModule {
  static let name: ModuleName = "workshop"
  static let version = 1
  var seeds: [AnySeed] = []
  var content: ModuleContent {
    var content = ModuleContent()
    content.entities = [RepairKind.schema.definition]
    content.seeds = seeds
    return content
  }
}

@Suite struct `A seed record` {
  private func withKinds(
    _ kind: StoreKind, _ body: (StorageSource, Workspace, Session) async throws -> Void
  ) async throws {
    try await kind.withSource { source in
      let name = "seeds-\(UUID().uuidString)"
      let joined = kind == .memory ? StorageSource(identity: { name }, open: source.open) : source
      let first = try await Workspace.prepared(on: joined, modules: [WorkshopBetween()])
      do {
        try await body(joined, first, try await first.session(as: .owner))
        await first.close()
      } catch {
        await first.close()
        throw error
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `follows the module in fields that nobody changed, and leaves those that somebody did`(_ kind: StoreKind)
    async throws
  {
    try await withKinds(kind) { source, first, session in
      let minor = try await session.read { try $0.find(seed: Workshop.minor) }
      #expect(minor.hourlyRate == 60)
      try await session.update(minor.id) { $0.name = "Quick" }
      let workspace = try await Workspace.open(source, modules: [Workshop()])
      let now = try await session.read { try $0.find(seed: Workshop.minor) }
      #expect(now.id == minor.id)
      #expect(now.name == "Quick")
      #expect(now.hourlyRate == 70)
      #expect(now.symbol == "m")
      await workspace.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `does not come back once it was deleted`(_ kind: StoreKind) async throws {
    try await withKinds(kind) { source, first, session in
      let minor = try await session.read { try $0.find(seed: Workshop.minor) }
      try await session.delete(minor.id)
      let workspace = try await Workspace.open(source, modules: [Workshop()])
      #expect(try await session.read { try $0.fetch(seed: Workshop.minor) } == nil)
      let error = await #expect(throws: StoreError.self) {
        try await session.read { try $0.find(seed: Workshop.minor) }
      }
      #expect(error?.code == .recordNotFound)
      #expect(error?.kind == .notFound)
      #expect(try await session.fetch(RepairKind.query.order(by: { $0.name })).map(\.name) == ["General", "Major"])
      await workspace.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `takes a record that has its unique value already`(_ kind: StoreKind) async throws {
    try await withKinds(kind) { source, first, session in
      let own = try await session.insert(
        RepairKind {
          $0.name = "Major"; $0.hourlyRate = 200
        })
      let workspace = try await Workspace.open(source, modules: [Workshop()])
      let major = try await session.read { try $0.find(seed: Workshop.major) }
      #expect(major.id == own.id)
      #expect(major.hourlyRate == 200)
      await workspace.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is not written again when the same version is opened again`(_ kind: StoreKind) async throws {
    try await withKinds(kind) { source, first, session in
      let before = try await session.changes(after: 0).count
      let again = try await Workspace.open(source, modules: [WorkshopBetween()])
      #expect(try await session.changes(after: 0).count == before)
      #expect(try await session.count(RepairKind.query) == 1)
      await again.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is refused with a name that is not its module's, or twice`(_ kind: StoreKind) async throws {
    let names: [[SeedName]] = [["minor"], ["garage.minor"], ["workshop.Minor"], ["workshop.a", "workshop.a"]]
    for names in names {
      let seeds = names.map { AnySeed($0, of: RepairKind.name) { _ in Record(RepairKind.name, ["name": "A"]) } }
      try await kind.withSource { source in
        let error = await #expect(throws: StoreError.self) {
          try await Workspace.open(source, modules: [Garage(seeds: seeds)])
        }
        #expect(error?.violations.map(\.code) == [.badSeed], "\(names)")
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `that breaks a rule refuses the whole opening and says which`(_ kind: StoreKind) async throws {
    let seed = AnySeed("workshop.bad", of: RepairKind.name) { _ in Record(RepairKind.name, ["name": 5]) }
    try await kind.withSource { source in
      let error = await #expect(throws: StoreError.self) {
        try await Workspace.open(source, modules: [Garage(seeds: [seed])])
      }
      #expect(error?.code == .upgradeFailed)
      #expect(error?.violations.map(\.field) == ["name"])
      let workspace = try await Workspace.open(source, modules: [Garage()])
      #expect(workspace.modules["workshop"] == 1)
      await workspace.close()
    }
  }
}
