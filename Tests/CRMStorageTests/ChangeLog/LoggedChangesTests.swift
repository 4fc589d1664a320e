import CRMModel
import CRMTesting
import Testing

@testable import CRMStorage

@Suite struct `Changes taken from the log` {
  private static let table: TableID = 7
  private static let parents: TableID = 8
  /// Column 12 is there and not asked for.
  private static let columns: [Int32] = [10, 11, 12]
  private static let demand = ColumnDemand(
    GroupScan(
      sources: [
        Source(table: table), Source(table: parents, link: Source.Link(id: ColumnRef(column: 10))),
      ],
      keys: [.column(ColumnRef(source: 1, column: 20))], measures: [.sum(ColumnRef(column: 11))]))

  private static func step(
    _ operation: RecordChange.Operation, _ ids: [Int64], _ cells: [Int32: [Scalar]] = [:], of table: TableID = table
  ) -> LoggedStep {
    let columns = cells.keys.sorted()
    return LoggedStep(
      operation: operation, table: table, ids: ids, columns: columns,
      vectors: columns.map { column in
        var vector = ColumnVector(.integer)
        for cell in cells[column] ?? [] { vector.append(cell) }
        return vector
      })
  }

  private static func engine(_ entries: [[LoggedStep]]) async throws -> MemoryEngine {
    let engine = MemoryEngine()
    try await engine.write(EngineGrant()) { writer in
      for steps in entries {
        _ = try writer.append(
          LogEntryCodec.encode(LogEntry(actor: "", cause: "", generation: nil, steps: steps)), at: .epoch)
      }
    }
    return engine
  }

  private static func read(
    _ engine: MemoryEngine, after sequence: Int64 = 0, _ bounds: LoggedChanges.Bounds = .asOf,
    unlogged: Set<TableID> = []
  ) async throws -> Result<LoggedChanges, UntoldChange> {
    try await engine.read(EngineGrant()) { reader in
      try LoggedChanges.read(
        reader, after: sequence, through: try reader.lastSequence(), of: table, demand, unlogged: unlogged, bounds)
    }
  }

  private static func failure(_ result: Result<LoggedChanges, UntoldChange>) -> UntoldChange? {
    if case .failure(let reason) = result { reason } else { nil }
  }

  @Test(arguments: [61, 62, 63, 64, 65, 66, 67, 68] as [UInt64])
  func `give back each state that there was`(_ seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    var rows: [Int64: [Int32: Scalar]] = [:]
    var states = [rows]
    var entries: [[LoggedStep]] = []
    var done: [RecordChange.Operation: Int] = [:]
    func cell() -> Scalar { random.happens(20) ? .null : .integer(Int64(random.number(below: 100))) }
    for _ in 0..<120 {
      var steps: [LoggedStep] = []
      for _ in 0...random.number(below: 3) {
        let ids = (1...12).map { Int64($0) }.filter { _ in random.happens(30) }
        let there = ids.filter { rows[$0] != nil }
        switch random.number(below: 4) {
        case 0:
          // Numbers of rows that are gone may come again.
          let new = ids.filter { rows[$0] == nil }
          if new.isEmpty { continue }
          steps.append(Self.step(.insert, new))
          for id in new { rows[id] = Dictionary(uniqueKeysWithValues: Self.columns.map { ($0, cell()) }) }
        case 1:
          if there.isEmpty { continue }
          steps.append(
            Self.step(
              .remove, there,
              Dictionary(uniqueKeysWithValues: Self.columns.map { c in (c, there.map { rows[$0]?[c] ?? .null }) })))
          for id in there { rows[id] = nil }
        default:
          if there.isEmpty { continue }
          let changed = Self.columns.filter { _ in random.happens(50) }
          steps.append(
            Self.step(
              .update, there,
              Dictionary(uniqueKeysWithValues: changed.map { c in (c, there.map { rows[$0]?[c] ?? .null }) })))
          for id in there { for column in changed { rows[id]?[column] = cell() } }
        }
        if let last = steps.last { done[last.operation, default: 0] += 1 }
      }
      entries.append(steps)
      states.append(rows)
    }
    let engine = try await Self.engine(entries)
    // What is asked for of some rows.
    func seen(_ rows: [Int64: [Int32: Scalar]]) -> [Int64: [Int32: Scalar]] {
      rows.mapValues { $0.filter { $0.key < 12 } }
    }
    for (sequence, state) in states.enumerated() {
      let changes = try await Self.read(engine, after: Int64(sequence)).get()
      #expect(seen(changes.undone(rows, Array(1...12))) == seen(state), "state \(sequence), seed \(seed)")
      // A record that is not told to have changed is as it was.
      let ids = Set(changes.ids)
      for id in 1...12 as ClosedRange<Int64> where !ids.contains(id) {
        #expect(seen(rows)[id] == seen(state)[id], "record \(id) of state \(sequence), seed \(seed)")
      }
    }
    #expect(done.values.allSatisfy { $0 > 5 } && done.count == 3, "\(done), seed \(seed)")
  }

  @Test func `count what is asked for, up to the bounds`() async throws {
    let engine = try await Self.engine([
      [Self.step(.update, [1, 2, 3], [10: [.null, .integer(2), .integer(3)]])],
      [Self.step(.update, [4, 5], [12: [.null, .integer(2)]])],
      [Self.step(.insert, [9], of: 99)],
    ])
    for (writes, records, isTold) in [(6, 3, true), (5, 3, false), (6, 2, false)] as [(Int, Int, Bool)] {
      let result = try await Self.read(engine, LoggedChanges.Bounds(writes: writes, records: records))
      #expect(Self.failure(result) == (isTold ? nil : .tooMany), "\(writes) \(records)")
    }
    #expect(try await Self.read(engine).get().ids == [1, 2, 3])
    #expect(try await Self.read(engine, unlogged: [Self.table]).get().ids == [1, 2, 3, 4, 5])
  }

  @Test(
    arguments: [
      ([(.update, [1], 20)], true), ([(.update, [1], 21)], false), ([(.remove, [1], 21)], true),
      ([(.insert, [1], nil), (.update, [1], 20), (.remove, [1], 20)], false),
      ([(.insert, [1], nil), (.update, [1, 2], 20)], true),
      ([(.delete, [1], SystemField.deletedAt.columnNumber)], true),
    ] as [([(RecordChange.Operation, [Int64], Int32?)], Bool)])
  func `tell of other tables whether what was there is another`(
    _ example: ([(RecordChange.Operation, [Int64], Int32?)], Bool)
  ) async throws {
    let steps = example.0.map { operation, ids, column in
      Self.step(operation, ids, column.map { [$0: ids.map { .integer($0) }] } ?? [:], of: Self.parents)
    }
    let engine = try await Self.engine(steps.map { [$0] })
    let changes = try await Self.read(engine).get()
    #expect(changes.alter([Self.parents]) == example.1)
    #expect(changes.touch([Self.parents]))
    #expect(changes.ids == [])
  }

  @Test func `are not told past what is forgotten, damaged or a change of the schema`() async throws {
    let engine = try await Self.engine([[Self.step(.insert, [1])], [Self.step(.insert, [2])]])
    try await engine.write(EngineGrant()) { writer in try writer.trimLog(through: 1) }
    #expect(Self.failure(try await Self.read(engine)) == .forgotten)
    #expect(try await Self.read(engine, after: 1).get().ids == [2])
    try await engine.write(EngineGrant()) { writer in
      _ = try writer.append(
        LogEntryCodec.encode(LogEntry(actor: "", cause: "", generation: 5, steps: [])), at: .epoch)
    }
    #expect(Self.failure(try await Self.read(engine, after: 1)) == .schemaChanged)
    try await engine.write(EngineGrant()) { writer in _ = try writer.append([1, 2, 3], at: .epoch) }
    #expect(Self.failure(try await Self.read(engine, after: 3)) == .damaged(4))
  }
}
