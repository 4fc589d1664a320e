internal import CRMModel
internal import CRMStorage

/// What a mutant's readers and writers do instead: a closure a method, which is given the arguments and the sound
/// reader or writer.
struct Sabotage: Sendable {
  typealias Body = (RowBatch) throws -> Bool

  var scan: @Sendable (RowScan, Int, any EngineReader, Body) throws -> Void = { try $2.scan($0, batchSize: $1, $3) }
  var count: @Sendable ([Source], Filter?, Int?, any EngineReader) throws -> Int = { try $3.count($0, $1, limit: $2) }
  /// Gives rows one by one; nil gives those of the batches.
  var rows: (@Sendable (RowScan, any EngineReader, (borrowing CellRow) throws -> Bool) throws -> Void)?
  /// Gives the row of an id; nil gives that of the rows.
  var row: (@Sendable (Int64, RowScan, any EngineReader, (borrowing CellRow) throws -> Void) throws -> Void)?
  var plan: @Sendable (RowScan, any EngineReader) throws -> ScanPlan? = { try $1.plan($0) }
  var groups: @Sendable (GroupScan, any EngineReader) throws -> [GroupRow] = { Array(try $1.groups($0)) }
  var layouts: @Sendable (any EngineReader) throws -> [TableLayout] = { try $0.layouts() }
  var log: @Sendable (Int64, Int, any EngineReader) throws -> [LogRecord] = { try $2.log(after: $0, limit: $1) }
  var lastSequence: @Sendable (any EngineReader) throws -> Int64 = { try $0.lastSequence() }
  var insert: @Sendable (RowBatch, TableID, any EngineWriter) throws -> Void = { try $2.insert($0, into: $1) }
  var update: @Sendable (RowBatch, TableID, any EngineWriter) throws -> Void = { try $2.update($0, in: $1) }
  var remove: @Sendable ([Int64], TableID, any EngineWriter) throws -> Void = { try $2.remove($0, from: $1) }
  var append: @Sendable ([UInt8], Instant, any EngineWriter) throws -> Int64 = { try $2.append($0, at: $1) }
  var trimLog: @Sendable (Int64, any EngineWriter) throws -> Void = { try $1.trimLog(through: $0) }
  var setMetadata: @Sendable (String, String?, any EngineWriter) throws -> Void = { try $2.setMetadata($0, $1) }
  var apply: @Sendable (LayoutChange, any EngineWriter) throws -> Void = { try $1.apply($0) }
  /// Whether an atomically at a depth (1 is the outermost) undoes what was written in it.
  var undoesAtDepth: @Sendable (Int) -> Bool = { _ in true }

  /// Puts another question in place of each that is asked.
  mutating func rewrite(_ rewrite: PlanRewrite) {
    scan = { try $2.scan(rewrite.scan($0), batchSize: $1, $3) }
    count = { try $3.count(rewrite.sources($0), $1.map(rewrite.rewritten), limit: $2) }
    groups = { Array(try $1.groups(rewrite.groupScan($0))) }
  }

  /// Changes the batches that scans give.
  mutating func changeBatches(_ change: @escaping @Sendable (RowBatch, RowScan) -> RowBatch) {
    scan = { scan, batchSize, reader, body in
      try reader.scan(scan, batchSize: batchSize) { try body(change($0, scan)) }
    }
  }
}

/// A reader that does what its sabotage says.
class SabotagedReader: ForwardingReader {
  let sabotage: Sabotage
  let reader: any EngineReader

  init(_ sound: any EngineReader, _ sabotage: Sabotage) {
    reader = sound
    self.sabotage = sabotage
  }

  func scan(_ scan: RowScan, batchSize: Int, _ body: (RowBatch) throws -> Bool) throws {
    try sabotage.scan(scan, batchSize, reader, body)
  }

  func rows(_ scan: RowScan, _ body: (borrowing CellRow) throws -> Bool) throws {
    guard let rows = sabotage.rows else { return try batchedRows(scan, body) }
    try rows(scan, reader, body)
  }

  func row(_ id: Int64, of scan: RowScan, _ body: (borrowing CellRow) throws -> Void) throws {
    guard let row = sabotage.row else { return try scannedRow(id, of: scan, body) }
    try row(id, scan, reader, body)
  }

  func plan(_ scan: RowScan) throws -> ScanPlan? { try sabotage.plan(scan, reader) }

  func count(_ sources: [Source], _ filter: Filter?, limit: Int?) throws -> Int {
    try sabotage.count(sources, filter, limit, reader)
  }

  func groups(_ scan: GroupScan) throws -> GroupBatch {
    GroupBatch(try sabotage.groups(scan, reader), of: scan)
  }
  func layouts() throws -> [TableLayout] { try sabotage.layouts(reader) }
  func log(after sequence: Int64, limit: Int) throws -> [LogRecord] { try sabotage.log(sequence, limit, reader) }
  func lastSequence() throws -> Int64 { try sabotage.lastSequence(reader) }
}

/// A writer that does what its sabotage says.
final class SabotagedWriter: SabotagedReader, ForwardingWriter {
  let writer: any EngineWriter
  private var depth = 0

  init(_ sound: any EngineWriter, _ sabotage: Sabotage) {
    writer = sound
    super.init(sound, sabotage)
  }

  func insert(_ batch: RowBatch, into table: TableID) throws { try sabotage.insert(batch, table, writer) }
  func update(_ batch: RowBatch, in table: TableID) throws { try sabotage.update(batch, table, writer) }
  func remove(_ ids: [Int64], from table: TableID) throws { try sabotage.remove(ids, table, writer) }
  func append(_ body: [UInt8], at: Instant) throws -> Int64 { try sabotage.append(body, at, writer) }
  func trimLog(through sequence: Int64) throws { try sabotage.trimLog(sequence, writer) }
  func setMetadata(_ key: String, _ value: String?) throws { try sabotage.setMetadata(key, value, writer) }
  func apply(_ change: LayoutChange) throws { try sabotage.apply(change, writer) }

  func atomically<T>(_ body: () throws -> T) throws -> T {
    depth += 1
    defer { depth -= 1 }
    return sabotage.undoesAtDepth(depth) ? try writer.atomically(body) : try body()
  }
}
