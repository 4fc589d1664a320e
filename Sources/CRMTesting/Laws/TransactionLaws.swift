internal import CRMModel
internal import CRMStorage
internal import Synchronization

extension EngineLaws {
  static let transactionLaws: [EngineLaw] = [
    throwUndoesAll, atomicallyUndoes, nestedAtomicallyUndoes, transactionSeesItself, errorsComeThrough, transactionEnds,
  ]

  /// What laws throw inside closures.
  struct Interruption: Error, Equatable {
    var number = 0
  }

  /// Changes everything that a transaction can change.
  private static func changeEverything(_ writer: any EngineWriter) throws {
    try writer.insert(LawTable.batch([2: [.whole: .integer(2)]]), into: LawTable.first)
    try writer.update(LawTable.batch([1: [.whole: .integer(9)]]), in: LawTable.first)
    try writer.apply(.createTable(LawTable.layout(LawTable.second)))
    try writer.insert(LawTable.batch([1: [:]]), into: LawTable.second)
    try writer.apply(.addColumn(ColumnLayout(number: 30, kind: .integer), to: LawTable.first, filledWith: .integer(1)))
    try writer.apply(.createIndex(IndexLayout(number: 100, columns: [.whole]), on: LawTable.first))
    try writer.setMetadata("key", "changed")
    _ = try writer.append([1], at: .epoch)
  }

  /// What ``changeEverything(_:)`` can be seen by.
  private static func sight(_ reader: any EngineReader) throws -> [String] {
    [
      "\(try reader.cells([.whole]).sorted { $0.key < $1.key })", "\(try reader.layouts())",
      "\(try reader.metadata("key") ?? "none")", "\(try reader.lastSequence())",
      "\(try reader.log(after: 0, limit: 9))",
    ]
  }

  static let throwUndoesAll = EngineLaw(
    "transaction: a throw undoes everything",
    "When the closure throws, rows, tables, columns, indexes, metadata and log are as before, and the error comes "
      + "through."
  ) { bench in
    try await bench.create([1: [.whole: .integer(1)]])
    let before = try await bench.read(sight)
    do {
      try await bench.write { writer in
        try changeEverything(writer)
        throw Interruption(number: 3)
      }
      throw LawFailure("error", expected: "the closure's own", found: "nothing was thrown")
    } catch let interruption as Interruption {
      try bench.require(interruption, equals: Interruption(number: 3), "error")
    }
    try bench.require(try await bench.read(sight), equals: before, "state")
    try await bench.write(changeEverything)
    try bench.require(try await bench.read(sight) != before, "the same changes show when nothing is thrown")
  }

  static let atomicallyUndoes = EngineLaw(
    "atomically: a throw undoes its part",
    "When the closure of atomically throws, what was written in it is undone, and what was written before and after "
      + "is kept."
  ) { bench in
    try await bench.create([1: [.whole: .integer(1)]])
    let seen = try await bench.write { writer in
      try writer.insert(LawTable.batch([7: [:]]), into: LawTable.first)
      let before = try sight(writer)
      do {
        try writer.atomically {
          try changeEverything(writer)
          throw Interruption()
        }
      } catch is Interruption {}
      let after = try sight(writer)
      let kept = try writer.atomically {
        try writer.insert(LawTable.batch([8: [:]]), into: LawTable.first)
        return 8
      }
      return (before, after, kept)
    }
    try bench.require(seen.1, equals: seen.0, "state after the throw")
    try bench.require(seen.2, equals: 8, "result")
    try bench.require(try await bench.cells(.whole).keys.sorted(), equals: [1, 7, 8], "ids")
  }

  static let nestedAtomicallyUndoes = EngineLaw(
    "atomically: nests", "An atomically inside another undoes only its own part, and is undone with the outer one."
  ) { bench in
    try await bench.create()
    try await bench.write { writer in
      try writer.atomically {
        try writer.insert(LawTable.batch([1: [:]]), into: LawTable.first)
        do {
          try writer.atomically {
            try writer.insert(LawTable.batch([2: [:]]), into: LawTable.first)
            throw Interruption()
          }
        } catch is Interruption {}
        try writer.insert(LawTable.batch([3: [:]]), into: LawTable.first)
      }
      do {
        try writer.atomically {
          try writer.atomically { try writer.insert(LawTable.batch([4: [:]]), into: LawTable.first) }
          throw Interruption()
        }
      } catch is Interruption {}
    }
    try bench.require(try await bench.cells(.whole).keys.sorted(), equals: [1, 3], "ids")
  }

  static let transactionSeesItself = EngineLaw(
    "transaction: sees what it wrote", "Everything read in a transaction sees what was written in it."
  ) { bench in
    try await bench.create([1: [.whole: .integer(1)], 2: [:]])
    let seen = try await bench.write { writer in
      try writer.insert(LawTable.batch([3: [.whole: .integer(3)]]), into: LawTable.first)
      try writer.update(LawTable.batch([1: [.whole: .integer(3)]]), in: LawTable.first)
      try writer.remove([2], from: LawTable.first)
      try writer.setMetadata("key", "value")
      let groups = try writer.groups(
        GroupScan(sources: .first, keys: [.column(.own(.whole))], measures: [.rows]))
      let ids = try writer.ids(RowScan(sources: .first, filter: .own(.whole, is: .integer(3)), columns: []))
      let count = try writer.count(.first, nil, limit: nil)
      return "\(ids) \(count) \(try writer.metadata("key") ?? "none") \(groups.map(\.measures))"
    }
    try bench.require(seen, equals: "[1, 3] 2 value \([[MeasureValue.count(2)]])", "what the transaction sees")
  }

  static let errorsComeThrough = EngineLaw(
    "read: errors come through", "What a reader's closure or a scan's body throws comes out unchanged."
  ) { bench in
    try await bench.create([1: [:]])
    for number in 1...2 {
      do {
        try await bench.read { reader in
          if number == 1 { throw Interruption(number: 1) }
          try reader.scan(RowScan(sources: .first, columns: []), batchSize: 1) { _ in throw Interruption(number: 2) }
        }
        throw LawFailure("error", expected: "the closure's own", found: "nothing was thrown")
      } catch let error as Interruption {
        try bench.require(error.number, equals: number, "error")
      } catch let error as any CRMError {
        throw LawFailure("error", expected: "the closure's own", found: "\(error.code)")
      }
    }
  }

  static let transactionEnds = EngineLaw(
    "transaction: ends with its closure",
    "Every method of a reader or writer throws transaction_ended once the closure has returned."
  ) { bench in
    try await bench.create([1: [:]])
    // Carrying the reader out of its closure is what is tested; nobody else uses it meanwhile.
    nonisolated(unsafe) var escapedReader: (any EngineReader)?
    nonisolated(unsafe) var escapedWriter: (any EngineWriter)?
    try await bench.read { escapedReader = $0 }
    try await bench.write { escapedWriter = $0 }
    guard let reader = escapedReader, let writer = escapedWriter else {
      throw LawFailure("closures", expected: "run", found: "did not run")
    }
    let batch = LawTable.batch([2: [:]])
    let calls: [(String, () throws -> Void)] = [
      ("scan", { try reader.scan(RowScan(sources: .first, columns: []), batchSize: 1) { _ in true } }),
      ("count", { _ = try reader.count(.first, nil, limit: nil) }),
      ("groups", { _ = try reader.groups(GroupScan(sources: .first, keys: [], measures: [.rows])) }),
      ("layouts", { _ = try reader.layouts() }), ("metadata", { _ = try reader.metadata("key") }),
      ("log", { _ = try reader.log(after: 0, limit: 1) }), ("lastSequence", { _ = try reader.lastSequence() }),
      ("writer's count", { _ = try writer.count(.first, nil, limit: nil) }),
      ("insert", { try writer.insert(batch, into: 1) }), ("update", { try writer.update(batch, in: 1) }),
      ("remove", { try writer.remove([1], from: 1) }), ("append", { _ = try writer.append([], at: .epoch) }),
      ("trimLog", { try writer.trimLog(through: 1) }), ("setMetadata", { try writer.setMetadata("key", nil) }),
      ("apply", { try writer.apply(.dropTable(1)) }), ("atomically", { try writer.atomically {} }),
    ]
    for (name, call) in calls {
      try await bench.require(throws: .transactionEnded, name) { try call() }
    }
    try bench.require(try await bench.cells(.whole).keys.sorted(), equals: [1], "ids")
  }
}
