import CRMModel

/// An engine that answers groupings from columns held in memory, and otherwise does what the engine behind it does.
///
/// A grouping inside a read is answered from the columns that it needs, in the state that the read sees; ``ResidentColumns`` tells when. A
/// transaction asks the engine behind, as what it wrote is not in the columns yet. The rows are the same on both ways.
package final class AcceleratedEngine: ForwardingEngine {
  package let base: any StorageEngine
  private let columns: ResidentColumns

  /// Puts columns in front of an engine.
  ///
  /// - Parameters:
  ///   - bytes: How many bytes of columns are held at most.
  ///   - fewRows: A condition on an index that leaves fewer rows than this is left to the engine behind.
  package init(_ base: any StorageEngine, bytes: Int, fewRows: Int = 512) {
    self.base = base
    columns = ResidentColumns(bytes: bytes, fewRows: fewRows)
  }

  /// How many bytes of columns are held.
  package var residentBytes: Int { columns.byteCount }

  /// How many groupings were answered from columns.
  package var answers: Int { columns.answers }

  package func read<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineReader) throws -> T
  ) async throws -> T {
    try await base.read(grant) { [columns] reader in try body(AcceleratedReader(reader, columns)) }
  }

  /// Makes the engine behind it let go, and forgets the columns: while nothing is held, anybody may change the store.
  package func letGo(_ grant: EngineGrant) async {
    columns.forget()
    await base.letGo(grant)
  }

  package func close(_ grant: EngineGrant) async {
    await base.close(grant)
    columns.forget()
  }
}

private final class AcceleratedReader: ForwardingReader {
  let reader: any EngineReader
  private let columns: ResidentColumns

  init(_ reader: any EngineReader, _ columns: ResidentColumns) {
    self.reader = reader
    self.columns = columns
  }

  func rows(_ scan: RowScan, _ body: (borrowing CellRow) throws -> Bool) throws { try reader.rows(scan, body) }

  func row(_ id: Int64, of scan: RowScan, _ body: (borrowing CellRow) throws -> Void) throws {
    try reader.row(id, of: scan, body)
  }

  var isQuickerByRow: Bool { reader.isQuickerByRow }

  func plan(_ scan: GroupScan) throws -> ScanPlan? {
    guard try columns.wouldAnswer(scan, from: reader) else { return try reader.plan(scan) }
    let count = try reader.count([scan.sources[0]], nil, limit: ScanPlan.longestCount)
    return ScanPlan(columnsOf: count)
  }

  func groups(_ scan: GroupScan) throws -> GroupBatch {
    guard let state = try columns.state(for: scan, from: reader) else { return try reader.groups(scan) }
    return try GroupGathering(scan, in: state).groups()
  }
}
