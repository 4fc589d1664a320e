import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Foundation
import Synchronization
import Testing

/// "A file that is open in this process already is joined: each opener has a workspace of its own, closes it for itself."
/// What openers see of one another is in `SharedWorkspaceTests`; here it is who opens, and when.
@Suite struct `A store that many open at once` {
  @Test func `is opened once, and closed when the last of them has closed it`() async throws {
    let bench = OpeningBench()
    bench.opening.close()
    let opening = Task {
      try await withThrowingTaskGroup(of: Workspace.self) { group in
        for _ in 0..<16 { group.addTask { try await Workspace.open(bench.source) } }
        return try await group.reduce(into: [Workspace]()) { $0.append($1) }
      }
    }
    await bench.diary.wait(for: "asked 16")
    bench.opening.open()
    let all = try await opening.value
    #expect(all.count == 16)
    #expect(bench.events == ["opened 1"])
    // What one of them writes, all of them see.
    try await all[0].session(as: .owner).insert(Account { $0.name = "Acme" })
    for workspace in all.dropLast() {
      #expect(try await workspace.session(as: .owner).count(Account.query) == 1)
      await workspace.close()
    }
    #expect(bench.events == ["opened 1"])
    #expect(try await all[15].session(as: .owner).count(Account.query) == 1)
    await all[15].close()
    #expect(bench.events == ["opened 1", "closed 1"])
  }

  @Test func `is one file on the disk`() async throws {
    try await StoreKind.sqlite.withSource { source in
      let all = try await withThrowingTaskGroup(of: Workspace.self) { group in
        for _ in 0..<16 { group.addTask { try await Workspace.open(source) } }
        return try await group.reduce(into: [Workspace]()) { $0.append($1) }
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (index, workspace) in all.enumerated() {
          group.addTask { try await workspace.session(as: .owner).insert(Account { $0.name = "Account \(index)" }) }
        }
        try await group.waitForAll()
      }
      let session = try await all[0].session(as: .owner)
      #expect(Set(try await session.fetch(Account.query).map(\.id)).count == 16)
      #expect(try await session.check() == [])
      for workspace in all { await workspace.close() }
    }
  }

  @Test func `is opened again only once it is closed`() async throws {
    let bench = OpeningBench()
    let first = try await Workspace.open(bench.source)
    bench.closing.close()
    let closing = Task { await first.close() }
    await bench.closing.arrival()
    let opening = Task { try await Workspace.open(bench.source) }
    await bench.diary.wait(for: "asked 2")
    bench.closing.open()
    await closing.value
    let second = try await opening.value
    #expect(first.isClosed)
    #expect(!second.isClosed)
    #expect(bench.events == ["opened 1", "closed 1", "opened 2"])
    await second.close()
  }

  @Test func `is opened by the next who waits when an opening fails`() async throws {
    let bench = OpeningBench(failures: 1)
    bench.opening.close()
    let first = Task { try await Workspace.open(bench.source) }
    await bench.opening.arrival()
    let second = Task { try await Workspace.open(bench.source) }
    await bench.diary.wait(for: "asked 2")
    bench.opening.open()
    let error = await #expect(throws: StoreError.self) { try await first.value }
    #expect(error?.code == .inputOutput)
    let workspace = try await second.value
    #expect(!workspace.isClosed)
    #expect(bench.events == ["failed 1", "opened 1"])
    await workspace.close()
  }
}

/// A store in memory that is known by a name, whose opening and closing wait at gates and are noted down.
private final class OpeningBench: Sendable {
  let opening = Gate()
  let closing = Gate()
  let diary = Diary()
  private let name = "opening-bench-\(UUID().uuidString)"
  private let asked = Mutex(0)
  private let opened = Mutex(0)
  private let failures: Mutex<Int>

  /// What happened to the engine.
  var events: [String] { diary.words.filter { !$0.hasPrefix("asked") } }

  private static func next(_ counter: borrowing Mutex<Int>) -> Int {
    counter.withLock { count in
      count += 1
      return count
    }
  }

  init(failures: Int = 0) { self.failures = Mutex(failures) }

  var source: StorageSource {
    StorageSource(
      identity: {
        self.diary.say("asked \(OpeningBench.next(self.asked))")
        return self.name
      },
      open: { options in
        await self.opening.pass()
        if self.failures.withLock({ left in
          defer { left -= 1 }
          return left > 0
        }) {
          self.diary.say("failed 1")
          throw EngineError(.internal, .inputOutput, "the disk is gone")
        }
        let number = OpeningBench.next(self.opened)
        self.diary.say("opened \(number)")
        let engine = try await StorageSource.memory.open(options)
        return GatedEngine(base: engine, reads: Gate(), closing: self.closing) { self.diary.say("closed \(number)") }
      })
  }
}
