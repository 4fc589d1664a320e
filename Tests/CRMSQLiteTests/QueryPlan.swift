import CRMModel
import CRMStorage

@testable import CRMSQLite

extension SQLiteEngine {
  /// What SQLite would do for a scan, a line a step.
  func plan(of scan: RowScan, _ layouts: [TableID: TableLayout]) async throws -> [String] {
    try await plans(of: [scan], layouts, from: nil)[0]
  }

  /// What SQLite would do for scans whose rows have to come from an index, a line a step.
  func plans(
    of scans: [RowScan], _ layouts: [TableID: TableLayout], from index: Int32?
  ) async throws -> [[String]] {
    let lane = try await readers.acquire()
    defer { readers.release(lane) }
    let connection = try lane.connection(opening: connect(role: .reader))
    return try connection.use {
      try connection.run("BEGIN")
      defer { connection.rollBack() }
      return try scans.map { scan in
        let sql = try SQLCompiler.rows(scan, layouts, from: index)
        let statement = try connection.statement("EXPLAIN QUERY PLAN " + sql.text)
        var steps: [String] = []
        while try statement.step() { steps.append(statement.text(3) ?? "") }
        return steps
      }
    }
  }
}
