import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

@testable import CRMTesting

/// An engine whose log keeps short entries only.
private struct ShortLogEngine: ForwardingEngine {
  let base: any StorageEngine

  func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    var short = Sabotage()
    short.append = { entry, moment, writer in
      if entry.count > 16 << 10 { throw EngineError(.invalid, "too_large", "larger than the store allows") }
      return try writer.append(entry, at: moment)
    }
    let sabotage = short
    return try await base.write(grant) { try body(SabotagedWriter($0, sabotage)) }
  }
}

/// "A log entry may have 256 MiB in SQLite": here an engine that keeps no more than 16 KiB, so that it is quickly reached.
@Suite struct `A commit that the change log cannot hold` {
  @Test(arguments: StoreKind.allCases)
  func `is refused with what to do, and nothing is lost`(_ kind: StoreKind) async throws {
    try await kind.withSource { source in
      let open = source.open
      let small = StorageSource(identity: source.identity) { options in
        ShortLogEngine(base: try await open(options))
      }
      let workspace = try await Workspace.prepared(on: small)
      let session = try await workspace.session(as: .owner)
      let rows = (0..<1_000).map { "Account \($0),old words of some length\n" }.joined()
      let first = Array("name,description\n\(rows)".utf8)
      let second = Array("name,description\n\(rows.replacing("old", with: "new"))".utf8)
      var map = ImportMap("account")
      map.targets[0].upsert = "name"
      // New records cost the log a few bytes each; changed ones their old values.
      #expect(try await session.importCSV(.bytes(first), map: map).inserted == 1_000)
      let error = await #expect(throws: StoreError.self) { try await session.importCSV(.bytes(second), map: map) }
      #expect(error?.code == .tooLarge)
      #expect(error?.message.contains("in several") == true)
      let kept = Query("account").where(
        .compare(.equal, .field("description"), .literal(.text("old words of some length"))))
      #expect(try await session.count(kept) == 1_000)
      // The store goes on.
      try await session.insert(Account { $0.name = "Later" })
      #expect(try await session.check() == [])
      await workspace.close()
    }
  }
}
