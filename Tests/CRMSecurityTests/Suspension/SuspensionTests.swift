import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

@testable import CRMTesting

/// "New reads and writes throw a retryable `suspended` until `resume()`", on every engine.
@Suite struct `A suspended workspace` {
  @Test(arguments: StoreKind.allCases)
  func `refuses reads and writes until it is resumed`(_ kind: StoreKind) async throws {
    try await kind.withSuspensionBench { bench in
      let (workspace, session) = (bench.workspace, bench.session)
      try await session.insert(Account { $0.name = "Acme" })
      #expect(!workspace.isSuspended)
      try await workspace.suspend()
      #expect(workspace.isSuspended)
      try await expectSuspended { _ = try await session.count(Account.query) }
      try await expectSuspended { try await session.insert(Account { $0.name = "B" }) }
      try await expectSuspended { try await session.write { tx in _ = try tx.insert(Account { $0.name = "C" }) } }
      try await expectSuspended { try await session.alter { $0[Account.self].add(.text("tier")) } }
      try await expectSuspended { _ = try await session.check() }
      try await expectSuspended { try await session.forgetChanges(through: 0) }
      // What needs no store is there, the schema for one.
      #expect(session.schema["account"] != nil)
      workspace.resume()
      #expect(!workspace.isSuspended)
      #expect(try await session.fetch(Account.query).map(\.name) == ["Acme"])
      try await session.insert(Account { $0.name = "D" })
      #expect(try await session.count(Account.query) == 2)
      #expect(try await session.check() == [])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is so once however often it is asked for`(_ kind: StoreKind) async throws {
    try await kind.withSuspensionBench { bench in
      let (workspace, session) = (bench.workspace, bench.session)
      workspace.resume()
      try await workspace.suspend()
      try await workspace.suspend(grace: .zero)
      workspace.resume()
      workspace.resume()
      #expect(try await session.count(Account.query) == 0)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is resumed by being closed, and cannot be suspended then`(_ kind: StoreKind) async throws {
    try await kind.withWorkspace { workspace in
      try await workspace.suspend()
      await workspace.close()
      let error = await #expect(throws: StoreError.self) { try await workspace.suspend() }
      #expect(error?.code == .closed)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `lets a transaction that runs come to its end within the grace`(_ kind: StoreKind) async throws {
    try await kind.withSuspensionBench { bench in
      let (workspace, session) = (bench.workspace, bench.session)
      let write = await bench.heldWrite()
      let suspending = await bench.suspending()
      try await expectSuspended { try await session.insert(Account { $0.name = "B" }) }
      write.goOn()
      try await suspending.value
      try await write.task.value
      workspace.resume()
      #expect(try await session.fetch(Account.query).map(\.name) == ["Acme"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `turns writers in line away while another one runs on`(_ kind: StoreKind) async throws {
    try await kind.withSuspensionBench { bench in
      let (workspace, session) = (bench.workspace, bench.session)
      let write = await bench.heldWrite()
      let waiting = (0..<3).map { number in
        Task(executorPreference: LawThread()) { try await session.insert(Account { $0.name = "\(number)" }) }
      }
      // They are in line, or come to it later and are turned away all the same.
      for _ in 0..<100 { await Task.yield() }
      let suspending = await bench.suspending()
      for task in waiting { try await expectSuspended { _ = try await task.value } }
      write.goOn()
      try await suspending.value
      try await write.task.value
      workspace.resume()
      #expect(try await session.count(Account.query) == 1)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `interrupts a transaction that goes on after the grace, which leaves nothing behind`(
    _ kind: StoreKind
  ) async throws {
    try await kind.withSuspensionBench { bench in
      let (workspace, session) = (bench.workspace, bench.session)
      let writing = await bench.endlessWrite()
      try await workspace.suspend(grace: .zero)
      try await expectSuspended { try await writing.value }
      workspace.resume()
      #expect(try await session.count(Account.query) == 0)
      #expect(try await session.check() == [])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `interrupts a read that goes on after the grace`(_ kind: StoreKind) async throws {
    try await kind.withSuspensionBench { bench in
      let (workspace, session) = (bench.workspace, bench.session)
      let reading = await bench.endlessRead()
      try await workspace.suspend(grace: .zero)
      try await expectSuspended { try await reading.value }
      workspace.resume()
      #expect(try await session.count(Account.query) == 0)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `commits nothing of a transaction that hides that it was interrupted`(_ kind: StoreKind) async throws {
    try await kind.withSuspensionBench { bench in
      let (workspace, session) = (bench.workspace, bench.session)
      let write = await bench.heldWrite(first: { try $0.insert(Account { $0.name = "Acme" }) }) { tx in
        _ = try? tx.count(Account.query)
      }
      // A closure that does not ask cannot be stopped: that is said, and nothing new begins.
      let error = await #expect(throws: StoreError.self) { try await workspace.suspend(grace: .zero) }
      #expect(error?.code == .busy)
      #expect(workspace.isSuspended)
      write.goOn()
      try await expectSuspended { try await write.task.value }
      try await workspace.suspend()
      workspace.resume()
      #expect(try await session.count(Account.query) == 0)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `gives no grace to a task that is cancelled`(_ kind: StoreKind) async throws {
    try await kind.withSuspensionBench { bench in
      let writing = await bench.endlessWrite()
      let suspending = await bench.suspending(grace: .hours(1))
      suspending.cancel()
      try await suspending.value
      try await expectSuspended { try await writing.value }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `goes on if it is resumed while it is being suspended`(_ kind: StoreKind) async throws {
    try await kind.withSuspensionBench { bench in
      let (workspace, session) = (bench.workspace, bench.session)
      let write = await bench.heldWrite()
      let suspending = await bench.suspending()
      workspace.resume()
      write.goOn()
      let error = await #expect(throws: StoreError.self) { try await suspending.value }
      #expect(error?.code == .cancelled)
      try await write.task.value
      #expect(try await session.count(Account.query) == 1)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `stays so as long as one opener of the store wants it to be`(_ kind: StoreKind) async throws {
    try await kind.withSuspensionBenches(3) { benches in
      let (first, second, third) = (benches[0].workspace, benches[1].workspace, benches[2].workspace)
      let session = benches[2].session
      try await first.suspend()
      #expect(third.isSuspended)
      try await expectSuspended { _ = try await session.count(Account.query) }
      try await second.suspend()
      // Whoever opens the store meanwhile is told the same.
      let fourth = try await Workspace.open(benches[0].source)
      try await expectSuspended { _ = try await fourth.session(as: .owner).count(Account.query) }
      first.resume()
      third.resume()
      try await expectSuspended { _ = try await session.count(Account.query) }
      await second.close()
      #expect(!third.isSuspended)
      #expect(try await session.count(Account.query) == 0)
      await fourth.close()
    }
  }
}
