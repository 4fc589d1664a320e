import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

@Suite struct `An observation` {
  private static let retail = Account.query.where { $0.industry == "Retail" }.order(by: { $0.name })

  private static func account(_ name: String, _ industry: String = "Retail") -> Account {
    Account { ($0.name, $0.industry) = (name, industry) }
  }

  @Test(arguments: StoreKind.allCases)
  func `begins with what is there, all of it inserted`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let stored = try await session.insert([Self.account("B"), Self.account("A"), Self.account("C", "Bank")])
      var changes = session.observe(Self.retail).makeAsyncIterator()
      let first = try #require(try await changes.next())
      #expect(first.items == [stored[1], stored[0]])
      #expect(first.inserted == first.items)
      #expect(first.updated.isEmpty && first.removed.isEmpty)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells what is new, what changed and what is gone`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let stored = try await session.insert(["A", "B", "C", "D"].map { Self.account($0) })
      var changes = session.observe(Self.retail).makeAsyncIterator()
      _ = try await changes.next()
      let (new, changed) = try await session.write { tx in
        let new = try tx.insert(Self.account("AA"))
        let changed = try tx.update(stored[1].id) { $0.employees = 5 }
        // One goes out of the query, one into the bin.
        try tx.update(stored[2].id) { $0.industry = "Bank" }
        try tx.delete(stored[3].id)
        return (new, changed)
      }
      let change = try #require(try await changes.next())
      #expect(change.items == [stored[0], new, changed])
      #expect(change.inserted == [new])
      #expect(change.updated == [changed])
      #expect(change.removed == [stored[2].id, stored[3].id])
      // And back again, one by one.
      try await session.restore(stored[3].id)
      let restored = try #require(try await changes.next())
      #expect(restored.inserted.map(\.name) == ["D"])
      #expect(restored.updated.isEmpty && restored.removed.isEmpty)
      try await session.removePermanently(stored[3].id)
      #expect(try await changes.next()?.removed == [stored[3].id])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `gives commits that came meanwhile as one difference`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let stored = try await session.insert(Self.account("A"))
      var changes = session.observe(Self.retail).makeAsyncIterator()
      _ = try await changes.next()
      for employees in 1...3 { try await session.update(stored.id) { $0.employees = employees } }
      let passing = try await session.insert(Self.account("B"))
      try await session.delete(passing.id)
      let kept = try await session.insert(Self.account("C"))
      let change = try #require(try await changes.next())
      #expect(change.items.map(\.name) == ["A", "C"])
      #expect(change.inserted == [kept])
      #expect(change.updated.map(\.employees) == [3])
      #expect(change.removed == [])
      // Nothing of that is told again.
      try await session.insert(Self.account("D"))
      let next = try #require(try await changes.next())
      #expect(next.inserted.map(\.name) == ["D"])
      #expect(next.updated.isEmpty && next.removed.isEmpty)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `reads again only after a commit that may matter, and tells only what does`(_ kind: StoreKind) async throws {
    let log = EventLog()
    try await kind.withSession({ $0.instrument = { log.add($0) } }) { workspace, session in
      try await session.insert(Self.account("A"))
      let diary = Diary()
      let observer = Task {
        var names: [[String]] = []
        for try await change in session.observe(Self.retail) {
          names.append(change.items.map(\.name))
          diary.say("told \(names.count)")
        }
        return names
      }
      await diary.wait(for: "told 1")
      log.clear()
      // Another table; an undone transaction; a commit of this table that changes nothing here; one that does.
      try await session.insert(Contact { $0.name = PersonName(last: "López") })
      await workspace.settled()
      await #expect(throws: StoreError.self) { try await session.insert([Self.account("X"), Account()]) }
      await workspace.settled()
      #expect(log.all.filter { $0.kind == .scan && $0.entity == "account" }.isEmpty)
      try await session.insert(Self.account("B", "Bank"))
      await workspace.settled()
      #expect(log.all.filter { $0.kind == .scan && $0.entity == "account" }.map(\.rows) == [1])
      #expect(diary.words == ["told 1"])
      try await session.insert(Self.account("C"))
      await diary.wait(for: "told 2")
      await workspace.close()
      #expect(try await observer.value == [["A"], ["A", "C"]])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells nothing of a transaction that was undone`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      var changes = session.observe(Self.retail).makeAsyncIterator()
      _ = try await changes.next()
      await #expect(throws: Refusal.self) {
        try await session.write { tx in
          try tx.insert(Self.account("X"))
          throw Refusal()
        }
      }
      let kept = try await session.insert(Self.account("A"))
      let change = try #require(try await changes.next())
      #expect(change.items == [kept])
      #expect(change.inserted == [kept])
    }
  }

  private struct Refusal: Error {}

  @Test(arguments: StoreKind.allCases)
  func `finds what is committed while it begins`(_ kind: StoreKind) async throws {
    try await kind.withSession { workspace, session in
      try await session.insert(Account { $0.name = "A" })
      let seen = Task {
        for try await change in session.observe(Account.query) where change.items.count == 2 { return true }
        return false
      }
      try await session.insert(Account { $0.name = "B" })
      #expect(try await seen.value)
      await workspace.settled()
    }
  }
}
