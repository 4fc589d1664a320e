internal import CRMModel
internal import CRMStorage

extension EngineLaws {
  static let scanLaws: [EngineLaw] = [
    limitIsKept, idsRestrict, batchesAreBounded, scansStop, countStopsAtLimit, columnsAreAsAsked,
    rowsAreThoseOfBatches, rowsStop, rowIsThatOfRows, plansNameIndexes,
  ]

  private static func createTen(_ bench: LawBench) async throws {
    var rows: [Int64: [Int32: Scalar]] = [:]
    for id in 1...10 { rows[Int64(id)] = [.whole: .integer(Int64(10 - id))] }
    try await bench.create(rows)
  }

  static let limitIsKept = EngineLaw(
    "scan: keeps its limit", "A scan gives the first rows of its order, at most its limit; none for a limit of 0."
  ) { bench in
    try await createTen(bench)
    let order = [SortKey(.own(.whole))]
    for (limit, expected) in [(0, []), (1, [10]), (3, [10, 9, 8]), (99, Array((1...10).reversed()))] as [(Int, [Int64])]
    {
      let found = try await bench.ids(RowScan(sources: .first, order: order, limit: limit, columns: []))
      try bench.require(found, equals: expected, "limit \(limit)")
    }
    let filtered = RowScan(
      sources: .first, filter: .compare(.own(.whole), .less, .literal(.integer(5))), limit: 2, columns: [])
    try bench.require(try await bench.ids(filtered), equals: [6, 7], "filtered")
  }

  static let idsRestrict = EngineLaw(
    "scan: is restricted to ids",
    "A list of ids restricts a scan; each row comes once, in the scan's order; no ids means no rows."
  ) { bench in
    try await createTen(bench)
    let ids: [Int64] = [7, 2, 99, 7, 4]
    try bench.require(try await bench.ids(RowScan(sources: .first, ids: ids, columns: [])), equals: [2, 4, 7], "by id")
    let sorted = RowScan(sources: .first, ids: ids, order: [SortKey(.own(.whole))], limit: 2, columns: [])
    try bench.require(try await bench.ids(sorted), equals: [7, 4], "sorted, limited")
    let filter = Filter.compare(.own(.whole), .less, .literal(.integer(7)))
    let filtered = RowScan(sources: .first, ids: ids, filter: filter, columns: [])
    try bench.require(try await bench.ids(filtered), equals: [4, 7], "filtered")
    try bench.require(try await bench.ids(RowScan(sources: .first, ids: [], columns: [])), equals: [], "none")
    let many = RowScan(sources: .first, ids: Array(3...40_000), columns: [])
    try bench.require(try await bench.ids(many), equals: Array(3...10), "many")
  }

  static let batchesAreBounded = EngineLaw(
    "scan: batches are bounded",
    "Batches have at most the size asked, are never empty, and together are the rows in order; no rows, no batch."
  ) { bench in
    try await createTen(bench)
    for size in [1, 3, 5, 10, 1_000] {
      let batches = try await bench.read { reader in
        var batches: [[Int64]] = []
        try reader.scan(RowScan(sources: .first, columns: [.own(.whole)]), batchSize: size) { batch in
          batches.append(batch.ids)
          return true
        }
        return batches
      }
      try bench.require(batches.flatMap { $0 }, equals: Array(1...10), "rows for size \(size)")
      try bench.require(
        batches.allSatisfy { !$0.isEmpty && $0.count <= size }, "no batch is empty or above its size",
        found: "\(batches.map(\.count)) for \(size)")
    }
    let calls = try await bench.read { reader in
      var calls = 0
      try reader.scan(RowScan(sources: .first, filter: .constant(false), columns: []), batchSize: 5) { _ in
        calls += 1
        return true
      }
      return calls
    }
    try bench.require(calls, equals: 0, "batches of no rows")
  }

  static let scansStop = EngineLaw(
    "scan: stops when told",
    "After the body returns false it is not called again, and the reader can go on with other things."
  ) { bench in
    try await createTen(bench)
    let (calls, count) = try await bench.read { reader in
      var calls = 0
      try reader.scan(RowScan(sources: .first, columns: []), batchSize: 2) { _ in
        calls += 1
        return calls < 2
      }
      return (calls, try reader.count(.first, nil, limit: nil))
    }
    try bench.require(calls, equals: 2, "calls")
    try bench.require(count, equals: 10, "count afterwards")
  }

  static let countStopsAtLimit = EngineLaw(
    "count: no further than its limit",
    "A count is the number of rows that meet the filter, or the limit if that is less."
  ) { bench in
    try await createTen(bench)
    let filter = Filter.compare(.own(.whole), .less, .literal(.integer(4)))
    for (filter, limit, expected) in [
      (nil, nil, 10), (nil, 3, 3), (nil, 10, 10), (nil, 11, 10), (nil, 0, 0), (filter, nil, 4), (filter, 3, 3),
      (filter, 4, 4), (filter, 5, 4),
    ] as [(Filter?, Int?, Int)] {
      let count = try await bench.read { try $0.count(.first, filter, limit: limit) }
      try bench.require(count, equals: expected, "limit \(limit.map(String.init) ?? "none")")
    }
  }

  static let columnsAreAsAsked = EngineLaw(
    "scan: columns are as asked",
    "A batch's columns are those asked for, in that order, one asked twice twice; none asked for, none given."
  ) { bench in
    try await bench.create([1: [.whole: .integer(1), .text: .text("t")]])
    let asked: [ColumnRef] = [.own(.text), .own(0), .own(.whole), .own(.text)]
    let found = try await bench.read { reader in
      var found: [RowBatch] = []
      for columns in [asked, []] {
        try reader.scan(RowScan(sources: .first, columns: columns), batchSize: 5) { batch in
          found.append(batch)
          return true
        }
      }
      return found
    }
    try bench.require(found.map(\.ids), equals: [[1], [1]], "ids")
    try bench.require(found.map(\.columns), equals: [asked.map(\.column), []], "columns")
    let cells = found.map { batch in batch.vectors.map { $0[0] } }
    try bench.require(cells, equals: [[.text("t"), .integer(1), .integer(1), .text("t")], []], "cells")
  }
}
