import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

@testable import CRMTesting

/// Damage that no writer can plant: an engine that does not agree with itself.
@Suite struct `A check of an engine that contradicts itself` {
  /// What a check finds in a store with three commits whose engine lies.
  private static func found(
    _ kind: StoreKind, problems: [String] = [], _ lie: (inout Sabotage) -> Void = { _ in }
  ) async throws -> [Violation] {
    var lies = Sabotage()
    lie(&lies)
    let told = lies
    return try await kind.withSource { source in
      let open = source.open
      let lying = StorageSource(identity: source.identity) { options in
        LyingEngine(base: try await open(options), lies: told, problems: problems)
      }
      let workspace = try await Workspace.prepared(on: lying)
      let session = try await workspace.session(as: .owner)
      for name in ["A", "B", "C"] { try await session.insert(Account { $0.name = name }) }
      let found = try await session.check()
      await workspace.close()
      return found
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `finds nothing when it tells the truth`(_ kind: StoreKind) async throws {
    #expect(try await Self.found(kind) == [])
  }

  @Test(arguments: StoreKind.allCases)
  func `tells that counting and reading disagree`(_ kind: StoreKind) async throws {
    let found = try await Self.found(kind) { lies in
      lies.count = { max(try $3.count($0, $1, limit: $2) - 1, 0) }
    }
    #expect(found.map(\.code) == ["count_differs"])
    #expect(found.map(\.entity) == ["account"])
  }

  @Test(arguments: StoreKind.allCases)
  func `tells a gap in the change log`(_ kind: StoreKind) async throws {
    let found = try await Self.found(kind) { lies in
      lies.log = { try $2.log(after: $0, limit: $1).filter { $0.sequence != 2 } }
    }
    #expect(found.map(\.code) == ["log_gap"])
    #expect(found.first?.message.contains("before 3") == true)
  }

  @Test(arguments: StoreKind.allCases)
  func `tells entries of the change log that are lost at its end`(_ kind: StoreKind) async throws {
    let found = try await Self.found(kind) { lies in
      lies.log = { try $2.log(after: $0, limit: $1).filter { $0.sequence != 3 } }
    }
    #expect(found.map(\.code) == ["log_gap"])
  }

  @Test(arguments: StoreKind.allCases)
  func `tells entries of the change log beyond its own count`(_ kind: StoreKind) async throws {
    let found = try await Self.found(kind) { lies in
      lies.lastSequence = { try $0.lastSequence() - 1 }
    }
    #expect(found.map(\.code) == ["log_count"])
  }

  @Test(arguments: StoreKind.allCases)
  func `passes on what the engine finds wrong with itself`(_ kind: StoreKind) async throws {
    let found = try await Self.found(kind, problems: ["index 110 misses rows"])
    #expect(found == [Violation("engine", "index 110 misses rows")])
  }
}
