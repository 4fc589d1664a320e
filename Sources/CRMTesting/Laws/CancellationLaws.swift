internal import CRMModel
internal import CRMStorage

extension EngineLaws {
  static let cancellationLaws: [EngineLaw] = [cancelledWaiterWritesNothing, cancelledWriterCommitsNothing]

  /// Gives up unless a task ended with a cancellation.
  private static func requireCancelled(_ bench: LawBench, _ task: Task<Void, any Error>) async throws {
    switch await task.result {
    case .success:
      throw LawFailure("a cancelled write", expected: "a cancellation thrown", found: "nothing was thrown")
    case .failure(let error):
      let isCancellation = error is CancellationError || (error as? any CRMError)?.kind == .cancelled
      try bench.require(isCancellation, "a cancelled write throws a cancellation", found: "\(error)")
    }
  }

  static let cancelledWaiterWritesNothing = EngineLaw(
    "cancellation: while waiting",
    "A write whose task is cancelled while it waits for its turn throws and leaves no trace, and those behind it get "
      + "theirs."
  ) { bench in
    try await bench.create()
    let release = Latch()
    let holder = await bench.holdWriter(until: release)
    let begun = Latch()
    let waiter = bench.onThread {
      begun.open()
      try await bench.insert([1: [:]])
    }
    await begun.wait()
    let behind = bench.onThread { try await bench.insert([2: [:]]) }
    waiter.cancel()
    release.open()
    try bench.requireInTime(try await holder.value, "the cancellation")
    try await requireCancelled(bench, waiter)
    try await behind.value
    try bench.require(try await bench.cells(.whole).keys.sorted(), equals: [2], "ids")
  }

  static let cancelledWriterCommitsNothing = EngineLaw(
    "cancellation: before the commit",
    "A write whose task is cancelled before it commits throws and leaves no trace; the next writer gets its turn."
  ) { bench in
    try await bench.create()
    let inside = Latch()
    let cancelled = Latch()
    let writer = bench.onThread {
      defer { inside.open() }
      try await bench.write { writer in
        try writer.insert(LawTable.batch([1: [:]]), into: LawTable.first)
        _ = try writer.append([1], at: .epoch)
        inside.open()
        _ = cancelled.block(bench.patience)
      }
    }
    await inside.wait()
    writer.cancel()
    cancelled.open()
    try await requireCancelled(bench, writer)
    try await bench.insert([2: [:]])
    try bench.require(try await bench.cells(.whole).keys.sorted(), equals: [2], "ids")
    try bench.require(try await bench.read { try $0.lastSequence() }, equals: 0, "last log entry")
  }
}
