import CRMModel

/// One state of a memory engine during a read or a transaction.
class MemoryReader: EngineReader {
  fileprivate var current: MemoryState
  fileprivate var isEnded = false

  /// What found rows by their id lately.
  private var lookup: MemoryLookup?
  private let interruptions: InterruptionCount
  private let interruptionsBefore: Int

  init(_ state: MemoryState, _ interruptions: InterruptionCount) {
    current = state
    self.interruptions = interruptions
    interruptionsBefore = interruptions.now
  }

  /// The state, as long as the closure runs.
  func state() throws -> MemoryState {
    if isEnded { throw EngineError.transactionEnded }
    try checkInterruption()
    return current
  }

  /// Throws `CancellationError` if the engine was told to interrupt what runs.
  func checkInterruption() throws {
    if interruptions.now != interruptionsBefore { throw CancellationError() }
  }

  /// Lets go of the state and gives it back for the last time; nil if it has ended already.
  func end() -> MemoryState? {
    if isEnded { return nil }
    isEnded = true
    defer { current = MemoryState() }
    return current
  }

  func scan(_ scan: RowScan, batchSize: Int, _ body: (RowBatch) throws -> Bool) throws {
    let selection = try RowSelection(scan, in: try state())
    let positions = try selection.positions()
    let size = max(1, batchSize)
    var start = 0
    while start < positions.count {
      let end = min(positions.count, start.addingReportingOverflow(size).overflow ? .max : start + size)
      guard try body(selection.scope.batch(positions[start..<end], columns: scan.columns)) else { return }
      start = end
      try checkInterruption()
    }
  }

  func rows(_ scan: RowScan, _ body: (borrowing CellRow) throws -> Bool) throws {
    switch scan.lookup {
    case .id(let id): if try lookUp(id, scan, { _ = try body($0) }) { return }
    case .value(let column, let value): if try lookUp(value, in: column, scan, { _ = try body($0) }) { return }
    case nil: break
    }
    try batchedRows(scan, body)
  }

  func row(_ id: Int64, of scan: RowScan, _ body: (borrowing CellRow) throws -> Void) throws {
    if scan.filter == nil, scan.sources.count == 1, scan.limit == nil, try lookUp(id, scan, body) { return }
    try scannedRow(id, of: scan, body)
  }

  /// Gives the row of an id; false if the scan asks for something that is not in its table.
  private func lookUp(_ id: Int64, _ scan: RowScan, _ body: (borrowing CellRow) throws -> Void) throws -> Bool {
    guard let table = try state().tables[scan.sources[0].table] else { return false }
    let known = lookup.flatMap { $0.serves(scan, table.layout) ? $0 : nil }
    guard let lookup = known ?? MemoryLookup(scan, table.layout) else { return false }
    guard let position = table.position(of: id) else { return true }
    // The body may look up another row, which then needs cells of its own.
    self.lookup = nil
    defer { self.lookup = lookup }
    try lookup.give(id, position, in: table, body)
    return true
  }

  /// Gives the live row that has a value in a unique column; false if no index tells it.
  private func lookUp(
    _ value: Scalar, in column: Int32, _ scan: RowScan, _ body: (borrowing CellRow) throws -> Void
  ) throws -> Bool {
    guard let table = try state().tables[scan.sources[0].table] else { return false }
    // Only of these one value is one key.
    switch (value, table.layout.kind(of: column)) {
    case (.integer, .integer?), (.text, .text?): break
    default: return false
    }
    guard let index = table.indexes.first(where: { $0.tellsRows(by: column) }),
      let deletedAt = table.layout.position(of: SystemField.deletedAt.columnNumber)
    else { return false }
    guard let id = index.holder(of: MemoryIndex.entry(of: 0, value).entry.key), let position = table.position(of: id),
      table.cell(position, column: deletedAt).isNull
    else { return true }
    return try lookUp(id, scan, body)
  }

  func plan(_ scan: RowScan) throws -> ScanPlan? { try RowSelection(scan, in: try state()).scanPlan() }

  func plan(_ scan: GroupScan) throws -> ScanPlan? {
    let state = try state()
    _ = try state.plan(scan.sources)
    return ScanPlan(columnsOf: try state.table(scan.sources[0].table).count)
  }

  func count(_ sources: [Source], _ filter: Filter?, limit: Int?) throws -> Int {
    try RowSelection(RowScan(sources: sources, filter: filter, limit: limit, columns: []), in: try state()).count()
  }

  func groups(_ scan: GroupScan) throws -> GroupBatch {
    try GroupGathering(scan, in: try state()).groups()
  }

  func layouts() throws -> [TableLayout] { try state().tables.values.map(\.layout).sorted { $0.id < $1.id } }

  func metadata(_ key: String) throws -> String? { try state().metadata[key]?.text }

  func log(after sequence: Int64, limit: Int) throws -> [LogRecord] { try state().log(after: sequence, limit: limit) }

  func lastSequence() throws -> Int64 { try state().lastSequence }
}

/// A transaction of a memory engine: a state of its own that becomes the engine's when the transaction commits.
final class MemoryWriter: MemoryReader, DeferringWriter {
  /// Changes the state in place; throws `transactionEnded` once the closure has returned.
  private func change<T>(_ body: (inout MemoryState) throws -> T) throws -> T {
    if isEnded { throw EngineError.transactionEnded }
    try checkInterruption()
    return try body(&current)
  }

  func insert(_ batch: RowBatch, into table: TableID) throws {
    try change { try $0.change(table) { try $0.insert(batch) } }
  }

  func update(_ batch: RowBatch, in table: TableID) throws {
    try change { try $0.change(table) { try $0.update(batch) } }
  }

  func remove(_ ids: [Int64], from table: TableID) throws {
    try change { try $0.change(table) { try $0.remove(ids) } }
  }

  func append(_ body: [UInt8], at instant: Instant) throws -> Int64 { try change { try $0.append(body, at: instant) } }

  func trimLog(through sequence: Int64) throws { try change { $0.trimLog(through: sequence) } }

  func setMetadata(_ key: String, _ value: String?) throws {
    try change { $0.metadata[key] = value.map(KeptText.init) }
  }

  func setMetadata(_ key: String, later make: @escaping @Sendable () throws -> String) throws {
    try change { $0.metadata[key] = KeptText(make) }
  }

  func apply(_ change: LayoutChange) throws {
    try self.change { state in
      switch change {
      case .createTable(let layout):
        guard state.tables[layout.id] == nil else {
          throw EngineError.noSuchLayout("table \(layout.id) is there already", table: layout.id)
        }
        state.tables[layout.id] = try MemoryTable(layout)
      case .dropTable(let id):
        guard state.tables[id] != nil else { throw EngineError.noSuchLayout("no table \(id)", table: id) }
        state.tables[id] = nil
      case .addColumn(let column, let id, let scalar): try state.change(id) { try $0.add(column, filledWith: scalar) }
      case .dropColumn(let number, let id): try state.change(id) { try $0.dropColumn(number) }
      case .createIndex(let index, let id): try state.change(id) { try $0.add(index) }
      case .dropIndex(let number, let id): try state.change(id) { try $0.dropIndex(number) }
      }
    }
  }

  func atomically<T>(_ body: () throws -> T) throws -> T {
    let before = try state()
    do {
      return try body()
    } catch {
      if !isEnded { current = before }
      throw error
    }
  }
}
