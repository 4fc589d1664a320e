import CRMModel
import CRMStorage
import Foundation
import GRDB
import Testing

@testable import CRMSQLite

@Suite struct `A transaction` {
  let fixture: StoreFixture
  init() throws { fixture = try StoreFixture() }

  @Test func `keeps nothing when its closure throws`() async throws {
    let engine = try await fixture.opened()
    await #expect(throws: EngineError.busyForTest) {
      try await engine.write(grant) { writer in
        try writer.insert(Sample.accounts([1], names: ["Acme"]), into: Sample.accountTable)
        try writer.apply(.dropTable(Sample.dealTable))
        throw EngineError.busyForTest
      }
    }
    #expect(try await engine.read(grant) { try $0.ids() } == [])
    #expect(try await engine.write(grant) { try $0.layouts() } == [Sample.account, Sample.deal])
    await engine.close(grant)
  }

  @Test func `throws when it is used after its end`() async throws {
    let engine = try await fixture.opened()
    let kept = KeptWriter()
    try await engine.write(grant) { kept.writer = $0 }
    #expect(throws: EngineError.transactionEnded) { try kept.writer?.lastSequence() }
    await engine.close(grant)
  }

  @Test func `names the index and the row that are not unique, and keeps nothing of the batch`() async throws {
    let engine = try await fixture.opened()
    try await engine.write(grant) { writer in
      try writer.insert(Sample.accounts([1], names: ["Acme"]), into: Sample.accountTable)
      let expected = EngineError.notUnique(table: Sample.accountTable, index: 110, row: 3)
      #expect(throws: expected) {
        try writer.insert(Sample.accounts([2, 3], names: ["Beta", "Acme"]), into: Sample.accountTable)
      }
      #expect(try writer.ids() == [1])
      #expect(throws: EngineError.duplicateKey(table: Sample.accountTable, row: 1)) {
        try writer.insert(Sample.accounts([4, 1], names: ["Beta", "Gamma"]), into: Sample.accountTable)
      }
      #expect(try writer.ids() == [1])
    }
    #expect(try await engine.read(grant) { try $0.ids() } == [1])
    await engine.close(grant)
  }

  @Test func `tells indexes of the same columns apart by the rows they cover`() async throws {
    let engine = try await fixture.opened()
    try await engine.write(grant) { writer in
      let rich = Filter.compare(.column(ColumnRef(column: Sample.amount)), .greater, .literal(.integer(5)))
      try writer.apply(.dropIndex(110, from: Sample.accountTable))
      for (number, filter) in [(Int32(120), rich), (121, Filter.not(rich))] {
        let index = IndexLayout(number: number, columns: [Sample.name], isUnique: true, filter: filter)
        try writer.apply(.createIndex(index, on: Sample.accountTable))
      }
      try writer.insert(Sample.accounts([1, 2], names: ["A", "B"], amounts: [1, 9]), into: Sample.accountTable)
      #expect(throws: EngineError.notUnique(table: Sample.accountTable, index: 121, row: 3)) {
        try writer.insert(Sample.accounts([3], names: ["A"], amounts: [2]), into: Sample.accountTable)
      }
      #expect(throws: EngineError.notUnique(table: Sample.accountTable, index: 120, row: 4)) {
        try writer.insert(Sample.accounts([4], names: ["B"], amounts: [8]), into: Sample.accountTable)
      }
    }
    await engine.close(grant)
  }

  @Test func `undoes an update that a unique index refuses halfway`() async throws {
    let engine = try await fixture.opened()
    try await engine.write(grant) { writer in
      try writer.insert(Sample.accounts([1, 2, 3], names: ["A", "B", "C"]), into: Sample.accountTable)
      #expect(throws: EngineError.notUnique(table: Sample.accountTable, index: 110, row: 2)) {
        try writer.update(Sample.accounts([1, 2, 9], names: ["X", "C", "Y"]), in: Sample.accountTable)
      }
      #expect(try writer.names() == ["A", "B", "C"])
      try writer.update(Sample.accounts([1, 9], names: ["X", "Y"]), in: Sample.accountTable)
    }
    #expect(try await engine.read(grant) { try $0.names() } == ["X", "B", "C"])
    await engine.close(grant)
  }

  @Test func `undoes what is written atomically and goes on`() async throws {
    let engine = try await fixture.opened()
    try await engine.write(grant) { writer in
      try writer.insert(Sample.accounts([1], names: ["A"]), into: Sample.accountTable)
      try? writer.atomically {
        try writer.insert(Sample.accounts([2], names: ["B"]), into: Sample.accountTable)
        try writer.apply(.addColumn(ColumnLayout(number: 150, kind: .text), to: Sample.accountTable, filledWith: .null))
        throw EngineError.busyForTest
      }
      #expect(try writer.layouts() == [Sample.account, Sample.deal])
      try writer.insert(Sample.accounts([3], names: ["C"]), into: Sample.accountTable)
    }
    #expect(try await engine.read(grant) { try $0.ids() } == [1, 3])
    await engine.close(grant)
  }

  @Test func `ends with disk full when no page is left, and the next one works`() async throws {
    let engine = try await fixture.opened()
    let lane = try await engine.writers.acquire()
    let connection = try lane.connection(opening: engine.connect(role: .writer))
    let pages = try connection.use { try connection.pragma("page_count").integerValue ?? 0 }
    try connection.use {
      var sql = SQLText("PRAGMA max_page_count = ")
      sql.add(pages + 3)
      _ = try connection.first(sql)
    }
    engine.writers.release(lane)
    let text = String(repeating: "x", count: 9_000)
    let error = await #expect(throws: EngineError.self) {
      try await engine.write(grant) { writer in
        // The error is swallowed, yet the transaction must not pass for committed.
        try? writer.insert(
          Sample.accounts(Array(1...9), names: (1...9).map { "\($0)\(text)" }), into: Sample.accountTable)
        try? writer.setMetadata("a", "b")
      }
    }
    #expect(error?.code == .diskFull)
    try await engine.write(grant) { try $0.insert(Sample.accounts([1], names: ["small"]), into: Sample.accountTable) }
    #expect(try await engine.read(grant) { try $0.names() } == ["small"])
    #expect(try await engine.read(grant) { try $0.metadata("a") } == nil)
    await engine.close(grant)
  }

  @Test func `lets a scan finish with the rows it began with`() async throws {
    let engine = try await fixture.opened()
    try await engine.write(grant) { writer in
      let ids = Array(Int64(1)...5)
      try writer.insert(Sample.accounts(ids, names: ids.map { "n\($0)" }, amounts: ids), into: Sample.accountTable)
      var scan = RowScan(sources: [Source(table: Sample.accountTable)], columns: [ColumnRef(column: Sample.amount)])
      scan.order = [SortKey(.column(ColumnRef(column: Sample.amount)))]
      var seen: [Int64] = []
      try writer.scan(scan, batchSize: 1) { batch in
        seen += batch.ids
        // Moves the row behind all others in the order of the scan.
        let moved = RowBatch(ids: batch.ids, columns: [Sample.amount], vectors: [.integers([100], present: nil)])
        try writer.update(moved, in: Sample.accountTable)
        return true
      }
      #expect(seen == ids)
    }
    await engine.close(grant)
  }

  @Test func `keeps the change log's numbers after entries were forgotten`() async throws {
    let engine = try await fixture.opened()
    let at = Instant.epoch
    let last = try await engine.write(grant) { writer in
      #expect(try writer.lastSequence() == 0)
      for body in [[1], [], [3, 0, 3]] as [[UInt8]] { _ = try writer.append(body, at: at) }
      try writer.trimLog(through: 2)
      return try writer.lastSequence()
    }
    #expect(last == 3)
    #expect(
      try await engine.read(grant) { try $0.log(after: 0, limit: 9) } == [
        LogRecord(sequence: 3, at: at, body: [3, 0, 3])
      ])
    let next = try await engine.write(grant) { writer in
      try writer.trimLog(through: 99)
      #expect(try writer.lastSequence() == 3)
      return try writer.append([4], at: at)
    }
    #expect(next == 4)
    await engine.close(grant)
  }

  @Test func `fills a new column with a constant, but not the rows added later`() async throws {
    let engine = try await fixture.opened()
    try await engine.write(grant) { writer in
      try writer.insert(Sample.accounts([1], names: ["A"]), into: Sample.accountTable)
      let column = ColumnLayout(number: 150, kind: .text)
      try writer.apply(.addColumn(column, to: Sample.accountTable, filledWith: .text("it's; DROP")))
      try writer.insert(Sample.accounts([2], names: ["B"]), into: Sample.accountTable)
      let filled = Filter.compare(.column(ColumnRef(column: 150)), .equal, .literal(.text("it's; DROP")))
      #expect(try writer.ids(filled) == [1])
      #expect(try writer.ids(.isNull(.column(ColumnRef(column: 150)))) == [2])
      try writer.apply(.dropColumn(150, from: Sample.accountTable))
      #expect(throws: EngineError.self) { try writer.ids(filled) }
    }
    await engine.close(grant)
  }

  @Test func `names a row that stands against a new unique index`() async throws {
    let engine = try await fixture.opened()
    try await engine.write(grant) { writer in
      let ids: [Int64] = [1, 2, 3, 4]
      try writer.insert(
        Sample.accounts(ids, names: ["A", "B", "C", nil], amounts: [7, 8, 7, nil]), into: Sample.accountTable)
      let index = IndexLayout(number: 130, columns: [Sample.amount], isUnique: true)
      #expect(throws: EngineError.notUnique(table: Sample.accountTable, index: 130, row: 3)) {
        try writer.apply(.createIndex(index, on: Sample.accountTable))
      }
      try writer.remove([3, 77], from: Sample.accountTable)
      try writer.apply(.createIndex(index, on: Sample.accountTable))
    }
    #expect(try await engine.integrityProblems(grant) == [])
    await engine.close(grant)
  }

  @Test(arguments: ["caf\u{E9}", "cafe\u{301}", "a\0b", "", "日本語", "👩‍👩‍👧", "\u{FEFF}x"])
  func `returns every text byte for byte`(_ text: String) async throws {
    let engine = try await fixture.opened()
    let found = try await engine.write(grant) { writer in
      try writer.insert(Sample.accounts([1, 2], names: [text, "another"]), into: Sample.accountTable)
      try writer.setMetadata(text, text)
      #expect(try writer.metadata(text).map { Array($0.utf8) } == Array(text.utf8))
      #expect(try writer.ids(.compare(.column(ColumnRef(column: Sample.name)), .equal, .literal(.text(text)))) == [1])
      return try writer.names()[0]
    }
    #expect(found.map { Array($0.utf8) } == Array(text.utf8))
    await engine.close(grant)
  }

  @Test func `holds composed and decomposed forms of a key apart`() async throws {
    let engine = try await fixture.opened()
    try await engine.write(grant) {
      try $0.insert(Sample.accounts([1, 2], names: ["caf\u{E9}", "cafe\u{301}"]), into: Sample.accountTable)
    }
    #expect(try await engine.read(grant) { try $0.ids() } == [1, 2])
    await engine.close(grant)
  }

  @Test func `keeps a log entry of 20 MiB and refuses one above the limit`() async throws {
    let engine = try await fixture.opened()
    var body = [UInt8](repeating: 0xAB, count: 20 << 20)
    body[20 << 19] = 1
    let kept = body
    try await engine.write(grant) { (writer) throws in
      #expect(try writer.append(kept, at: .epoch) == 1)
      let tooLong = [UInt8](repeating: 0, count: Int(ConnectionSettings.valueLimit) + 1)
      let error = #expect(throws: EngineError.self) { try writer.append(tooLong, at: .epoch) }
      #expect(error?.code == "too_large")
      #expect(try writer.append([2], at: .epoch) == 2)
    }
    let found = try await engine.read(grant) { try $0.log(after: 0, limit: 9).map(\.body) }
    #expect(found == [kept, [2]])
    await engine.close(grant)
  }

  @Test func `refuses to drop a column that an index covers rows by, and to fill one with another kind`() async throws {
    let engine = try await fixture.opened()
    try await engine.write(grant) { writer in
      let filter = Filter.isNull(.column(ColumnRef(column: Sample.weight)))
      let index = IndexLayout(number: 140, columns: [Sample.parent], filter: filter)
      try writer.apply(.createIndex(index, on: Sample.accountTable))
      for change in [
        LayoutChange.dropColumn(Sample.weight, from: Sample.accountTable),
        .addColumn(ColumnLayout(number: 150, kind: .text), to: Sample.accountTable, filledWith: .integer(1)),
      ] {
        let error = #expect(throws: EngineError.self) { try writer.apply(change) }
        #expect(error?.code == "no_such_layout")
      }
      try writer.apply(.dropIndex(140, from: Sample.accountTable))
      try writer.apply(.dropColumn(Sample.weight, from: Sample.accountTable))
    }
    await engine.close(grant)
  }
}

extension EngineError {
  static var busyForTest: EngineError { EngineError(.busy, "thrown_by_a_test", "thrown by a test") }
}

/// Keeps a writer longer than allowed.
final class KeptWriter: @unchecked Sendable {
  // Written inside the transaction and read after it, by one task.
  var writer: (any EngineWriter)?
}
