internal import CRMModel
internal import CRMStorage

/// An engine under examination, with short ways to ask it and to give up on it.
struct LawBench: Sendable {
  let engine: any StorageEngine
  /// How long to wait for what has to happen.
  let patience: Duration
  let grant = EngineGrant()

  func read<T: Sendable>(_ body: sending @escaping (any EngineReader) throws -> T) async throws -> T {
    try await engine.read(grant, body)
  }

  func write<T: Sendable>(_ body: sending @escaping (any EngineWriter) throws -> T) async throws -> T {
    try await engine.write(grant, body)
  }

  /// Creates the first table with rows in it.
  func create(_ rows: [Int64: [Int32: Scalar]] = [:], indexes: [IndexLayout] = []) async throws {
    try await create(LawTable.first, rows, indexes: indexes)
  }

  /// Creates a table with rows in it.
  func create(_ table: TableID, _ rows: [Int64: [Int32: Scalar]], indexes: [IndexLayout] = []) async throws {
    try await write { writer in
      try writer.apply(.createTable(LawTable.layout(table, indexes: indexes)))
      if !rows.isEmpty { try writer.insert(LawTable.batch(rows), into: table) }
    }
  }

  func insert(_ rows: [Int64: [Int32: Scalar]], into table: TableID = LawTable.first) async throws {
    try await write { try $0.insert(LawTable.batch(rows), into: table) }
  }

  func update(_ rows: [Int64: [Int32: Scalar]], in table: TableID = LawTable.first) async throws {
    try await write { try $0.update(LawTable.batch(rows), in: table) }
  }

  /// The cells of all rows of a table, in the order of `columns`.
  func cells(_ columns: Int32..., in table: TableID = LawTable.first) async throws -> [Int64: [Scalar]] {
    try await read { try $0.cells(columns, in: table) }
  }

  /// The ids that a scan gives, in order.
  func ids(_ scan: RowScan) async throws -> [Int64] {
    try await read { try $0.ids(scan) }
  }

  /// For every row of source 0 where a filter is not null: what it is.
  func truths(of filter: Filter, _ sources: [Source] = .first) async throws -> [Int64: Bool] {
    try await read { reader in
      var truths: [Int64: Bool] = [:]
      for id in try reader.ids(RowScan(sources: sources, filter: filter, columns: [])) { truths[id] = true }
      for id in try reader.ids(RowScan(sources: sources, filter: .not(filter), columns: [])) {
        if truths.updateValue(false, forKey: id) != nil {
          throw LawFailure("row \(id)", expected: "meets a filter or its opposite", found: "meets both")
        }
      }
      return truths
    }
  }

  /// Gives up unless what is expected holds.
  func require(_ holds: Bool, _ expectation: String, found: @autoclosure () -> String = "otherwise") throws {
    if !holds { throw LawFailure(expectation, expected: "so", found: found()) }
  }

  /// Gives up if a part of the check itself was not done in time, which says nothing about the law.
  func requireInTime(_ isInTime: Bool, _ what: String) throws {
    if !isInTime { throw LawFailure(what, expected: "done in \(patience)", found: "not done", kind: .delay) }
  }

  /// Gives up unless two values are equal.
  func require<V: Equatable>(_ found: V, equals expected: V, _ what: String) throws {
    if found != expected { throw LawFailure(what, expected: "\(expected)", found: "\(found)") }
  }

  /// Gives up unless a filter is true, false and null (neither) for the rows told.
  func require(
    _ filter: Filter, _ sources: [Source] = .first, isTrue: [Int64], isFalse: [Int64], _ what: String
  ) async throws {
    let truths = try await truths(of: filter, sources)
    try require(truths.filter(\.value).keys.sorted(), equals: isTrue, "\(what): true for")
    try require(truths.filter { !$0.value }.keys.sorted(), equals: isFalse, "\(what): false for")
  }

  /// Gives up unless `body` throws an error of a code.
  func require<T>(throws code: ErrorCode, _ what: String, _ body: () async throws -> T) async throws {
    do {
      _ = try await body()
    } catch let error as any CRMError {
      return try require(error.code, equals: code, "\(what): error code")
    }
    throw LawFailure("\(what): error code", expected: "\(code)", found: "nothing was thrown")
  }

  /// Gives up if `body`, which the law allows, is refused.
  func require<T>(accepts what: String, _ body: () async throws -> T) async throws -> T {
    do {
      return try await body()
    } catch let error as any CRMError {
      throw LawFailure("\(what): accepted", expected: "no error", found: "\(error.code)")
    }
  }
}

extension EngineReader {
  /// The cells of all rows of a table, in the order of `columns`.
  func cells(_ columns: [Int32], in table: TableID = LawTable.first) throws -> [Int64: [Scalar]] {
    var result: [Int64: [Scalar]] = [:]
    let scan = RowScan(sources: [Source(table: table)], columns: columns.map { ColumnRef.own($0) })
    try self.scan(scan, batchSize: 100) { batch in
      for (row, id) in batch.ids.enumerated() { result[id] = batch.vectors.map { $0[row] } }
      return true
    }
    return result
  }

  /// The ids that a scan gives, in order.
  func ids(_ scan: RowScan) throws -> [Int64] {
    var result: [Int64] = []
    try self.scan(scan, batchSize: 100) { batch in
      result += batch.ids
      return true
    }
    return result
  }
}

extension EngineWriter {
  /// Runs `body` atomically and returns the code of the error it throws; nil for none.
  func refusal(_ body: () throws -> Void) throws -> ErrorCode? {
    do {
      try atomically(body)
      return nil
    } catch let error as any CRMError {
      return error.code
    }
  }
}
