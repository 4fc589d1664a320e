import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Synchronization
import Testing

/// "Observers neither lose nor double events over suspend and resume."
@Suite struct `An observer of a suspended workspace` {
  @Test(arguments: StoreKind.allCases)
  func `waits, and goes on where it was`(_ kind: StoreKind) async throws {
    try await kind.withSuspensionBench { bench in
      let (workspace, session) = (bench.workspace, bench.session)
      let diary = Diary()
      let observer = await bench.observer(diary)
      try await session.insert(Account { $0.name = "A" })
      await diary.wait(for: "told 2")
      try await workspace.suspend()
      workspace.resume()
      try await workspace.suspend()
      workspace.resume()
      try await session.insert(Account { $0.name = "B" })
      await diary.wait(for: "told 3")
      await workspace.settled()
      await workspace.close()
      #expect(try await observer.value == [[], ["A"], ["B"]])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is told of a commit that it could not read before`(_ kind: StoreKind) async throws {
    let reads = Gate()
    let diary = Diary()
    try await kind.withSuspensionBench(behind: { GatedEngine(base: $0, reads: reads, closing: Gate()) }) { bench in
      let (workspace, session) = (bench.workspace, bench.session)
      let observer = await bench.observer(diary)
      reads.close()
      try await session.insert(Account { $0.name = "A" })
      await reads.arrival()
      let suspending = await bench.suspending()
      // The read gets its turn now, and is refused.
      reads.open()
      try await suspending.value
      #expect(diary.words == ["told 1"])
      workspace.resume()
      await diary.wait(for: "told 2")
      await workspace.settled()
      await workspace.close()
      #expect(try await observer.value == [[], ["A"]])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `begins once the workspace is resumed, and ends when it is closed or the task cancelled`(
    _ kind: StoreKind
  ) async throws {
    try await kind.withSuspensionBench { bench in
      let (workspace, session) = (bench.workspace, bench.session)
      try await session.insert(Account { $0.name = "A" })
      try await workspace.suspend()
      func first() -> Task<[String]?, any Error> {
        Task {
          for try await change in session.observe(Account.query) { return change.items.map(\.name) }
          return nil
        }
      }
      let resumed = first()
      let cancelled = first()
      cancelled.cancel()
      #expect(try await cancelled.value == nil)
      workspace.resume()
      #expect(try await resumed.value == ["A"])
      try await workspace.suspend()
      let closed = first()
      for _ in 0..<100 { await Task.yield() }
      await workspace.close()
      #expect(try await closed.value == nil)
    }
  }

  /// Writers that try again, an observer, and somebody who suspends and resumes all the time without grace.
  @Test(arguments: StoreKind.allCases)
  func `is told of each record once whatever is suspended when`(_ kind: StoreKind) async throws {
    try await kind.withSuspensionBench { bench in
      let (workspace, session) = (bench.workspace, bench.session)
      let diary = Diary()
      let observer = Task {
        var told: [String] = []
        for try await change in session.observe(Account.query) {
          told += change.inserted.map(\.name)
          #expect(change.updated.isEmpty && change.removed.isEmpty)
          diary.say("begun")
        }
        return told
      }
      await diary.wait(for: "begun")
      let round = Round()
      let writers = (0..<3).map { writer in
        Task {
          var count = 0
          while !round.isDone.load(ordering: .relaxed) {
            do {
              try await session.insert(Account { $0.name = "\(writer) \(count)" })
              count += 1
            } catch {
              #expect((error as? StoreError)?.code == .suspended)
              round.refused.add(1, ordering: .relaxed)
            }
            await Task.yield()
          }
          return count
        }
      }
      for _ in 0..<12 {
        let before = try await session.count(Account.query)
        while try await session.count(Account.query) < before + 5 { await Task.yield() }
        try await workspace.suspend(grace: .zero)
        for _ in 0..<10 { await Task.yield() }
        workspace.resume()
      }
      round.isDone.store(true, ordering: .relaxed)
      var written = 0
      for writer in writers { written += await writer.value }
      await workspace.settled()
      #expect(try await session.count(Account.query) == written)
      await workspace.close()
      let told = try await observer.value
      #expect(told.count == written)
      #expect(Set(told).count == written)
      #expect(round.refused.load(ordering: .relaxed) > 0)
      print("\(written) records, \(round.refused.load(ordering: .relaxed)) writes refused on \(kind)")
    }
  }
}

private final class Round: Sendable {
  let refused = Atomic(0)
  let isDone = Atomic(false)
}
