internal import CRMModel
internal import CRMStorage

extension EngineLaws {
  static let promptnessLaws: [EngineLaw] = [
    waitersAreTurnedAwayAtOnce, writersAreInterrupted, readersAreInterrupted, scansAreInterrupted,
  ]

  static let waitersAreTurnedAwayAtOnce = EngineLaw(
    "turn away: at once", "Who waits for a turn to write when waiters are turned away throws suspended at once."
  ) { bench in
    try await bench.create()
    let release = Latch()
    let holder = await bench.holdWriter(until: release)
    let over = (0..<3).map { _ in Latch() }
    let waiters = over.enumerated().map { number, over in
      bench.onThread {
        defer { over.open() }
        try await bench.insert([Int64(number): [:]])
      }
    }
    // Less than the writer who is inside waits for all of them.
    for over in over { await bench.turnAway(until: over, within: bench.patience / 6) }
    let areOver = over.allSatisfy(\.isOpen)
    release.open()
    let wasInTime = try await holder.value
    try bench.require(areOver, "who waits does not wait any longer")
    try bench.requireInTime(wasInTime, "the turning away")
    for waiter in waiters { try await bench.require(throws: .suspended, "a write") { try await waiter.value } }
    try bench.require(try await bench.cells(.whole), equals: [:], "cells")
  }

  static let writersAreInterrupted = EngineLaw(
    "interrupt: writers", "A writer who is interrupted is refused from the next call on, and so is the transaction."
  ) { bench in
    try await bench.create()
    let (inside, interrupted) = (Latch(), Latch())
    let writing = bench.onThread {
      defer { inside.open() }
      try await bench.write { writer in
        try writer.insert(LawTable.batch([1: [:]]), into: LawTable.first)
        inside.open()
        _ = interrupted.block(bench.patience)
        var refusals = 0
        for id in Int64(2)...4 {
          do {
            try writer.insert(LawTable.batch([id: [:]]), into: LawTable.first)
          } catch  where bench.isCancellation(error) {
            refusals += 1
          }
        }
        try bench.require(refusals, equals: 3, "calls refused")
      }
    }
    await inside.wait()
    bench.engine.interrupt(bench.grant)
    interrupted.open()
    switch await writing.result {
    case .success: throw LawFailure("an interrupted write", expected: "a cancellation thrown", found: "it committed")
    case .failure(let failure as LawFailure): throw failure
    case .failure(let error):
      try bench.require(bench.isCancellation(error), "an interrupted write throws a cancellation", found: "\(error)")
    }
    try bench.require(try await bench.cells(.whole), equals: [:], "cells")
  }

  static let readersAreInterrupted = EngineLaw(
    "interrupt: readers", "Each reader who is interrupted is refused from the next call on."
  ) { bench in
    try await bench.create([1: [:]])
    let interrupted = Latch()
    let inside = [Latch(), Latch()]
    let readers = inside.map { inside in
      bench.onThread {
        defer { inside.open() }
        return try await bench.read { reader in
          inside.open()
          _ = interrupted.block(bench.patience)
          var refusals = 0
          for _ in 0..<3 {
            do { _ = try reader.count(.first, nil, limit: nil) } catch  where bench.isCancellation(error) {
              refusals += 1
            }
          }
          return refusals
        }
      }
    }
    for inside in inside { await inside.wait() }
    bench.engine.interrupt(bench.grant)
    interrupted.open()
    for reader in readers { try bench.require(try await reader.value, equals: 3, "calls refused") }
  }

  static let scansAreInterrupted = EngineLaw(
    "interrupt: scans",
    "A scan that is interrupted gives at most the batch that it is about, then throws a cancellation."
  ) { bench in
    try await bench.create([1: [:], 2: [:], 3: [:]])
    let (inside, interrupted) = (Latch(), Latch())
    let batches = Tally()
    let scanning = bench.onThread {
      defer { inside.open() }
      try await bench.read { reader in
        try reader.scan(RowScan(sources: .first, columns: [.own(.whole)]), batchSize: 1) { _ in
          batches.add(1)
          inside.open()
          return interrupted.block(bench.patience)
        }
      }
    }
    await inside.wait()
    bench.engine.interrupt(bench.grant)
    interrupted.open()
    switch await scanning.result {
    case .success: throw LawFailure("an interrupted scan", expected: "a cancellation thrown", found: "it went on")
    case .failure(let error):
      try bench.require(bench.isCancellation(error), "an interrupted scan throws a cancellation", found: "\(error)")
    }
    try bench.require(batches.value, equals: 1, "batches")
  }
}

extension LawBench {
  /// Turns waiters away again and again, for who is about to wait may not do so yet.
  func turnAway(until over: Latch, within time: Duration) async {
    let end = ContinuousClock.now.advanced(by: time)
    while !over.isOpen, ContinuousClock.now < end {
      engine.turnAway(grant)
      await Task.yield()
    }
  }

  /// Whether an error says that a task was cancelled.
  func isCancellation(_ error: any Error) -> Bool {
    error is CancellationError || (error as? any CRMError)?.kind == .cancelled
  }
}
