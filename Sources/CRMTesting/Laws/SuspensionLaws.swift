internal import CRMModel
internal import CRMStorage

/// What comes of being told to let go, in every engine: one that does nothing keeps these as well.
extension EngineLaws {
  static let suspensionLaws: [EngineLaw] = [
    turnedAwayLeavesNoTrace, turningAwayEnds, interruptedIsAllOrNothing, interruptionEnds, lettingGoKeepsAll,
    lettingGoDisturbsNobody, lettingGoWaitsForNobody, closedStaysClosed,
  ]

  static let turnedAwayLeavesNoTrace = EngineLaw(
    "turn away: no trace",
    "A write that waits when waiters are turned away has its turn, or throws suspended and leaves no trace; the writer "
      + "who is inside goes on."
  ) { bench in
    try await bench.create()
    let release = Latch()
    let holder = await bench.holdWriter(until: release) {
      try $0.insert(LawTable.batch([1: [:]]), into: LawTable.first)
    }
    let over = Latch()
    let waiter = bench.onThread {
      defer { over.open() }
      try await bench.insert([2: [:]])
    }
    await bench.turnAway(until: over, within: min(bench.patience, .milliseconds(200)))
    release.open()
    switch await holder.result {
    case .success(let wasInTime): try bench.requireInTime(wasInTime, "the turning away")
    case .failure(let error): throw LawFailure("the write of who is inside", expected: "it commits", found: "\(error)")
    }
    var expected: [Int64] = [1, 2]
    if case .failure(let error) = await waiter.result {
      try bench.require((error as? any CRMError)?.code, equals: .suspended, "a write turned away: error code")
      expected = [1]
    }
    try bench.require(try await bench.cells(.whole).keys.sorted(), equals: expected, "ids")
  }

  static let turningAwayEnds = EngineLaw(
    "turn away: ends at once", "Reads and writes that begin after waiters were turned away are not refused."
  ) { bench in
    try await bench.create()
    for id in 1...3 {
      bench.engine.turnAway(bench.grant)
      try await bench.require(accepts: "a later write") { try await bench.insert([Int64(id): [:]]) }
      _ = try await bench.require(accepts: "a later read") { try await bench.cells(.whole) }
    }
    try bench.require(try await bench.cells(.whole).keys.sorted(), equals: [1, 2, 3], "ids")
  }

  static let interruptedIsAllOrNothing = EngineLaw(
    "interrupt: all or nothing",
    "A transaction that is interrupted commits whole, or throws a cancellation and leaves no trace, even if its closure "
      + "hides what its calls throw."
  ) { bench in
    try await bench.create()
    let (inside, interrupted) = (Latch(), Latch())
    let writing = bench.onThread {
      defer { inside.open() }
      try await bench.write { writer in
        try writer.insert(LawTable.batch([1: [:]]), into: LawTable.first)
        _ = try writer.append([1], at: .epoch)
        inside.open()
        _ = interrupted.block(bench.patience)
        try? writer.insert(LawTable.batch([2: [:]]), into: LawTable.first)
      }
    }
    await inside.wait()
    bench.engine.interrupt(bench.grant)
    interrupted.open()
    var (ids, sequence): ([Int64], Int64) = ([1, 2], 1)
    if case .failure(let error) = await writing.result {
      try bench.require(bench.isCancellation(error), "an interrupted write throws a cancellation", found: "\(error)")
      (ids, sequence) = ([], 0)
    }
    try bench.require(try await bench.cells(.whole).keys.sorted(), equals: ids, "ids")
    try bench.require(try await bench.read { try $0.lastSequence() }, equals: sequence, "last log entry")
  }

  static let interruptionEnds = EngineLaw(
    "interrupt: ends with what ran", "Reads and writes that begin after an interruption are not interrupted by it."
  ) { bench in
    try await bench.create()
    for id in 1...3 {
      bench.engine.interrupt(bench.grant)
      try await bench.require(accepts: "a later write") { try await bench.insert([Int64(id): [:]]) }
      _ = try await bench.require(accepts: "a later read") { try await bench.cells(.whole) }
    }
    try bench.require(try await bench.cells(.whole).keys.sorted(), equals: [1, 2, 3], "ids")
  }

  static let lettingGoKeepsAll = EngineLaw(
    "let go: everything stays", "After letting go, once or twice, everything committed is there, and more can be."
  ) { bench in
    try await bench.create([1: [.text: .text("a")]])
    try await bench.write { writer in
      _ = try writer.append([7], at: .epoch)
      try writer.setMetadata("key", "value")
    }
    for _ in 0..<2 { await bench.engine.letGo(bench.grant) }
    let found = try await bench.require(accepts: "a read afterwards") {
      try await bench.read { reader in
        let log = try reader.log(after: 0, limit: 10).map(\.body)
        return
          "\(try reader.cells([.text])) \(log) \(try reader.metadata("key") ?? "none") \(try reader.layouts().count)"
      }
    }
    let expected = "\([Int64(1): [Scalar.text("a")]]) [[7]] value 1"
    try bench.require(found, equals: expected, "rows, log, values and tables")
    try await bench.require(accepts: "a write afterwards") { try await bench.insert([2: [:]]) }
    await bench.engine.letGo(bench.grant)
    try bench.require(try await bench.cells(.text).keys.sorted(), equals: [1, 2], "ids")
  }

  static let lettingGoDisturbsNobody = EngineLaw(
    "let go: disturbs nobody",
    "Reads and writes that run or come while the engine lets go lose nothing and are not refused."
  ) { bench in
    try await bench.create()
    let (hasBegun, isOver) = (Latch(), Latch())
    let lettingGo = bench.onThread {
      while !isOver.isOpen {
        await bench.engine.letGo(bench.grant)
        hasBegun.open()
        await Task.yield()
      }
    }
    await hasBegun.wait()
    let work = (0..<4).map { task in
      bench.onThread {
        for number in 0..<10 {
          let id = Int64(task * 10 + number)
          try await bench.require(accepts: "a write meanwhile") { try await bench.insert([id: [:]]) }
          let ids = try await bench.require(accepts: "a read meanwhile") { try await bench.cells(.whole).keys }
          try bench.require(ids.contains(id), "what was committed is read")
        }
      }
    }
    var results: [Result<Void, any Error>] = []
    for task in work { results.append(await task.result) }
    isOver.open()
    try await lettingGo.value
    for result in results { try result.get() }
    try bench.require(try await bench.cells(.whole).count, equals: 40, "rows")
  }

  static let lettingGoWaitsForNobody = EngineLaw(
    "let go: waits for nobody", "Letting go waits for no writer who is inside, and makes no reader wait for him."
  ) { bench in
    try await bench.create([1: [:]])
    let release = Latch()
    let writer = await bench.holdWriter(until: release)
    let begun = Latch()
    let lettingGo = bench.onThread {
      begun.open()
      await bench.engine.letGo(bench.grant)
    }
    await begun.wait()
    let reading = bench.onThread {
      for _ in 0..<3 { _ = try await bench.cells(.whole) }
    }
    let both = bench.onThread {
      try await reading.value
      try await lettingGo.value
      release.open()
    }
    let wasInTime = try await writer.value
    try await both.value
    try bench.require(wasInTime, "nobody waits for the writer")
  }

  static let closedStaysClosed = EngineLaw(
    "close: stays closed", "Turning away, interrupting and letting go of a closed engine return, and it stays closed."
  ) { bench in
    try await bench.create()
    await bench.engine.close(bench.grant)
    bench.engine.turnAway(bench.grant)
    bench.engine.interrupt(bench.grant)
    await bench.engine.letGo(bench.grant)
    try await bench.require(throws: .closed, "read") { try await bench.cells(.whole) }
    try await bench.require(throws: .closed, "write") { try await bench.insert([1: [:]]) }
  }
}
