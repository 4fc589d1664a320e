import CRMModel
import CRMSecurity
import CRMTestStores
import CRMTesting
import Testing

/// `settled()` "returns when every observation that is being iterated has delivered all that was committed before the
/// call". Reads are held at a gate here, so that nothing can have been delivered before the gate is opened.
@Suite struct `Waiting until observers have settled` {
  private static func observe(_ session: Session, _ name: String, _ diary: Diary) -> Task<[Int], any Error> {
    Task {
      var counts: [Int] = []
      for try await change in session.observe(Account.query) {
        counts.append(change.items.count)
        diary.say("\(name) \(counts.count)")
      }
      return counts
    }
  }

  /// Waits until observers have settled while the gate, which somebody has to arrive at, opens late; gives the order in
  /// which all that was said.
  private static func settle(_ workspace: Workspace, _ reads: Gate, _ diary: Diary) async -> [String] {
    let opener = Task {
      await diary.wait(for: "waiting")
      await reads.arrival()
      diary.say("opened")
      reads.open()
    }
    diary.say("waiting")
    await workspace.settled()
    diary.say("settled")
    let words = diary.words
    await opener.value
    return words
  }

  @Test(arguments: StoreKind.allCases)
  func `lasts until each of them has read what was committed`(_ kind: StoreKind) async throws {
    try await kind.withSource { source in
      let (reads, diary) = (Gate(), Diary())
      let workspace = try await Workspace.prepared(on: source.gated(reads: reads))
      let session = try await workspace.session(as: .owner)
      let observers = ["one", "two"].map { Self.observe(session, $0, diary) }
      for name in ["one 1", "two 1"] { await diary.wait(for: name) }
      reads.close()
      try await session.insert(Account { $0.name = "A" })
      let words = await Self.settle(workspace, reads, diary)
      #expect(words.filter { ["waiting", "opened", "settled"].contains($0) } == ["waiting", "opened", "settled"])
      await workspace.close()
      for observer in observers { #expect(try await observer.value == [0, 1]) }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `lasts until a new one has read what is there`(_ kind: StoreKind) async throws {
    try await kind.withSource { source in
      let (reads, diary) = (Gate(), Diary())
      let workspace = try await Workspace.prepared(on: source.gated(reads: reads))
      let session = try await workspace.session(as: .owner)
      try await session.insert(Account { $0.name = "A" })
      reads.close()
      let observer = Self.observe(session, "one", diary)
      await reads.arrival()
      let words = await Self.settle(workspace, reads, diary)
      #expect(words.filter { $0 != "one 1" } == ["waiting", "opened", "settled"])
      await workspace.close()
      #expect(try await observer.value == [1])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `does not wait for what is committed later`(_ kind: StoreKind) async throws {
    try await kind.withSource { source in
      let (reads, diary) = (Gate(), Diary())
      let workspace = try await Workspace.prepared(on: source.gated(reads: reads))
      let session = try await workspace.session(as: .owner)
      let observer = Self.observe(session, "one", diary)
      await diary.wait(for: "one 1")
      // Nothing is outstanding, and commits of other tables are nothing to this observer.
      reads.close()
      try await session.insert(Contact { $0.name = PersonName(last: "López") })
      await workspace.settled()
      reads.open()
      try await session.insert(Account { $0.name = "A" })
      await workspace.settled()
      await workspace.close()
      #expect(try await observer.value.last == 1)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `ends when the workspace is closed`(_ kind: StoreKind) async throws {
    try await kind.withSource { source in
      let (reads, diary) = (Gate(), Diary())
      let workspace = try await Workspace.prepared(on: source.gated(reads: reads))
      let session = try await workspace.session(as: .owner)
      let observer = Self.observe(session, "one", diary)
      await diary.wait(for: "one 1")
      reads.close()
      try await session.insert(Account { $0.name = "A" })
      await reads.arrival()
      let settling = Task { await workspace.settled() }
      await workspace.close()
      await settling.value
      reads.open()
      #expect(try await observer.value == [0])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `ends for who is cancelled`(_ kind: StoreKind) async throws {
    try await kind.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      var observer = session.observe(Account.query).makeAsyncIterator()
      #expect(try await observer.next()?.items.count == 0)
      try await session.insert(Account { $0.name = "A" })
      // Nobody asks the observer for what was committed, so nothing else can end the wait.
      let settling = Task { await workspace.settled() }
      settling.cancel()
      await settling.value
      #expect(try await observer.next()?.items.count == 1)
    }
  }
}
