internal import CRMModel
internal import CRMStorage

/// A transaction: a reader whose state changes.
final class OracleWriter: OracleReader, EngineWriter {
  /// What a faulty engine does at every change.
  var onChange: ((OracleState) -> Void)?
  private let stateAtBegin: OracleState

  override init(_ state: OracleState, _ faults: Set<OracleFault>, isInterrupted: @escaping () -> Bool) {
    stateAtBegin = state
    super.init(state, faults, isInterrupted: isInterrupted)
  }

  override func visibleState() throws -> OracleState {
    try checkOpen()
    return faults.contains(.writersReadCommitted) ? stateAtBegin : state
  }

  func insert(_ batch: RowBatch, into table: TableID) throws {
    try change { state in
      try state.insert(batch, into: table)
      try state.checkUnique(table, nullsCollide: faults.contains(.nullsCollide))
    }
  }

  func update(_ batch: RowBatch, in table: TableID) throws {
    try change { state in
      try state.update(batch, in: table)
      if !faults.contains(.updatesMayRepeat) {
        try state.checkUnique(table, nullsCollide: faults.contains(.nullsCollide))
      }
    }
  }

  func remove(_ ids: [Int64], from table: TableID) throws {
    try change { try $0.remove(ids, from: table) }
  }

  func append(_ body: [UInt8], at: Instant) throws -> Int64 {
    try change { state in
      state.lastSequence += 1
      state.log.append(LogRecord(sequence: state.lastSequence, at: at, body: body))
      return state.lastSequence
    }
  }

  func trimLog(through sequence: Int64) throws {
    try change { $0.log.removeAll { $0.sequence <= sequence } }
  }

  func setMetadata(_ key: String, _ value: String?) throws {
    try change { $0.metadata[key] = value }
  }

  func apply(_ change: LayoutChange) throws {
    try self.change { try $0.apply(change) }
  }

  func atomically<T>(_ body: () throws -> T) throws -> T {
    try checkOpen()
    let before = state
    do {
      return try body()
    } catch {
      replaceState(before)
      throw error
    }
  }

  /// Changes a copy of the state and keeps it, unless `body` throws.
  private func change<T>(_ body: (inout OracleState) throws -> T) throws -> T {
    try checkOpen()
    var copy = state
    let result = try body(&copy)
    replaceState(copy)
    onChange?(copy)
    return result
  }
}
