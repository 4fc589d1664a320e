internal import CRMModel
internal import CRMStorage

extension EngineLaws {
  static let waitingLaws: [EngineLaw] = [
    uncommittedIsUnseen, readerKeepsItsState, writerDoesNotHoldReaders, readerDoesNotHoldWriters, writersAreAlone,
    noIncrementIsLost, heartbeatGoesOn,
  ]

  static let uncommittedIsUnseen = EngineLaw(
    "isolation: what is not committed is not seen",
    "A reader sees nothing of a transaction that has not committed, and all of it afterwards."
  ) { bench in
    try await bench.create([1: [.whole: .integer(1)]])
    let release = Latch()
    let writer = await bench.holdWriter(until: release) { writer in
      try writer.insert(LawTable.batch([2: [:]]), into: LawTable.first)
      try writer.update(LawTable.batch([1: [.whole: .integer(2)]]), in: LawTable.first)
      _ = try writer.append([1], at: .epoch)
    }
    let reading = bench.onThread {
      defer { release.open() }
      return try await bench.read { reader in "\(try reader.cells([.whole])) \(try reader.lastSequence())" }
    }
    let found = try await reading.value
    try bench.requireInTime(try await writer.value, "the reader")
    try bench.require(found, equals: "\([Int64(1): [Scalar.integer(1)]]) 0", "before the commit")
    try bench.require(try await bench.cells(.whole), equals: [1: [.integer(2)], 2: [.null]], "after it")
  }

  static let readerKeepsItsState = EngineLaw(
    "isolation: a reader keeps its state",
    "A reader sees one committed state from begin to end, whatever is committed meanwhile."
  ) { bench in
    try await bench.create([1: [.whole: .integer(1)]])
    try await bench.create(LawTable.second, [1: [.whole: .integer(1)]])
    let inside = Latch()
    let committed = Latch()
    let reading = bench.onThread {
      defer { inside.open() }
      return try await bench.read { reader in
        let before = "\(try reader.cells([.whole])) \(try reader.layouts().count) \(try reader.lastSequence())"
        inside.open()
        // An engine that makes the writer wait keeps this law too; another law judges the waiting.
        _ = committed.block(min(bench.patience, .milliseconds(500)))
        let other = try reader.cells([.whole], in: LawTable.second)
        let after = "\(try reader.cells([.whole])) \(try reader.layouts().count) \(try reader.lastSequence())"
        return (before, after, other)
      }
    }
    await inside.wait()
    try await bench.write { writer in
      try writer.update(LawTable.batch([1: [.whole: .integer(2)]]), in: LawTable.first)
      try writer.update(LawTable.batch([1: [.whole: .integer(2)]]), in: LawTable.second)
      try writer.apply(.createTable(LawTable.layout(LawTable.third)))
      _ = try writer.append([], at: .epoch)
    }
    committed.open()
    let (before, after, other) = try await reading.value
    try bench.require(after, equals: before, "first table, tables and log at the end")
    try bench.require(other, equals: [1: [.integer(1)]], "second table")
    try bench.require(try await bench.cells(.whole), equals: [1: [.integer(2)]], "a later reader")
  }

  static let writerDoesNotHoldReaders = EngineLaw(
    "waiting: a writer does not hold up readers", "Readers come and go while a writer is in its transaction."
  ) { bench in
    try await bench.create([1: [:]])
    let release = Latch()
    let writer = await bench.holdWriter(until: release)
    let reading = bench.onThread {
      for _ in 0..<3 { _ = try await bench.cells(.whole) }
      release.open()
    }
    let wasInTime = try await writer.value
    try await reading.value
    try bench.require(wasInTime, "readers do not wait for the writer")
  }

  static let readerDoesNotHoldWriters = EngineLaw(
    "waiting: a reader does not hold up writers", "Writers commit while a reader reads."
  ) { bench in
    try await bench.create()
    let inside = Latch()
    let committed = Latch()
    let reading = bench.onThread {
      defer { inside.open() }
      return try await bench.read { _ in
        inside.open()
        return committed.block(bench.patience)
      }
    }
    await inside.wait()
    let writing = bench.onThread {
      for id in 1...3 { try await bench.insert([Int64(id): [:]]) }
      committed.open()
    }
    let wasInTime = try await reading.value
    try await writing.value
    try bench.require(wasInTime, "writers do not wait for the reader")
  }

  static let writersAreAlone = EngineLaw(
    "writers: are alone", "While a writer is in its transaction no other is, and none of their writes is lost."
  ) { bench in
    try await bench.create([1: [.whole: .integer(0)]])
    let met = Latch()
    let inside = Tally()
    let writers = (1...2).map { _ in
      bench.onThread {
        try await bench.write { writer in
          let count = inside.add(1)
          try increment(writer)
          if count > 1 { met.open() } else { _ = met.block(min(bench.patience, .milliseconds(200))) }
          inside.add(-1)
        }
      }
    }
    for writer in writers { try await writer.value }
    try bench.require(!met.isOpen, "one writer is inside at once")
    try bench.require(try await bench.cells(.whole), equals: [1: [.integer(2)]], "cells")
  }

  static let noIncrementIsLost = EngineLaw(
    "writers: no increment is lost",
    "A hundred tasks that read a counter and write it back one higher leave it at a hundred."
  ) { bench in
    try await bench.create([1: [.whole: .integer(0)]])
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<100 { group.addTask { try await bench.write(increment) } }
      try await group.waitForAll()
    }
    try bench.require(try await bench.cells(.whole), equals: [1: [.integer(100)]], "cells")
  }

  private static func increment(_ writer: any EngineWriter) throws {
    guard case .integer(let value)? = try writer.cells([.whole])[1]?.first else { return }
    try writer.update(LawTable.batch([1: [.whole: .integer(value &+ 1)]]), in: LawTable.first)
  }

  static let heartbeatGoesOn = EngineLaw(
    "waiting: holds no thread", "However many writers wait for their turn, other tasks of the cooperative pool go on."
  ) { bench in
    let crowd = 128
    try await bench.create([1: [.whole: .integer(0)]])
    let release = Latch()
    let writer = await bench.holdWriter(until: release)
    let started = Tally()
    let waiting = (0..<crowd).map { _ in
      Task {
        started.add(1)
        try await bench.write(increment)
      }
    }
    let heart = Task {
      while started.value < crowd, !Task.isCancelled { await Task.yield() }
      for _ in 0..<10 { await Task.yield() }
      release.open()
    }
    let wasInTime = try await writer.value
    heart.cancel()
    for task in waiting { try await task.value }
    try bench.require(wasInTime, "waiting writers hold no thread")
    try bench.require(try await bench.cells(.whole), equals: [1: [.integer(Int64(crowd))]], "cells")
  }
}
