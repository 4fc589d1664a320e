internal import CRMStorage

extension LawBench {
  /// Runs a check on a thread of its own, so that a busy cooperative pool cannot make it look as if an engine let it
  /// wait.
  func run(_ examine: @Sendable (LawBench) async throws -> Void) async throws {
    try await withTaskExecutorPreference(LawThread()) { try await examine(self) }
  }

  /// Starts a task on a thread of its own, whose closures may hold that thread.
  func onThread<T: Sendable>(_ body: sending @escaping () async throws -> T) -> Task<T, any Error> {
    Task(executorPreference: LawThread(), operation: body)
  }

  /// Starts a writer that stays in its transaction until a latch opens, and returns once it is inside.
  ///
  /// The task's value is whether the latch opened before patience ran out.
  func holdWriter(
    until release: Latch, _ work: @escaping @Sendable (any EngineWriter) throws -> Void = { _ in }
  ) async -> Task<Bool, any Error> {
    let inside = Latch()
    let task = onThread {
      defer { inside.open() }
      return try await write { writer in
        try work(writer)
        inside.open()
        return release.block(patience)
      }
    }
    await inside.wait()
    return task
  }
}
