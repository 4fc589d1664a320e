import CRMModel
import CRMStorage
import Foundation
import Testing

@testable import CRMSQLite

@Suite struct `Statements kept from before a layout change` {
  let fixture: StoreFixture
  init() throws { fixture = try StoreFixture() }

  /// Reads a row by its id twice, so that its plan is kept.
  private static func row(_ reader: any EngineReader, _ columns: [Int32]) throws -> [Scalar] {
    let scan = RowScan(
      sources: [Source(table: Sample.accountTable)], ids: [1], columns: columns.map { ColumnRef(column: $0) })
    var cells: [Scalar] = []
    for _ in 0..<2 {
      cells = []
      try reader.scan(scan, batchSize: 10) { batch in
        cells = batch.vectors.map { $0[0] }
        return true
      }
    }
    return cells
  }

  @Test func `serve the state they belong to, and no later one`() async throws {
    let engine = try await fixture.opened()
    try await engine.write(grant) {
      try $0.insert(Sample.accounts([1], names: ["A"], amounts: [7]), into: Sample.accountTable)
    }
    let connection = try engine.connect(role: .reader)()
    let cache = LayoutCache()
    func snapshot(_ body: (SQLiteReader) throws -> Void) throws {
      try connection.use {
        try connection.run("BEGIN DEFERRED")
        try cache.refresh(connection)
        let reader = SQLiteReader(connection, Interruption())
        try body(reader)
        reader.end()
      }
    }
    try snapshot { (reader) throws in
      #expect(try Self.row(reader, [Sample.name, Sample.amount]) == [.text("A"), .integer(7)])
    }
    // The same number of columns, in the same order, with other meanings and kinds.
    try await engine.write(grant) { writer in
      try writer.apply(.dropIndex(111, from: Sample.accountTable))
      try writer.apply(.dropColumn(Sample.amount, from: Sample.accountTable))
      let column = ColumnLayout(number: 150, kind: .text)
      try writer.apply(.addColumn(column, to: Sample.accountTable, filledWith: .text("x")))
    }
    try connection.use { () throws in
      let open = SQLiteReader(connection, Interruption())
      #expect(try Self.row(open, [Sample.name, Sample.amount]) == [.text("A"), .integer(7)])
      #expect(try open.layouts() == [Sample.account, Sample.deal])
      open.end()
      connection.rollBack()
    }
    try snapshot { (reader) throws in
      #expect(try Self.row(reader, [Sample.name, 150]) == [.text("A"), .text("x")])
      #expect(throws: EngineError.self) { try Self.row(reader, [Sample.name, Sample.amount]) }
    }
    try connection.use { connection.rollBack() }
    try connection.close()
    await engine.close(grant)
  }

  @Test func `are forgotten when another engine changes the tables`() async throws {
    let engine = try await fixture.opened()
    try await engine.write(grant) {
      try $0.insert(Sample.accounts([1], names: ["A"], amounts: [7]), into: Sample.accountTable)
    }
    let other = try await fixture.open(readOnly: true)
    #expect(
      try await other.read(grant) { try Self.row($0, [Sample.name, Sample.amount]) } == [.text("A"), .integer(7)])
    try await engine.write(grant) { writer in
      try writer.apply(.dropTable(Sample.accountTable))
      var table = Sample.account
      table.columns = Sample.system + [ColumnLayout(number: Sample.name, kind: .integer)]
      table.indexes = []
      try writer.apply(.createTable(table))
      let batch = RowBatch(ids: [1], columns: [Sample.name], vectors: [.integers([5], present: nil)])
      try writer.insert(batch, into: Sample.accountTable)
    }
    #expect(try await other.read(grant) { try Self.row($0, [Sample.name]) } == [.integer(5)])
    await #expect(throws: EngineError.self) { try await other.read(grant) { try Self.row($0, [Sample.amount]) } }
    await other.close(grant)
    await engine.close(grant)
  }

  @Test func `are those of before again when the change is undone`() async throws {
    let engine = try await fixture.opened()
    try await engine.write(grant) { writer in
      try writer.insert(Sample.accounts([1], names: ["A"], amounts: [7]), into: Sample.accountTable)
      #expect(try Self.row(writer, [Sample.amount]) == [.integer(7)])
      try? writer.atomically {
        try writer.apply(.dropIndex(111, from: Sample.accountTable))
        try writer.apply(.dropColumn(Sample.amount, from: Sample.accountTable))
        #expect(throws: EngineError.self) { try Self.row(writer, [Sample.amount]) }
        throw EngineError.busyForTest
      }
      #expect(try Self.row(writer, [Sample.amount]) == [.integer(7)])
    }
    #expect(try await engine.read(grant) { try Self.row($0, [Sample.amount]) } == [.integer(7)])
    await engine.close(grant)
  }
}
