import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

@testable import CRMTesting

/// An empty workspace, and work in it that is held up or has no end. Whatever blocks has a thread of its own.
struct SuspensionBench: Sendable {
  let source: StorageSource
  let workspace: Workspace
  let session: Session

  /// A transaction that stays where it is until it is let go on; then it inserts `Acme`, if nothing else is told.
  func heldWrite(
    first: @escaping @Sendable (WriteTransaction) throws -> Void = { _ in },
    then: @escaping @Sendable (WriteTransaction) throws -> Void = { try $0.insert(Account { $0.name = "Acme" }) }
  ) async -> HeldWrite {
    let (inside, release) = (Latch(), Latch())
    let task = Task(executorPreference: LawThread()) {
      defer { inside.open() }
      try await session.write { tx in
        try first(tx)
        inside.open()
        _ = release.block(.seconds(600))
        try then(tx)
      }
    }
    await inside.wait()
    return HeldWrite(task: task, release: release)
  }

  /// A transaction that goes on and on.
  func endlessWrite() async -> Task<Void, any Error> {
    let inside = Latch()
    let task = Task(executorPreference: LawThread()) {
      defer { inside.open() }
      try await session.write { tx in
        for number in 0..<1_000_000 {
          try tx.insert(Account { $0.name = "Account \(number)" })
          inside.open()
        }
      }
    }
    await inside.wait()
    return task
  }

  /// A read that goes on and on.
  func endlessRead() async -> Task<Void, any Error> {
    let inside = Latch()
    let task = Task(executorPreference: LawThread()) {
      defer { inside.open() }
      try await session.read { snapshot in
        for _ in 0..<10_000_000 {
          _ = try snapshot.count(Account.query)
          inside.open()
        }
      }
    }
    await inside.wait()
    return task
  }

  /// A suspension that has begun: nothing is let in any more.
  func suspending(_ workspace: Workspace? = nil, grace: TimeSpan = .minutes(1)) async -> Task<Void, any Error> {
    let workspace = workspace ?? self.workspace
    let task = Task(executorPreference: LawThread()) { try await workspace.suspend(grace: grace) }
    while !workspace.isSuspended { await Task.yield() }
    return task
  }

  /// An observer of accounts that has been told what is there, and says `told 2` and so on for what comes later.
  func observer(_ diary: Diary) async -> Task<[[String]], any Error> {
    let session = session
    let task = Task {
      var told: [[String]] = []
      for try await change in session.observe(Account.query.order { $0.name }) {
        told.append(change.inserted.map(\.name))
        diary.say("told \(told.count)")
      }
      return told
    }
    await diary.wait(for: "told 1")
    return task
  }
}

/// A transaction in the middle of which a test is.
struct HeldWrite {
  let task: Task<Void, any Error>
  fileprivate let release: Latch

  /// Lets it go on.
  func goOn() { release.open() }
}

extension StoreKind {
  /// Opens an empty store for a test that has a thread of its own: what it holds up or keeps busy must not wait for a busy
  /// pool.
  func withSuspensionBench(
    behind wrap: @escaping @Sendable (any StorageEngine) -> any StorageEngine = { $0 },
    _ body: @Sendable (SuspensionBench) async throws -> Void
  ) async throws {
    try await withSuspensionBenches(1, name: "", behind: wrap) { try await body($0[0]) }
  }

  /// Opens an empty store so many times; its openers share it.
  ///
  /// - Parameter name: What no other test calls its store.
  func withSuspensionBenches(
    _ count: Int, name: String = #function,
    behind wrap: @escaping @Sendable (any StorageEngine) -> any StorageEngine = { $0 },
    _ body: @Sendable ([SuspensionBench]) async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(LawThread()) {
      try await withSource { source in
        var shared = source.behind(wrap)
        // A store in memory is not known by a name.
        if self == .memory, !name.isEmpty {
          shared = StorageSource(identity: { "benches of \(name)" }, open: shared.open)
        }
        try await SuspensionBench.opening(shared, count, body)
      }
    }
  }
}

extension SuspensionBench {
  fileprivate static func opening(
    _ source: StorageSource, _ count: Int, _ body: ([SuspensionBench]) async throws -> Void
  ) async throws {
    var benches: [SuspensionBench] = []
    do {
      for _ in 0..<count {
        let workspace = try await Workspace.prepared(on: source)
        let session = try await workspace.session(as: .owner)
        benches.append(SuspensionBench(source: source, workspace: workspace, session: session))
      }
      try await body(benches)
    } catch {
      for bench in benches { await bench.workspace.close() }
      throw error
    }
    for bench in benches { await bench.workspace.close() }
  }
}

extension StorageSource {
  /// The same store, whose engine stands behind another one.
  fileprivate func behind(_ wrap: @escaping @Sendable (any StorageEngine) -> any StorageEngine) -> StorageSource {
    let open = open
    return StorageSource(identity: identity) { wrap(try await open($0)) }
  }
}

/// Expects the error of a suspended workspace, the one that may be tried again.
func expectSuspended(
  _ body: () async throws -> Void, sourceLocation: SourceLocation = #_sourceLocation
) async throws {
  let error = await #expect(throws: StoreError.self, sourceLocation: sourceLocation) { try await body() }
  #expect(error?.code == .suspended, "\(error.debugDescription)", sourceLocation: sourceLocation)
  #expect(error?.kind == .busy, sourceLocation: sourceLocation)
  #expect(error?.isRetryable == true, sourceLocation: sourceLocation)
}
