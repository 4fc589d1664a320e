import CRMModel
import CRMStorage
import Testing

@testable import CRMSQLite

@Suite struct `A look-up inside a look-up` {
  private static func look(_ id: Int64) -> RowScan {
    RowScan(
      sources: [Source(table: Sample.accountTable)], ids: [id],
      columns: [ColumnRef(column: Sample.name), ColumnRef(column: Sample.amount)])
  }

  @Test func `leaves the row outside as it is`() async throws {
    let fixture = try StoreFixture()
    let engine = try await fixture.opened()
    let names = (1...3).map { "The account of number \($0)" }
    try await engine.write(grant) {
      try $0.insert(Sample.accounts([1, 2, 3], names: names, amounts: [10, 20, 30]), into: Sample.accountTable)
    }
    let seen = try await engine.read(grant) { reader in
      var seen: [Scalar] = []
      // Twice, so that what serves a look-up is used again after others were made inside it.
      for _ in 0..<2 {
        try reader.rows(Self.look(1)) { outer in
          for id in [2, 3] as [Int64] {
            try reader.rows(Self.look(id)) { inner in
              try reader.rows(Self.look(1)) { innermost in
                seen.append(innermost[1])
                return true
              }
              seen += [inner[0], inner[1]]
              return true
            }
          }
          seen += [outer[0], outer[1]]
          return true
        }
      }
      return seen
    }
    let once: [Scalar] = [
      .integer(10), .text(names[1]), .integer(20), .integer(10), .text(names[2]), .integer(30), .text(names[0]),
      .integer(10),
    ]
    #expect(seen == once + once)
  }
}
