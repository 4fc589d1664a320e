import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Synchronization
import Testing

@testable import CRMTesting

/// What a suspension began goes no further than the resumption.
@Suite struct `A resumed workspace` {
  @Test(arguments: StoreKind.allCases)
  func `refuses nothing that begins afterwards, however late those in line are turned away`(
    _ kind: StoreKind
  ) async throws {
    let hesitation = Hesitation()
    try await kind.withSuspensionBench(behind: { HesitantEngine(base: $0, hesitation: hesitation) }) { bench in
      let write = await bench.heldWrite()
      let suspending = await bench.suspending()
      await hesitation.began.wait()
      await Task(executorPreference: LawThread()) { bench.workspace.resume() }.value
      let later = Task(executorPreference: LawThread()) { try await bench.session.insert(Account { $0.name = "B" }) }
      // It is in line by now, or comes to it unharmed.
      for _ in 0..<1_000 { await Task.yield() }
      hesitation.isEnough.open()
      await hesitation.ended.wait()
      write.goOn()
      _ = try await later.value
      try await write.task.value
      let error = await #expect(throws: StoreError.self) { try await suspending.value }
      #expect(error?.code == .cancelled)
      #expect(try await bench.session.count(Account.query) == 2)
    }
  }

  @Test(.timeLimit(.minutes(1)), arguments: StoreKind.allCases)
  func `has observers that look again if they were refused by what is over`(_ kind: StoreKind) async throws {
    let refusals = Refusals()
    try await kind.withSuspensionBench(behind: { RefusingEngine(base: $0, refusals: refusals) }) { bench in
      let diary = Diary()
      let observer = await bench.observer(diary)
      refusals.left.store(1, ordering: .relaxed)
      try await bench.session.insert(Account { $0.name = "A" })
      await diary.wait(for: "told 2")
      #expect(refusals.left.load(ordering: .relaxed) == 0)
      await bench.workspace.settled()
      await bench.workspace.close()
      #expect(try await observer.value == [[], ["A"]])
    }
  }
}

/// When those in line are turned away for the first time, and how long that waits.
private final class Hesitation: Sendable {
  let began = Latch()
  let isEnough = Latch()
  let ended = Latch()
}

/// An engine that hesitates, once, before it turns anybody away.
private struct HesitantEngine: ForwardingEngine {
  let base: any StorageEngine
  let hesitation: Hesitation

  func turnAway(_ grant: EngineGrant) {
    if !hesitation.began.isOpen {
      hesitation.began.open()
      // Who waits for its end waits in vain for the latch.
      _ = hesitation.isEnough.block(.milliseconds(500))
    }
    base.turnAway(grant)
    hesitation.ended.open()
  }
}

private final class Refusals: Sendable {
  let left = Atomic(0)
}

/// An engine that refuses some reads as if it were suspended.
private struct RefusingEngine: ForwardingEngine {
  let base: any StorageEngine
  let refusals: Refusals

  func read<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineReader) throws -> T
  ) async throws -> T {
    if refusals.left.load(ordering: .relaxed) > 0 {
      refusals.left.subtract(1, ordering: .relaxed)
      throw EngineError.suspended
    }
    return try await base.read(grant, body)
  }
}
