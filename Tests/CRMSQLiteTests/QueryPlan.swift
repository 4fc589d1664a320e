import CRMModel
import CRMStorage

@testable import CRMSQLite

extension SQLiteEngine {
  /// What SQLite would do for a scan, a line a step.
  func plan(of scan: RowScan, _ layouts: [TableID: TableLayout]) async throws -> [String] {
    let lane = try await readers.acquire()
    defer { readers.release(lane) }
    let connection = try lane.connection(opening: connect(role: .reader))
    return try connection.use {
      try connection.run("BEGIN")
      defer { connection.rollBack() }
      let statement = try connection.statement("EXPLAIN QUERY PLAN " + SQLCompiler.rows(scan, layouts).text)
      var steps: [String] = []
      while try statement.step() { steps.append(statement.text(3) ?? "") }
      return steps
    }
  }
}
