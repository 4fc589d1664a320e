import CRMModel
import CRMSecurity
import CRMTestStores
import CRMTesting
import Testing

/// Who waits for whom.
@Suite struct `Who waits for a tenant` {
  @Test(arguments: StoreKind.allCases)
  func `has its turn in the order of asking`(_ kind: StoreKind) async throws {
    let bench = try TenantBench(kind)
    let tenants = bench.tenants { $0.limit = 1 }
    let diary = Diary()
    let lease = try await tenants.lease("first")
    var uses: [Task<Void, any Error>] = []
    for key in ["b", "c", "d", "c", "e"] {
      let waiting = tenants.counts.waiting
      uses.append(Task { try await tenants.withWorkspace(key) { _ in diary.say(key) } })
      await tenants.settle { $0.waiting == waiting + 1 }
    }
    #expect(diary.words == [])
    lease.end()
    for use in uses { try await use.value }
    // Who waits for the same tenant goes with the first of them.
    #expect(diary.words == ["b", "c", "c", "d", "e"])
    #expect(bench.mostLive == 1)
    await tenants.close()
  }

  @Test func `leaves the line when it is cancelled, and takes nothing along`() async throws {
    let bench = try TenantBench()
    let tenants = bench.tenants { $0.limit = 1 }
    let lease = try await tenants.lease("a")
    let cancelled = (0..<8).map { number in Task { try await tenants.touch("\(number % 4)") } }
    await tenants.settle { $0.waiting == 8 }
    let patient = Task { try await tenants.touch("b") }
    await tenants.settle { $0.waiting == 9 }
    for use in cancelled { use.cancel() }
    for use in cancelled {
      let error = await #expect(throws: StoreError.self) { try await use.value }
      #expect(error?.code == .cancelled)
    }
    #expect(tenants.counts.waiting == 1)
    lease.end()
    try await patient.value
    #expect(bench.events == ["open a", "closed a", "open b"])
    #expect(tenants.counts.idle == 1)
    await tenants.close()
  }

  @Test func `does not take the opening along when it is cancelled`() async throws {
    let bench = try TenantBench()
    let tenants = bench.tenants()
    bench.opening.close()
    let use = Task { try await tenants.touch("a") }
    await bench.opening.arrival()
    use.cancel()
    let error = await #expect(throws: StoreError.self) { try await use.value }
    #expect(error?.code == .cancelled)
    bench.opening.open()
    await tenants.settle()
    #expect(tenants.counts == TenantCounts { ($0.open, $0.idle, $0.opened) = (1, 1, 1) })
    try await tenants.touch("a")
    #expect(bench.events == ["open a"])
    await tenants.close()
  }

  @Test(arguments: StoreKind.allCases)
  func `for one that is being closed has it opened anew`(_ kind: StoreKind) async throws {
    let bench = try TenantBench(kind)
    let tenants = bench.tenants { $0.warm = 0 }
    bench.closing.close()
    try await tenants.withWorkspace("a") { workspace in
      _ = try await workspace.session(as: .owner).insert(Account { $0.name = "Acme" })
    }
    await bench.closing.arrival()
    let use = Task {
      try await tenants.withWorkspace("a") { try await $0.session(as: .owner).count(Account.query) }
    }
    await tenants.settle { $0.waiting == 1 }
    #expect(bench.events == ["open a"])
    bench.closing.open()
    #expect(try await use.value == (kind == .sqlite ? 1 : 0))
    #expect(bench.events.prefix(3) == ["open a", "closed a", "open a"])
    await tenants.close()
  }

  @Test(arguments: StoreKind.allCases)
  func `to close it waits for its users, and goes before those who come later`(_ kind: StoreKind) async throws {
    let bench = try TenantBench(kind)
    let tenants = bench.tenants()
    let diary = Diary()
    let lease = try await tenants.lease("a")
    let closing = Task { try await tenants.withClosed("a") { diary.say("closed, \(bench.live) open") } }
    await tenants.settle { $0.waiting == 1 }
    let later = Task { try await tenants.withWorkspace("a") { _ in diary.say("used") } }
    await tenants.settle { $0.waiting == 2 }
    #expect(!lease.workspace.isClosed)
    lease.end()
    try await closing.value
    try await later.value
    #expect(diary.words == ["closed, 0 open", "used"])
    #expect(bench.events == ["open a", "closed a", "open a"])
    await tenants.close()
  }

  @Test func `to close it may close what nobody opened, and one goes after the other`() async throws {
    let bench = try TenantBench()
    let tenants = bench.tenants { $0.limit = 1 }
    let lease = try await tenants.lease("b")
    let gate = Gate()
    gate.close()
    let first = Task { try await tenants.withClosed("a") { await gate.pass() } }
    await gate.arrival()
    let second = Task { try await tenants.close("a") }
    await tenants.settle { $0.waiting == 1 }
    gate.open()
    try await first.value
    try await second.value
    #expect(bench.events == ["open b"])
    lease.end()
    await tenants.close()
  }

  @Test func `does not wait inside a use of the same tenant`() async throws {
    let bench = try TenantBench()
    let tenants = bench.tenants { $0.limit = 1 }
    let closing = try await tenants.withWorkspace("a") { outer in
      let closing = Task.detached { try await tenants.close("a") }
      await tenants.settle { $0.waiting == 1 }
      try await tenants.withWorkspace("a") { inner in #expect(inner === outer) }
      let lease = try await tenants.lease("a")
      lease.end()
      let error = await #expect(throws: StoreError.self) { try await tenants.close("a") }
      #expect(error?.code == .inUse)
      return closing
    }
    try await closing.value
    #expect(bench.events == ["open a", "closed a"])
    await tenants.close()
  }

  @Test func `is helped by a lease that is dropped`() async throws {
    let bench = try TenantBench()
    let tenants = bench.tenants { $0.limit = 1 }
    var lease: TenantLease? = try await tenants.lease("a")
    let use = Task { try await tenants.touch("b") }
    await tenants.settle { $0.waiting == 1 }
    #expect(lease?.workspace.isClosed == false)
    lease = nil
    try await use.value
    #expect(bench.events == ["open a", "closed a", "open b"])
    await tenants.close()
  }

  @Test func `gives a lease back once`() async throws {
    let bench = try TenantBench()
    let tenants = bench.tenants()
    let leases = [try await tenants.lease("a"), try await tenants.lease("a")]
    leases[0].end()
    leases[0].end()
    #expect(tenants.counts.idle == 0)
    leases[1].end()
    #expect(tenants.counts.idle == 1)
    await tenants.close()
  }

  @Test(arguments: StoreKind.allCases)
  func `is told when all are closed, which waits for those who use one`(_ kind: StoreKind) async throws {
    let bench = try TenantBench(kind)
    let tenants = bench.tenants { $0.limit = 2 }
    try await tenants.touch("idle")
    let lease = try await tenants.lease("a")
    bench.opening.close()
    let opening = Task { try await tenants.touch("b") }
    await bench.opening.arrival()
    let waiting = Task { try await tenants.touch("c") }
    await tenants.settle { $0.waiting == 2 }
    let closing = (0..<2).map { _ in Task { await tenants.close() } }
    for use in [opening, waiting] {
      let error = await #expect(throws: StoreError.self) { try await use.value }
      #expect(error?.code == .closed)
    }
    bench.opening.open()
    let error = await #expect(throws: StoreError.self) { try await tenants.touch("a") }
    #expect(error?.code == .closed)
    #expect(!lease.workspace.isClosed)
    #expect(try await lease.workspace.session(as: .owner).count(Account.query) == 0)
    lease.end()
    for task in closing { await task.value }
    #expect(bench.live == 0)
    #expect(tenants.counts.open == 0)
    await tenants.close()
  }
}
