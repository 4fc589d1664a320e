import CRMModel
import CRMSQLite
import CRMSecurity
import CRMTestStores
import Testing

@testable import CRMTesting

/// Who is open, and for how long.
@Suite struct `The tenants of a process` {
  @Test(arguments: StoreKind.allCases)
  func `are opened when they are needed, each with its own records`(_ kind: StoreKind) async throws {
    let bench = try TenantBench(kind)
    let tenants = bench.tenants()
    #expect(bench.events == [])
    for key in ["acme", "zeta", "acme"] {
      try await tenants.withWorkspace(key) { workspace in
        _ = try await workspace.session(as: .owner).insert(Account { $0.name = key })
      }
    }
    #expect(bench.events == ["open acme", "open zeta"])
    for (key, count) in [("acme", 2), ("zeta", 1)] {
      let found = try await tenants.withWorkspace(key) { try await $0.session(as: .owner).count(Account.query) }
      #expect(found == count)
    }
    #expect(tenants.counts == TenantCounts { ($0.open, $0.idle, $0.opened) = (2, 2, 2) })
    await tenants.close()
    #expect(bench.live == 0)
  }

  @Test(arguments: StoreKind.allCases)
  func `are opened once however many ask at once`(_ kind: StoreKind) async throws {
    let bench = try TenantBench(kind)
    let tenants = bench.tenants()
    bench.opening.close()
    let uses = (0..<16).map { _ in Task { try await tenants.lease("acme") } }
    await tenants.settle { $0.waiting == 16 }
    #expect(tenants.counts.opening == 1)
    bench.opening.open()
    var leases: [TenantLease] = []
    for use in uses { leases.append(try await use.value) }
    #expect(bench.events == ["open acme"])
    #expect(leases.allSatisfy { $0.workspace === leases[0].workspace })
    #expect(tenants.counts == TenantCounts { ($0.open, $0.opened) = (1, 1) })
    for lease in leases { lease.end() }
    #expect(tenants.counts.idle == 1)
    await tenants.close()
  }

  @Test func `that cannot be opened are told to all who wait, and tried again by the next`() async throws {
    let bench = try TenantBench()
    let tenants = bench.tenants { $0.limit = 1 }
    bench.fail(["acme"])
    bench.opening.close()
    let uses = (0..<4).map { _ in Task { try await tenants.touch("acme") } }
    await tenants.settle { $0.waiting == 4 }
    bench.opening.open()
    for use in uses {
      let error = await #expect(throws: (any Error).self) { try await use.value }
      #expect(StoreError(wrapping: try #require(error)).code == .inputOutput)
    }
    #expect(bench.events == ["failed acme"])
    #expect(tenants.counts == TenantCounts { $0.failed = 1 })
    bench.fail([])
    try await tenants.touch("acme")
    #expect(bench.events == ["failed acme", "open acme"])
    await tenants.close()
  }

  @Test(arguments: StoreKind.allCases)
  func `are kept warm up to a number, the least recently used is closed first`(_ kind: StoreKind) async throws {
    let bench = try TenantBench(kind)
    let tenants = bench.tenants { ($0.limit, $0.warm) = (10, 2) }
    for key in ["a", "b", "c", "b", "d"] {
      try await tenants.touch(key)
      await tenants.settle()
    }
    #expect(bench.events == ["open a", "open b", "open c", "closed a", "open d", "closed c"])
    await tenants.close()
  }

  @Test(arguments: StoreKind.allCases)
  func `are not kept at all when none is to be warm`(_ kind: StoreKind) async throws {
    let bench = try TenantBench(kind)
    let tenants = bench.tenants { $0.warm = 0 }
    for _ in 0..<2 {
      try await tenants.touch("a")
      await tenants.settle()
    }
    #expect(bench.events == ["open a", "closed a", "open a", "closed a"])
  }

  @Test(arguments: StoreKind.allCases)
  func `give their place to others at the limit, the least recently used first`(_ kind: StoreKind) async throws {
    let bench = try TenantBench(kind)
    let tenants = bench.tenants { $0.limit = 2 }
    for key in ["a", "b", "a", "c"] { try await tenants.touch(key) }
    #expect(bench.events == ["open a", "open b", "closed b", "open c"])
    #expect(bench.mostLive == 2)
    await tenants.close()
  }

  @Test(arguments: StoreKind.allCases)
  func `are closed when they were idle for long, if the host says when`(_ kind: StoreKind) async throws {
    let bench = try TenantBench(kind)
    let tenants = bench.tenants { $0.idleSpan = .minutes(5) }
    try await tenants.touch("a")
    try bench.clock.advance(by: .minutes(3))
    try await tenants.touch("b")
    let lease = try await tenants.lease("c")
    try bench.clock.advance(by: .minutes(2))
    #expect(await tenants.closeIdle() == 1)
    #expect(bench.events.last == "closed a")
    try bench.clock.advance(by: .days(1))
    #expect(await tenants.closeIdle() == 1)
    #expect(bench.events.last == "closed b")
    #expect(await tenants.closeIdle() == 0)
    lease.end()
    #expect(await tenants.closeIdle() == 0)
    #expect(tenants.counts.open == 1)
    await tenants.close()
  }

  @Test func `let go of their files when they were idle for a while, and are ready all the same`() async throws {
    let bench = try TenantBench(.sqlite)
    let tenants = bench.tenants { ($0.restSpan, $0.idleSpan) = (.minutes(1), .hours(1)) }
    func insert(_ key: String) async throws {
      try await tenants.withWorkspace(key) { workspace in
        _ = try await workspace.session(as: .owner).insert(Account { $0.name = key })
      }
    }
    try await insert("a")
    try bench.clock.advance(by: .minutes(1))
    try await insert("b")
    let (a, b) = (bench.descriptors(of: "a"), bench.descriptors(of: "b"))
    #expect(a >= 3 && b >= 3)
    #expect(await tenants.closeIdle() == 0)
    #expect(bench.descriptors(of: "a") == 0)
    #expect(bench.descriptors(of: "b") == b)
    try await insert("a")
    let count = try await tenants.withWorkspace("a") { try await $0.session(as: .owner).count(Account.query) }
    #expect(count == 2)
    #expect(bench.events == ["open a", "open b"])
    await tenants.close()
    #expect(bench.descriptors(of: "a") == 0)
  }

  @Test(.timeLimit(.minutes(1)))
  func `hold nobody up who uses the file elsewhere when they let go of it`() async throws {
    let bench = try TenantBench(.sqlite)
    let tenants = bench.tenants { $0.restSpan = .zero }
    let elsewhere = try await Workspace.prepared(on: .sqlite(bench.path(of: "a")))
    let session = try await elsewhere.session(as: .owner)
    try await tenants.touch("a")
    let (inside, isRead) = (Latch(), Latch())
    let writing = Task(executorPreference: LawThread()) {
      try await session.write { tx in
        try tx.insert(Account { $0.name = "Acme" })
        inside.open()
        _ = isRead.block(.seconds(600))
      }
    }
    await inside.wait()
    await tenants.closeIdle()
    #expect(try await session.count(Account.query) == 0)
    isRead.open()
    try await writing.value
    #expect(try await session.count(Account.query) == 1)
    // Nobody uses it now.
    await tenants.closeIdle()
    #expect(bench.descriptors(of: "a") == 0)
    #expect(try await session.count(Account.query) == 1)
    await elsewhere.close()
    await tenants.close()
  }

  @Test(arguments: StoreKind.allCases)
  func `are never closed while they are used`(_ kind: StoreKind) async throws {
    let bench = try TenantBench(kind)
    let tenants = bench.tenants { ($0.limit, $0.warm) = (2, 0) }
    let lease = try await tenants.lease("a")
    let session = try await lease.workspace.session(as: .owner)
    for key in ["b", "c", "d"] { try await tenants.touch(key) }
    try bench.clock.advance(by: .days(1))
    await tenants.closeIdle()
    try await session.insert(Account { $0.name = "Acme" })
    #expect(try await session.count(Account.query) == 1)
    #expect(!bench.events.contains("closed a"))
    lease.end()
    await tenants.settle()
    #expect(bench.events.contains("closed a"))
    let error = await #expect(throws: StoreError.self) { try await session.count(Account.query) }
    #expect(error?.code == .closed)
    await tenants.close()
  }

  @Test(arguments: StoreKind.allCases)
  func `of which more are used than may be open are refused, if the host wants that`(_ kind: StoreKind) async throws {
    let bench = try TenantBench(kind)
    let tenants = bench.tenants { ($0.limit, $0.whenFull) = (2, .refuse) }
    let leases = [try await tenants.lease("a"), try await tenants.lease("b")]
    let error = await #expect(throws: StoreError.self) { try await tenants.touch("c") }
    #expect(error?.code == .tenantsInUse)
    #expect(error?.isRetryable == true)
    // Those that are open anyway are joined.
    try await tenants.touch("a")
    leases[0].end()
    try await tenants.touch("c")
    #expect(bench.events == ["open a", "open b", "closed a", "open c"])
    leases[1].end()
    await tenants.close()
  }

  @Test(arguments: StoreKind.allCases)
  func `are opened a few at a time`(_ kind: StoreKind) async throws {
    let bench = try TenantBench(kind)
    let tenants = bench.tenants { $0.openingLimit = 2 }
    bench.opening.close()
    let uses = (0..<5).map { number in Task { try await tenants.touch("\(number)") } }
    await tenants.settle { $0.waiting == 5 }
    #expect(tenants.counts.opening == 2)
    bench.opening.open()
    for use in uses { try await use.value }
    #expect(bench.mostOpening == 2)
    #expect(tenants.counts.open == 5)
    await tenants.close()
  }

  @Test(arguments: StoreKind.allCases)
  func `that were closed inside a use are opened anew for the next`(_ kind: StoreKind) async throws {
    let bench = try TenantBench(kind)
    let tenants = bench.tenants()
    try await tenants.withWorkspace("a") { await $0.close() }
    let isClosed = try await tenants.withWorkspace("a") { $0.isClosed }
    #expect(!isClosed)
    #expect(bench.events == ["open a", "closed a", "open a"])
    await tenants.close()
  }

  @Test func `that were closed inside a use are not waited for in there`() async throws {
    let bench = try TenantBench()
    let tenants = bench.tenants()
    try await tenants.withWorkspace("a") { workspace in
      await workspace.close()
      let error = await #expect(throws: StoreError.self) { try await tenants.touch("a") }
      #expect(error?.code == .closed)
    }
    try await tenants.touch("a")
    await tenants.close()
  }

  @Test func `are told apart by their names, which are safe in a path`() throws {
    for text in ["acme", "a", "0", "acme-2", "a_b", String(repeating: "x", count: 63)] {
      #expect(try TenantName(text).description == text)
    }
    let wrong = [
      "", "-a", "_a", "A", "ä", "a.b", "..", "../a", "a/b", "a b", "a\u{0}", "a\n", String(repeating: "x", count: 64),
    ]
    for text in wrong {
      let error = #expect(throws: ValueError.self, "\(text)") { try TenantName(text) }
      #expect(error?.code == .badName)
    }
  }

  @Test func `of one file share it`() async throws {
    let bench = try TenantBench(.sqlite)
    let path = bench.path(of: "shared")
    let tenants = Tenants<String> { _ in try await Workspace.open(.sqlite(path)) }
    try await tenants.withWorkspace("a") { workspace in
      _ = try await workspace.session(as: .owner).insert(Account { $0.name = "Acme" })
    }
    let session = try await tenants.lease("b")
    try await tenants.close("a")
    #expect(try await session.workspace.session(as: .owner).count(Account.query) == 1)
    session.end()
    await tenants.close()
  }

  @Test func `end what is observed outside a use when they are closed`() async throws {
    let bench = try TenantBench()
    let tenants = bench.tenants()
    let session = try await tenants.withWorkspace("a") { try await $0.session(as: .owner) }
    var changes = session.observe(Account.query).makeAsyncIterator()
    #expect(try await changes.next() != nil)
    try await tenants.close("a")
    #expect(try await changes.next() == nil)
    await tenants.close()
  }
}

extension TenantCounts {
  init(_ configure: (inout TenantCounts) -> Void) {
    self.init()
    configure(&self)
  }
}
