import CRMModel
import CRMStorage
import Testing

@testable import CRMSQLite

/// Unique indexes judge the rows as a batch leaves them.
@Suite struct `An update of several rows` {
  let fixture: StoreFixture
  init() throws { fixture = try StoreFixture() }

  private func filled(_ body: @escaping @Sendable (any EngineWriter) throws -> Void) async throws {
    let engine = try await fixture.opened()
    try await engine.write(grant) { writer in
      let names = ["A", "B", "C", "A"]
      var batch = Sample.accounts([1, 2, 3, 4], names: names, amounts: [1, 2, 3, 4])
      batch.columns.append(5)
      batch.vectors.append(.integers([0, 0, 0, 9], present: [false, false, false, true]))
      try writer.insert(batch, into: Sample.accountTable)
      try body(writer)
    }
    #expect(try await engine.integrityProblems(grant) == [])
    await engine.close(grant)
  }

  @Test func `may swap values, and leaves out rows that are not there`() async throws {
    try await filled { (writer) throws in
      try writer.update(Sample.accounts([1, 77, 2, 3], names: ["B", "A", "C", "A"]), in: Sample.accountTable)
      #expect(try writer.names() == ["B", "C", "A", "A"])
    }
  }

  @Test func `may let a row into a partial index as another leaves it`() async throws {
    try await filled { (writer) throws in
      let deletion = RowBatch(ids: [4, 1], columns: [5], vectors: [.integers([0, 8], present: [false, true])])
      try writer.update(deletion, in: Sample.accountTable)
      #expect(try writer.ids(Sample.isLive) == [2, 3, 4])
      #expect(try writer.names() == ["A", "B", "C", "A"])
    }
  }

  @Test func `takes the last mention of a row`() async throws {
    try await filled { (writer) throws in
      try writer.update(Sample.accounts([1, 2, 1], names: ["B", "A", "D"]), in: Sample.accountTable)
      #expect(try writer.names() == ["D", "A", "C", "A"])
    }
  }

  @Test func `keeps nothing if one value is taken in the end`() async throws {
    try await filled { (writer) throws in
      #expect(throws: EngineError.notUnique(table: Sample.accountTable, index: 110, row: 2)) {
        try writer.update(Sample.accounts([1, 2], names: ["B", "C"]), in: Sample.accountTable)
      }
      #expect(try writer.names() == ["A", "B", "C", "A"])
    }
  }

  @Test func `may swap in an index that covers rows by the values of another`() async throws {
    try await filled { (writer) throws in
      // Emptying the column of the first index for a moment lets rows into this one, where they must not collide.
      let none = Filter.isNull(.column(ColumnRef(column: Sample.name)))
      let index = IndexLayout(number: 140, columns: [Sample.parent], isUnique: true, filter: none)
      try writer.apply(.createIndex(index, on: Sample.accountTable))
      let parents = RowBatch(ids: [1, 2, 3], columns: [Sample.parent], vectors: [.integers([6, 6, 6], present: nil)])
      try writer.update(parents, in: Sample.accountTable)
      try writer.update(Sample.accounts([1, 2, 3], names: ["B", "C", "A"]), in: Sample.accountTable)
      #expect(try writer.names() == ["B", "C", "A", "A"])
      let parent = Operand.column(ColumnRef(column: Sample.parent))
      #expect(try writer.ids(.compare(parent, .equal, .literal(.integer(6)))) == [1, 2, 3])
    }
  }

  @Test func `judges the ids of new rows before their values`() async throws {
    try await filled { (writer) throws in
      #expect(throws: EngineError.duplicateKey(table: Sample.accountTable, row: 3)) {
        try writer.insert(Sample.accounts([8, 9, 3], names: ["X", "A", "Y"]), into: Sample.accountTable)
      }
      #expect(throws: EngineError.duplicateKey(table: Sample.accountTable, row: 8)) {
        try writer.insert(Sample.accounts([8, 9, 8], names: ["X", "A", "Y"]), into: Sample.accountTable)
      }
      #expect(try writer.ids() == [1, 2, 3, 4])
    }
  }
}
