import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

/// A module whose version and upgrades a test makes up.
private protocol Numbered: CRMModule {}
extension Numbered {
  static var name: ModuleName { "depot" }
  @ModuleContentBuilder var content: ModuleContent {
    EntitySchema("depot.shelf", title: ["mark"], fields: [FieldSchema("mark", .text), FieldSchema("width", .integer)])
  }
}
private struct Depot1: Numbered { static let version = 1 }
private struct Depot4: Numbered {
  static let version = 4
  var upgrades: [ModuleUpgrade] = []
}
private struct DecimalDepot: CRMModule {
  static let name: ModuleName = "depot"
  static let version = 1
  var content: ModuleContent {
    EntitySchema(
      "depot.shelf", title: ["mark"],
      fields: [FieldSchema("mark", .text), FieldSchema("width", .decimal(scale: 2))])
  }
}
private struct NarrowDepot: Numbered {
  static let version = 2
  let losing: Bool?
  var upgrades: [ModuleUpgrade] {
    guard let losing else { return [ModuleUpgrade(to: 2)] }
    return [ModuleUpgrade(to: 2, .retype("depot.shelf", "width", to: .integer, losing: losing))]
  }
}

@Suite struct `The way between versions of a module` {
  private func violations(
    from old: any CRMModule, to new: any CRMModule, _ kind: StoreKind
  ) async throws -> [Violation] {
    try await kind.withJoinedStore(modules: [old]) { source, first, session in
      let before = session.schema
      do {
        await (try await Workspace.open(source, modules: [new])).close()
        return []
      } catch let error as StoreError {
        #expect(error.code == .schemaRefused)
        #expect(session.schema == before)
        return error.violations
      }
    }
  }

  @Test(
    arguments: StoreKind.allCases,
    [[2, 4], [4, 3, 2], [2, 3], [2, 3, 4, 5], [2, 2, 3, 4], [1, 2, 3, 4]] as [[Int]])
  func `has a step to each version, in order`(_ kind: StoreKind, _ versions: [Int]) async throws {
    let new = Depot4(upgrades: versions.map { ModuleUpgrade(to: $0) })
    let found = try await violations(from: Depot1(), to: new, kind)
    #expect(found.map(\.code) == [.missingUpgrade])
    #expect(found.first?.message.contains(versions.map(String.init).joined(separator: ", ")) == true)
  }

  @Test(arguments: StoreKind.allCases)
  func `may begin later, and tells stores that are older`(_ kind: StoreKind) async throws {
    let late = Depot4(upgrades: [ModuleUpgrade(to: 3), ModuleUpgrade(to: 4)])
    let found = try await violations(from: Depot1(), to: late, kind)
    #expect(found.map(\.code) == [.missingUpgrade])
    #expect(found.first?.message.contains("has version 1") == true)
    let early = Depot4(upgrades: [ModuleUpgrade(to: 2), ModuleUpgrade(to: 3), ModuleUpgrade(to: 4)])
    #expect(try await violations(from: Depot1(), to: early, kind) == [])
    #expect(try await violations(from: Depot1(), to: Depot4(), kind) == [])
  }

  @Test(arguments: StoreKind.allCases)
  func `loses nothing unless a step says so`(_ kind: StoreKind) async throws {
    #expect(
      try await violations(from: DecimalDepot(), to: NarrowDepot(losing: nil), kind).map(\.code) == [.undeclaredLoss])
    #expect(
      try await violations(from: DecimalDepot(), to: NarrowDepot(losing: false), kind).map(\.code) == [.undeclaredLoss])
    #expect(try await violations(from: DecimalDepot(), to: NarrowDepot(losing: true), kind) == [])
  }

  @Test(arguments: StoreKind.allCases)
  func `names fields that are there`(_ kind: StoreKind) async throws {
    let new = Depot4(
      upgrades: [
        ModuleUpgrade(to: 2, .rename("depot.shelf", "colour", to: "shade")), ModuleUpgrade(to: 3),
        ModuleUpgrade(to: 4, .rename("account", "name", to: "title")),
      ])
    let found = try await violations(from: Depot1(), to: new, kind)
    #expect(found.map(\.code) == [.unknownField, .ownedByModule])
  }

  @Test(arguments: StoreKind.allCases)
  func `tells two backfills of one name`(_ kind: StoreKind) async throws {
    let new = Depot4(
      upgrades: [
        ModuleUpgrade(to: 4, .backfill("same") { _ in }, .backfill("same") { _ in })
      ])
    #expect(try await violations(from: Depot1(), to: new, kind).map(\.code) == [.nameTaken])
  }
}
