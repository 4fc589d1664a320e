import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

@testable import CRMTesting

/// Who wants a store to be suspended, and until when.
@Suite struct `The openers of a suspended store` {
  @Test(arguments: StoreKind.allCases)
  func `want nothing any more once they are dropped`(_ kind: StoreKind) async throws {
    try await kind.withSuspensionBenches(1, name: "dropped") { benches in
      var dropped: Workspace? = try await Workspace.open(benches[0].source)
      try await dropped?.suspend()
      #expect(benches[0].workspace.isSuspended)
      dropped = nil
      #expect(!benches[0].workspace.isSuspended)
      #expect(try await benches[0].session.count(Account.query) == 0)
    }
  }

  @Test func `are a fork's own`() async throws {
    try await StoreKind.memory.withSuspensionBench { bench in
      let fork = try bench.workspace.fork()
      let session = try await fork.session(as: .owner)
      try await fork.suspend()
      #expect(fork.isSuspended)
      try await expectSuspended { _ = try await session.count(Account.query) }
      #expect(try await bench.session.count(Account.query) == 0)
      fork.resume()
      #expect(try await session.count(Account.query) == 0)
      await fork.close()
    }
  }

  /// The writer hides that it is interrupted, so suspending throws; the closing came before.
  @Test(arguments: StoreKind.allCases)
  func `leave nothing behind if they are closed while they are suspending in vain`(_ kind: StoreKind) async throws {
    try await kind.withSuspensionBenches(2, name: "in vain") { benches in
      let write = await benches[0].heldWrite()
      let suspending = await benches[0].suspending(benches[1].workspace, grace: .zero)
      await benches[1].workspace.close()
      let error = await #expect(throws: StoreError.self) { try await suspending.value }
      #expect(error?.code == .closed)
      #expect(!benches[0].workspace.isSuspended)
      #expect(try await benches[0].session.count(Account.query) == 0)
      write.goOn()
      _ = await write.task.result
      try await benches[0].session.insert(Account { $0.name = "B" })
    }
  }

  @Test func `cannot suspend it once they are removed, and are told from those who come later`() async throws {
    let engine = SuspendableEngine(MemoryEngine())
    let first = engine.addOpener()
    try await engine.suspend(EngineGrant(), by: first, grace: .zero)
    #expect(engine.removeOpener(first))
    #expect(!engine.removeOpener(first))
    let error = await #expect(throws: EngineError.self) {
      try await engine.suspend(EngineGrant(), by: first, grace: .zero)
    }
    #expect(error?.code == .closed)
    #expect(!engine.isSuspended)
    let second = engine.addOpener()
    #expect(second != first)
    try await engine.suspend(EngineGrant(), by: second, grace: .zero)
    #expect(!engine.resume(by: first))
    #expect(engine.isSuspended)
    #expect(engine.resume(by: second))
  }
}
