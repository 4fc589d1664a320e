internal import CRMModel
internal import CRMStorage

extension EngineLaws {
  static let closingLaws: [EngineLaw] = [
    closedEngineRefuses, closingTwiceIsHarmless, closingWaits, soundStoreHasNoProblems,
  ]

  static let closedEngineRefuses = EngineLaw(
    "close: later calls are refused", "Reading, writing, checking and backing up a closed engine throw closed."
  ) { bench in
    try await bench.create([1: [:]])
    await bench.engine.close(bench.grant)
    try await bench.require(throws: .closed, "read") { try await bench.cells(.whole) }
    try await bench.require(throws: .closed, "write") { try await bench.insert([2: [:]]) }
    try await bench.require(throws: .closed, "check") { try await bench.engine.integrityProblems(bench.grant) }
    try await bench.require(throws: .closed, "backup") { try await bench.engine.backup(bench.grant, to: "") }
  }

  static let closingTwiceIsHarmless = EngineLaw(
    "close: twice is harmless", "Closing again, one after the other or at once, returns."
  ) { bench in
    try await bench.create()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 { group.addTask { await bench.engine.close(bench.grant) } }
    }
    await bench.engine.close(bench.grant)
    try await bench.require(throws: .closed, "read") { try await bench.cells(.whole) }
  }

  static let closingWaits = EngineLaw(
    "close: waits",
    "Closing returns after the writer and the readers who are inside are done, and the writer's commit counts."
  ) { bench in
    try await bench.create()
    let closed = Latch()
    let inside = [Latch(), Latch()]
    let brief = min(bench.patience, Duration.milliseconds(200))
    let writer = bench.onThread {
      defer { inside[0].open() }
      return try await bench.write { writer in
        try writer.insert(LawTable.batch([1: [:]]), into: LawTable.first)
        inside[0].open()
        return closed.block(brief)
      }
    }
    let reader = bench.onThread {
      defer { inside[1].open() }
      return try await bench.read { reader in
        inside[1].open()
        let wasEarly = closed.block(brief)
        _ = try reader.count(.first, nil, limit: nil)
        return wasEarly
      }
    }
    for latch in inside { await latch.wait() }
    await bench.engine.close(bench.grant)
    closed.open()
    try bench.require(try await !writer.value, "closing waits for the writer")
    try bench.require(try await !reader.value, "closing waits for the reader")
  }

  static let soundStoreHasNoProblems = EngineLaw(
    "integrity: a sound store has no problems",
    "After inserts, updates, removals and layout changes the check finds nothing."
  ) { bench in
    let index = IndexLayout(number: 100, columns: [.text], isUnique: true, filter: .isNull(.own(.deletedAt)))
    try await bench.create([1: [.text: .text("a")], 2: [.text: .text("b")], 3: [:]], indexes: [index])
    try await bench.update([1: [.text: .text("c")], 2: [.deletedAt: .integer(1)]])
    try await bench.write { writer in
      try writer.remove([3], from: LawTable.first)
      let column = ColumnLayout(number: 30, kind: .text)
      try writer.apply(.addColumn(column, to: LawTable.first, filledWith: .text("x")))
      try writer.apply(.createIndex(IndexLayout(number: 101, columns: [30, .whole]), on: LawTable.first))
    }
    let problems = try await bench.engine.integrityProblems(bench.grant)
    try bench.require(problems, equals: [], "problems")
  }
}
