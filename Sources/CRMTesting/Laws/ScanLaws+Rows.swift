internal import CRMModel
internal import CRMStorage

extension EngineLaws {
  private static func scans() -> [(name: String, scan: RowScan)] {
    let columns: [ColumnRef] = [.own(.text), .own(.whole), .own(.real)]
    var ordered = RowScan(sources: .first, order: [SortKey(.own(.whole), isDescending: true)], columns: columns)
    var scans = [("all", RowScan(sources: .first, columns: columns)), ("ordered", ordered)]
    ordered.limit = 2
    ordered.filter = .not(.isNull(.own(.whole)))
    scans.append(("ordered, limited", ordered))
    scans.append(("one id", RowScan(sources: .first, ids: [3], columns: columns)))
    scans.append(("another id", RowScan(sources: .first, ids: [1], columns: columns)))
    scans.append(("no such id", RowScan(sources: .first, ids: [99], columns: columns)))
    scans.append(("some ids", RowScan(sources: .first, ids: [4, 1, 99, 3, 1], columns: columns)))
    scans.append(("no ids", RowScan(sources: .first, ids: [], columns: columns)))
    let live = Filter.isNull(.own(SystemField.deletedAt.columnNumber))
    for id in [3, 99] as [Int64] {
      let filter = Filter.and([live, .compare(.own(0), .equal, .literal(.integer(id)))])
      scans.append(("live row \(id)", RowScan(sources: .first, filter: filter, columns: columns)))
    }
    for text in ["a", "none"] {
      let filter = Filter.and([live, .compare(.own(.text), .equal, .literal(.text(text)))])
      scans.append(("text \(text)", RowScan(sources: .first, filter: filter, columns: columns)))
    }
    return scans
  }

  private static func createFour(_ bench: LawBench) async throws {
    try await bench.create(
      [
        1: [.text: .text("a"), .whole: .integer(0), .real: .real(0)], 2: [.text: .text("a"), .whole: .integer(-7)],
        3: [.whole: .integer(.max), .real: .real(-1.5)], 4: [:],
      ], indexes: [IndexLayout(number: 901, columns: [.text])])
  }

  static let rowsAreThoseOfBatches = EngineLaw(
    "rows: those of the batches",
    "Rows one by one are the rows of the batches, in their order, each with all its cells and none of another row's."
  ) { bench in
    try await createFour(bench)
    for (name, scan) in scans() {
      let (batched, single) = try await bench.read { reader in
        var batched: [[Scalar]] = []
        try reader.scan(scan, batchSize: 3) { batch in
          for row in 0..<batch.count { batched.append([.integer(batch.ids[row])] + batch.vectors.map { $0[row] }) }
          return true
        }
        var single: [[Scalar]] = []
        try reader.rows(scan) { cells in
          single.append([.integer(cells.id)] + (0..<scan.columns.count).map { cells[$0] })
          return true
        }
        return (batched, single)
      }
      try bench.require(single, equals: batched, name)
    }
  }

  static let rowsStop = EngineLaw(
    "rows: stop when told", "No row comes after the one for which the closure returned false."
  ) { bench in
    try await createFour(bench)
    let ids = try await bench.read { reader in
      var ids: [Int64] = []
      try reader.rows(RowScan(sources: .first, columns: [.own(.text)])) { cells in
        ids.append(cells.id)
        return ids.count < 2
      }
      return ids
    }
    try bench.require(ids, equals: [1, 2], "rows")
    let some = try await bench.read { reader in
      var ids: [Int64] = []
      try reader.rows(RowScan(sources: .first, ids: [3, 2, 1], columns: [.own(.text)])) { cells in
        ids.append(cells.id)
        return ids.count < 2
      }
      return ids
    }
    try bench.require(some, equals: [1, 2], "rows of some ids")
  }

  static let rowIsThatOfRows = EngineLaw(
    "row: that of the rows",
    "The row of an id is what the rows of the scan are with nothing but that id: it meets the filter, and there is at most one."
  ) { bench in
    try await createFour(bench)
    for (name, scan) in scans() {
      for id in [1, 3, 99] as [Int64] {
        let (single, rows) = try await bench.read { reader in
          var (single, rows): ([[Scalar]], [[Scalar]]) = ([], [])
          try reader.row(id, of: scan) { cells in
            single.append([.integer(cells.id)] + (0..<scan.columns.count).map { cells[$0] })
          }
          var one = scan
          one.ids = [id]
          try reader.scan(one, batchSize: 3) { batch in
            for row in 0..<batch.count { rows.append([.integer(batch.ids[row])] + batch.vectors.map { $0[row] }) }
            return true
          }
          return (single, rows)
        }
        try bench.require(single, equals: rows, "\(name), row \(id)")
      }
    }
  }

  static let plansNameIndexes = EngineLaw(
    "plan: names what there is",
    "An engine that says how it finds rows names an index of the table and no negative number of rows."
  ) { bench in
    try await createFour(bench)
    for (name, scan) in scans() {
      let (plan, layouts) = try await bench.read { (try $0.plan(scan), try $0.layouts()) }
      guard let plan else { continue }
      try bench.require(plan.estimatedRows >= 0, "\(name): rows", found: "\(plan.estimatedRows)")
      guard case .index(let number) = plan.path else { continue }
      let indexes = layouts.first { $0.id == LawTable.first }?.indexes.map(\.number) ?? []
      try bench.require(indexes.contains(number), "\(name): an index of the table", found: "\(number)")
    }
  }
}
