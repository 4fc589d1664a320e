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
    try await kind.withPromptSession { workspace, session in
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
    try await kind.withPromptSession { workspace, session in
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
    try await kind.withPromptSession { workspace, session in
      let (inside, release) = (Latch(), Latch())
      let writing = Task(executorPreference: LawThread()) {
        try await session.write { tx in
          inside.open()
          _ = release.block(.seconds(600))
          try tx.insert(Account { $0.name = "Acme" })
        }
      }
      await inside.wait()
      let suspending = Task(executorPreference: LawThread()) { try await workspace.suspend(grace: .minutes(1)) }
      while !workspace.isSuspended { await Task.yield() }
      try await expectSuspended { try await session.insert(Account { $0.name = "B" }) }
      release.open()
      try await suspending.value
      try await writing.value
      workspace.resume()
      #expect(try await session.fetch(Account.query).map(\.name) == ["Acme"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `turns writers in line away while another one runs on`(_ kind: StoreKind) async throws {
    try await kind.withPromptSession { workspace, session in
      let (inside, release) = (Latch(), Latch())
      let writing = Task(executorPreference: LawThread()) {
        try await session.write { tx in
          inside.open()
          _ = release.block(.seconds(600))
          try tx.insert(Account { $0.name = "Acme" })
        }
      }
      await inside.wait()
      let waiting = (0..<3).map { number in
        Task(executorPreference: LawThread()) { try await session.insert(Account { $0.name = "\(number)" }) }
      }
      // They are in line, or come to it later and are turned away all the same.
      for _ in 0..<100 { await Task.yield() }
      let suspending = Task(executorPreference: LawThread()) { try await workspace.suspend(grace: .minutes(1)) }
      for task in waiting { try await expectSuspended { _ = try await task.value } }
      release.open()
      try await suspending.value
      try await writing.value
      workspace.resume()
      #expect(try await session.count(Account.query) == 1)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `interrupts a transaction that goes on after the grace, which leaves nothing behind`(
    _ kind: StoreKind
  ) async throws {
    try await kind.withPromptSession { workspace, session in
      let inside = Latch()
      let writing = Task(executorPreference: LawThread()) {
        try await session.write { tx in
          for number in 0..<1_000_000 {
            try tx.insert(Account { $0.name = "Account \(number)" })
            inside.open()
          }
        }
      }
      await inside.wait()
      try await workspace.suspend(grace: .zero)
      try await expectSuspended { try await writing.value }
      workspace.resume()
      #expect(try await session.count(Account.query) == 0)
      #expect(try await session.check() == [])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `interrupts a read that goes on after the grace`(_ kind: StoreKind) async throws {
    try await kind.withPromptSession { workspace, session in
      let inside = Latch()
      let reading = Task(executorPreference: LawThread()) {
        try await session.read { snapshot in
          for _ in 0..<10_000_000 {
            _ = try snapshot.count(Account.query)
            inside.open()
          }
        }
      }
      await inside.wait()
      try await workspace.suspend(grace: .zero)
      try await expectSuspended { try await reading.value }
      workspace.resume()
      #expect(try await session.count(Account.query) == 0)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `commits nothing of a transaction that hides that it was interrupted`(_ kind: StoreKind) async throws {
    try await kind.withPromptSession { workspace, session in
      let (inside, release) = (Latch(), Latch())
      let writing = Task(executorPreference: LawThread()) {
        try await session.write { tx in
          try tx.insert(Account { $0.name = "Acme" })
          inside.open()
          _ = release.block(.seconds(600))
          _ = try? tx.count(Account.query)
        }
      }
      await inside.wait()
      // A closure that does not ask cannot be stopped: that is said, and nothing new begins.
      let error = await #expect(throws: StoreError.self) { try await workspace.suspend(grace: .zero) }
      #expect(error?.code == .busy)
      #expect(workspace.isSuspended)
      release.open()
      try await expectSuspended { try await writing.value }
      try await workspace.suspend()
      workspace.resume()
      #expect(try await session.count(Account.query) == 0)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `gives no grace to a task that is cancelled`(_ kind: StoreKind) async throws {
    try await kind.withPromptSession { workspace, session in
      let inside = Latch()
      let writing = Task(executorPreference: LawThread()) {
        try await session.write { tx in
          for number in 0..<1_000_000 {
            try tx.insert(Account { $0.name = "Account \(number)" })
            inside.open()
          }
        }
      }
      await inside.wait()
      let suspending = Task(executorPreference: LawThread()) { try await workspace.suspend(grace: .hours(1)) }
      suspending.cancel()
      try await suspending.value
      try await expectSuspended { try await writing.value }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `goes on if it is resumed while it is being suspended`(_ kind: StoreKind) async throws {
    try await kind.withPromptSession { workspace, session in
      let (inside, release) = (Latch(), Latch())
      let writing = Task(executorPreference: LawThread()) {
        try await session.write { tx in
          inside.open()
          _ = release.block(.seconds(600))
          try tx.insert(Account { $0.name = "Acme" })
        }
      }
      await inside.wait()
      let suspending = Task(executorPreference: LawThread()) { try await workspace.suspend(grace: .minutes(1)) }
      while !workspace.isSuspended { await Task.yield() }
      workspace.resume()
      release.open()
      let error = await #expect(throws: StoreError.self) { try await suspending.value }
      #expect(error?.code == .cancelled)
      try await writing.value
      #expect(try await session.count(Account.query) == 1)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `stays so as long as one opener of the store wants it to be`(_ kind: StoreKind) async throws {
    try await kind.withSource { source in
      let shared = source.known(as: "suspended \(kind)")
      let first = try await Workspace.open(shared)
      let second = try await Workspace.open(shared)
      let third = try await Workspace.open(shared)
      let session = try await third.session(as: .owner)
      try await first.suspend()
      #expect(third.isSuspended)
      try await expectSuspended { _ = try await session.count(Account.query) }
      try await second.suspend()
      // Whoever opens the store meanwhile is told the same.
      let fourth = try await Workspace.open(shared)
      try await expectSuspended { _ = try await fourth.session(as: .owner).count(Account.query) }
      first.resume()
      third.resume()
      try await expectSuspended { _ = try await session.count(Account.query) }
      await second.close()
      #expect(!third.isSuspended)
      #expect(try await session.count(Account.query) == 0)
      for workspace in [first, third, fourth] { await workspace.close() }
    }
  }
}

extension StoreKind {
  /// Opens an empty store as `withSession` does, for a test that has a thread of its own: what it holds up or keeps busy must not
  /// wait for a busy pool.
  fileprivate func withPromptSession(_ body: @Sendable (Workspace, Session) async throws -> Void) async throws {
    try await withTaskExecutorPreference(LawThread()) { try await withSession { try await body($0, $1) } }
  }
}

extension StorageSource {
  /// The same store under a name, so that those who open it twice share it.
  fileprivate func known(as name: String) -> StorageSource {
    StorageSource(identity: { name }, open: open)
  }
}

/// Expects the error of a suspended workspace, the one that may be tried again.
func expectSuspended(
  _ body: () async throws -> Void, sourceLocation: SourceLocation = #_sourceLocation
) async throws {
  let error = await #expect(throws: StoreError.self, sourceLocation: sourceLocation) { try await body() }
  #expect(error?.code == .suspended, "\(error.debugDescription)", sourceLocation: sourceLocation)
  #expect(error?.kind == .busy, sourceLocation: sourceLocation)
  #expect(error?.isRetryable == true, sourceLocation: sourceLocation)
}
