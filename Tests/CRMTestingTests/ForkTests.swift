import CRM
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `A fork` {
  @Test func `begins with what was committed and goes its own way`() async throws {
    let clock = FixedClock()
    let original = try await Workspace.inMemory(modules: [.sales, .service], fixtures: [.world], clock: clock)
    let fork = try original.fork()
    let (here, there) = (try await original.session(as: .owner), try await fork.session(as: .owner))
    #expect(try await there.fetch(Contact.query) == here.fetch(Contact.query))

    clock.advance(byHours: 1)
    let mine = try await here.insert(Account { $0.name = "Mine" })
    let theirs = try await there.insert(Account { $0.name = "Theirs" })
    #expect(mine.id == theirs.id)
    #expect(theirs.record.createdAt == FixedClock.standardStart)
    #expect(mine.record.createdAt == clock.now)
    #expect(try await here.fetch(Account.query).map(\.name) == ["Acme", "Mine"])
    #expect(try await there.fetch(Account.query).map(\.name) == ["Acme", "Theirs"])
    #expect(try await here.changes(after: 0).last?.sequence == there.changes(after: 0).last?.sequence)

    await original.close()
    #expect(try await there.count(Account.query) == 2)
    await fork.close()
  }

  @Test func `takes no longer for a thousand times as many records`() async throws {
    var least: [Duration] = []
    for size in [10, 10_000] {
      let records = Fixture("records") { tx in
        _ = try tx.insert((0..<size).map { number in Account { $0.name = "Account \(number)" } })
      }
      let original = try await Workspace.inMemory(modules: [.sales], fixtures: [records])
      var times: [Duration] = []
      for _ in 0..<20 {
        let start = ContinuousClock.now
        let fork = try original.fork()
        times.append(ContinuousClock.now - start)
        await fork.close()
      }
      least.append(try #require(times.min()))
      await original.close()
    }
    // Copying the records, or only looking at each, would take hundreds of times as long.
    #expect(least[1] < least[0] * 20, "\(least)")
  }

  @Test func `of a workspace with ids of its own goes on after them`() async throws {
    let clock = FixedClock()
    let original = try await Workspace.open(.memory, options: WorkspaceOptions { $0.clock = clock })
    let first = try await original.session(as: .owner).insert(Account { $0.name = "Acme" })
    let fork = try original.fork()
    let second = try await fork.session(as: .owner).insert(Account { $0.name = "Other" })
    #expect(second.id != first.id)
    #expect(try await fork.session(as: .owner).count(Account.query) == 2)
    await original.close()
    await fork.close()
  }

  @Test func `changes its schema alone`() async throws {
    let original = try await Workspace.inMemory(modules: [.sales], fixtures: [.acme])
    let fork = try original.fork()
    _ = try await fork.session(as: .owner).alter { schema in schema[Account.self].add(.text("tier"), label: "Tier") }
    let (mine, theirs) = (try await original.session(as: .owner), try await fork.session(as: .owner))
    #expect(try await theirs.read { $0.schema.field("custom.tier", of: "account") != nil })
    #expect(try await mine.read { $0.schema.field("custom.tier", of: "account") == nil })
    await original.close()
    await fork.close()
  }

  @Test func `is refused for files and for what is closed`() async throws {
    try await StoreKind.sqlite.withWorkspace { workspace in
      let error = #expect(throws: StoreError.self) { try workspace.fork() }
      #expect(error?.code == .unsupported)
    }
    let closed = try await Workspace.inMemory()
    await closed.close()
    let error = #expect(throws: StoreError.self) { try closed.fork() }
    #expect(error?.code == .closed)
  }
}

extension FixedClock {
  /// Moves on by a time that is never out of range.
  fileprivate func advance(byHours hours: Int32) { _ = try? advance(by: .hours(hours)) }
}
