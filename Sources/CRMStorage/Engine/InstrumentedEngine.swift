public import CRMModel
internal import Synchronization

/// One call to the engine: what was done, where, how many rows, how long. Never values.
public struct EngineEvent: Hashable, Sendable {
  /// What was done.
  public enum Kind: String, Hashable, Sendable {
    /// Rows were read.
    case scan
    /// Rows were counted.
    case count
    /// Rows were gathered into groups.
    case group
    /// Rows were added.
    case insert
    /// Rows were changed.
    case update
    /// Rows were removed.
    case remove
    /// The tables there are were changed.
    case layout
    /// A transaction was committed.
    case commit
  }

  /// What was done.
  public let kind: Kind
  /// The table concerned; nil for a commit.
  public let table: TableID?
  /// How many rows were read or written.
  public let rows: Int
  /// How long it took, by the clock given.
  public let duration: TimeSpan
}

/// An engine that tells somebody about every call and otherwise does what the engine behind it does.
package struct InstrumentedEngine: ForwardingEngine {
  package let base: any StorageEngine
  let now: @Sendable () -> Instant
  let report: @Sendable (EngineEvent) -> Void

  package init(
    _ base: any StorageEngine, now: @escaping @Sendable () -> Instant, report: @escaping @Sendable (EngineEvent) -> Void
  ) {
    self.base = base
    self.now = now
    self.report = report
  }

  package func read<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineReader) throws -> T
  ) async throws -> T {
    let meter = Meter(now: now, report: report)
    return try await base.read(grant) { reader in try body(InstrumentedReader(reader, meter)) }
  }

  package func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    let meter = Meter(now: now, report: report)
    let begin = now()
    let result = try await base.write(grant) { writer in try body(InstrumentedWriter(writer, meter)) }
    report(EngineEvent(kind: .commit, table: nil, rows: 0, duration: begin.span(to: now())))
    return result
  }
}

private struct Meter: Sendable {
  let now: @Sendable () -> Instant
  let report: @Sendable (EngineEvent) -> Void

  func measure<T>(_ kind: EngineEvent.Kind, _ table: TableID?, _ body: () throws -> (T, Int)) rethrows -> T {
    let begin = now()
    let (result, rows) = try body()
    report(EngineEvent(kind: kind, table: table, rows: rows, duration: begin.span(to: now())))
    return result
  }
}

private class InstrumentedReader: ForwardingReader {
  let reader: any EngineReader
  let meter: Meter

  init(_ reader: any EngineReader, _ meter: Meter) {
    self.reader = reader
    self.meter = meter
  }

  func scan(_ scan: RowScan, batchSize: Int, _ body: (RowBatch) throws -> Bool) throws {
    try meter.measure(.scan, scan.sources.first?.table) {
      var rows = 0
      try reader.scan(scan, batchSize: batchSize) { batch in
        rows += batch.count
        return try body(batch)
      }
      return ((), rows)
    }
  }

  func rows(_ scan: RowScan, _ body: (borrowing CellRow) throws -> Bool) throws {
    try meter.measure(.scan, scan.sources.first?.table) {
      var rows = 0
      try reader.rows(scan) { cells in
        rows += 1
        return try body(cells)
      }
      return ((), rows)
    }
  }

  func row(_ id: Int64, of scan: RowScan, _ body: (borrowing CellRow) throws -> Void) throws {
    try meter.measure(.scan, scan.sources.first?.table) {
      var rows = 0
      try reader.row(id, of: scan) { cells in
        rows = 1
        try body(cells)
      }
      return ((), rows)
    }
  }

  var isQuickerByRow: Bool { reader.isQuickerByRow }

  func count(_ sources: [Source], _ filter: Filter?, limit: Int?) throws -> Int {
    try meter.measure(.count, sources.first?.table) {
      let count = try reader.count(sources, filter, limit: limit)
      return (count, count)
    }
  }

  func groups(_ scan: GroupScan) throws -> GroupBatch {
    try meter.measure(.group, scan.sources.first?.table) {
      let groups = try reader.groups(scan)
      return (groups, groups.count)
    }
  }
}

private final class InstrumentedWriter: InstrumentedReader, ForwardingWriter {
  let writer: any EngineWriter

  init(_ writer: any EngineWriter, _ meter: Meter) {
    self.writer = writer
    super.init(writer, meter)
  }

  func insert(_ batch: RowBatch, into table: TableID) throws {
    try meter.measure(.insert, table) { ((try writer.insert(batch, into: table)), batch.count) }
  }

  func update(_ batch: RowBatch, in table: TableID) throws {
    try meter.measure(.update, table) { ((try writer.update(batch, in: table)), batch.count) }
  }

  func remove(_ ids: [Int64], from table: TableID) throws {
    try meter.measure(.remove, table) { ((try writer.remove(ids, from: table)), ids.count) }
  }

  func apply(_ change: LayoutChange) throws {
    try meter.measure(.layout, nil) { ((try writer.apply(change)), 0) }
  }
}
