internal import CRMModel
internal import CRMStorage

/// One state, read row by row.
class OracleReader: EngineReader {
  private(set) var state: OracleState
  let faults: Set<OracleFault>
  /// Where a faulty reader gets newer states from.
  var refresh: (() -> OracleState)?
  private let isInterrupted: () -> Bool
  private var hasEnded = false

  init(_ state: OracleState, _ faults: Set<OracleFault>, isInterrupted: @escaping () -> Bool) {
    self.state = state
    self.faults = faults
    self.isInterrupted = isInterrupted
  }

  /// Makes every later call throw.
  func end() { hasEnded = true }

  /// Throws if the closure has returned, or what it does was interrupted.
  func checkOpen() throws {
    if hasEnded, !faults.contains(.transactionsNeverEnd) { throw EngineError.transactionEnded }
    try checkInterruption()
    if let refresh { state = refresh() }
  }

  private func checkInterruption() throws {
    if isInterrupted() { throw CancellationError() }
  }

  /// What questions are answered from.
  func visibleState() throws -> OracleState {
    try checkOpen()
    return state
  }

  /// Puts another state in place.
  func replaceState(_ state: OracleState) { self.state = state }

  func scan(_ scan: RowScan, batchSize: Int, _ body: (RowBatch) throws -> Bool) throws {
    let state = try visibleState()
    var kinds: [ColumnKind] = []
    for column in scan.columns {
      guard scan.sources.indices.contains(column.source) else {
        throw EngineError.noSuchLayout("there is no such source", table: -1)
      }
      let table = scan.sources[column.source].table
      guard let kind = try state.table(table).layout.kind(of: column.column) else {
        throw EngineError.noSuchLayout("there is no such column", table: table)
      }
      kinds.append(kind)
    }
    var rest = try scan.found(in: state, faults)[...]
    while !rest.isEmpty {
      let rows = rest.prefix(max(batchSize, 1))
      rest = rest.dropFirst(rows.count)
      var batch = RowBatch(ids: rows.map(\.id), columns: scan.columns.map(\.column), vectors: [])
      for (column, kind) in zip(scan.columns, kinds) {
        var vector = ColumnVector(kind)
        for row in rows { vector.append(row.value(column)) }
        batch.vectors.append(vector)
      }
      guard try body(batch) else { return }
      if !faults.contains(.scansGoOn) { try checkInterruption() }
    }
  }

  func count(_ sources: [Source], _ filter: Filter?, limit: Int?) throws -> Int {
    try RowScan(sources: sources, filter: filter, limit: limit, columns: []).found(in: visibleState(), faults).count
  }

  func groups(_ scan: GroupScan) throws -> GroupBatch {
    GroupBatch(try scan.groups(in: visibleState(), faults), of: scan)
  }

  func layouts() throws -> [TableLayout] {
    try visibleState().tables.values.map(\.layout).sorted { $0.id < $1.id }
  }

  func metadata(_ key: String) throws -> String? { try visibleState().metadata[key] }

  func log(after sequence: Int64, limit: Int) throws -> [LogRecord] {
    Array(try visibleState().log.filter { $0.sequence > sequence }.prefix(max(limit, 0)))
  }

  func lastSequence() throws -> Int64 { try visibleState().lastSequence }
}
