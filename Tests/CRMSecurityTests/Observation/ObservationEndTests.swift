import CRMModel
import CRMSecurity
import CRMTestStores
import CRMTesting
import Testing

/// "The sequence ends when the workspace is closed or the task is cancelled."
@Suite struct `The end of an observation` {
  /// Opens a store whose reads pass a gate, and starts to observe it.
  ///
  /// - Returns: What `body` returns, and how many changes were told.
  private static func observing(
    _ kind: StoreKind,
    _ body: (Workspace, Session, _ reads: Gate, _ observer: Task<Int, any Error>) async throws -> Void
  ) async throws -> Int {
    let reads = Gate()
    let diary = Diary()
    return try await kind.withSource { source in
      let workspace = try await Workspace.prepared(on: source.gated(reads: reads))
      let session = try await workspace.session(as: .owner)
      let observer = Task {
        var count = 0
        for try await _ in session.observe(Account.query) {
          count += 1
          diary.say("told \(count)")
        }
        return count
      }
      await diary.wait(for: "told 1")
      try await body(workspace, session, reads, observer)
      let count = try await observer.value
      await workspace.close()
      return count
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `comes when the workspace is closed`(_ kind: StoreKind) async throws {
    let count = try await Self.observing(kind) { workspace, _, _, _ in await workspace.close() }
    #expect(count == 1)
  }

  @Test(arguments: StoreKind.allCases)
  func `comes when the workspace is closed while a change is being read`(_ kind: StoreKind) async throws {
    let count = try await Self.observing(kind) { workspace, session, reads, _ in
      reads.close()
      try await session.insert(Account { $0.name = "A" })
      await reads.arrival()
      await workspace.close()
      reads.open()
    }
    #expect(count == 1)
  }

  @Test(arguments: StoreKind.allCases)
  func `comes when the task is cancelled, and nobody waits for it`(_ kind: StoreKind) async throws {
    let count = try await Self.observing(kind) { workspace, session, _, observer in
      observer.cancel()
      _ = try await observer.value
      try await session.insert(Account { $0.name = "A" })
      await workspace.settled()
    }
    #expect(count == 1)
  }

  @Test(arguments: StoreKind.allCases)
  func `comes when the task is cancelled while a change is being read`(_ kind: StoreKind) async throws {
    let count = try await Self.observing(kind) { _, session, reads, observer in
      reads.close()
      try await session.insert(Account { $0.name = "A" })
      await reads.arrival()
      observer.cancel()
      reads.open()
    }
    // The read may have been done before it saw that it was cancelled.
    #expect((1...2).contains(count))
  }

  @Test(arguments: StoreKind.allCases)
  func `is there from the beginning in a closed workspace`(_ kind: StoreKind) async throws {
    try await kind.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      var changes = session.observe(Account.query).makeAsyncIterator()
      await workspace.close()
      #expect(try await changes.next() == nil)
      #expect(try await changes.next() == nil)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `of an iterator nobody goes on with does not come in the way of settling`(_ kind: StoreKind) async throws {
    try await kind.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      for _ in 0..<3 {
        var changes = session.observe(Account.query).makeAsyncIterator()
        _ = try await changes.next()
      }
      try await session.insert(Account { $0.name = "A" })
      await workspace.settled()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `does not hide a query that is wrong`(_ kind: StoreKind) async throws {
    try await kind.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      let wrong = Account.query.where { $0.custom["shoe_size"] == 42 }
      var changes = session.observe(wrong).makeAsyncIterator()
      let error = try await #require(throws: StoreError.self) { try await changes.next() }
      #expect(error.code == .unknownField)
    }
  }
}
