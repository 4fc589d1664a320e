import CRMModel
import CRMSecurity
import CRMTestStores
import CRMTesting
import Testing

/// What a task may ask for while it uses a tenant or keeps it closed: nothing that it would wait for itself for.
@Suite(.timeLimit(.minutes(1))) struct `Inside a scope of a tenant` {
  @Test func `kept closed it can be neither used nor closed, which is said`() async throws {
    let bench = try TenantBench()
    let tenants = bench.tenants()
    try await tenants.withClosed("a") {
      await expectInUse { try await tenants.touch("a") }
      await expectInUse { try await tenants.lease("a").end() }
      await expectInUse { try await tenants.close("a") }
      await expectInUse { try await tenants.withClosed("a") {} }
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await expectInUse { try await tenants.close("a") } }
      }
      // Others are not concerned.
      try await tenants.touch("b")
      try await tenants.withClosed("b") {}
    }
    try await tenants.touch("a")
    #expect(bench.events == ["open b", "closed b", "open a"])
    await tenants.close()
  }

  @Test func `of another group nothing is refused`() async throws {
    let bench = try TenantBench()
    let (first, second) = (bench.tenants(), bench.tenants())
    try await first.withClosed("a") {
      try await second.touch("a")
      try await second.close("a")
    }
    try await first.withWorkspace("a") { _ in try await second.close("a") }
    await first.close()
    await second.close()
  }

  @Test func `is a task that was begun there as long as the scope lasts`() async throws {
    let bench = try TenantBench()
    let tenants = bench.tenants()
    let gate = Gate()
    gate.close()
    let left = try await tenants.withWorkspace("a") { _ in
      let left = Task {
        await expectInUse { try await tenants.close("a") }
        await gate.pass()
        try await tenants.close("a")
        try await tenants.withClosed("a") {}
      }
      await gate.arrival()
      return left
    }
    gate.open()
    try await left.value
    #expect(bench.events == ["open a", "closed a"])
    await tenants.close()
  }

  @Test func `is no task that was begun where a tenant was kept closed, once it is not`() async throws {
    let bench = try TenantBench()
    let tenants = bench.tenants()
    let gate = Gate()
    gate.close()
    let left = try await tenants.withClosed("a") {
      Task {
        await gate.pass()
        try await tenants.touch("a")
        try await tenants.close("a")
      }
    }
    gate.open()
    try await left.value
    #expect(bench.events == ["open a", "closed a"])
    await tenants.close()
  }

  /// A use inside a use goes before those who wait; one by a task that was only begun in a use has its turn.
  @Test func `is nobody who goes on after it, and who therefore stands in line`() async throws {
    let bench = try TenantBench()
    let tenants = bench.tenants()
    let diary = Diary()
    let gate = Gate()
    gate.close()
    let left = try await tenants.withWorkspace("a") { _ in
      Task {
        await gate.pass()
        try await tenants.withWorkspace("a") { _ in diary.say("used") }
      }
    }
    let lease = try await tenants.lease("a")
    let closing = Task { try await tenants.withClosed("a") { diary.say("closed") } }
    await tenants.settle { $0.waiting == 1 }
    gate.open()
    await tenants.settle { $0.waiting == 2 }
    lease.end()
    try await closing.value
    try await left.value
    #expect(diary.words == ["closed", "used"])
    await tenants.close()
  }
}

private func expectInUse(
  sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async {
  let error = await #expect(throws: StoreError.self, sourceLocation: sourceLocation) { try await body() }
  #expect(error?.code == .inUse, sourceLocation: sourceLocation)
  #expect(error?.kind == .conflict, sourceLocation: sourceLocation)
}
