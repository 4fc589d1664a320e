package import CRMModel

/// An engine that does what the engine behind it does, except what it says itself.
package protocol ForwardingEngine: StorageEngine {
  /// The engine behind it.
  var base: any StorageEngine { get }
}

// The members are public although the protocol is not: so they also serve public engines.
extension ForwardingEngine {
  /// The name of the engine behind it.
  public var name: String { base.name }

  /// Whether the engine behind it refuses writes.
  public var isReadOnly: Bool { base.isReadOnly }

  /// Reads as the engine behind it does.
  public func read<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineReader) throws -> T
  ) async throws -> T {
    try await base.read(grant, body)
  }

  /// Writes as the engine behind it does.
  public func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    try await base.write(grant, body)
  }

  /// Copies as the engine behind it does.
  public func backup(_ grant: EngineGrant, to path: String) async throws { try await base.backup(grant, to: path) }

  /// Checks as the engine behind it does.
  public func integrityProblems(_ grant: EngineGrant) async throws -> [String] {
    try await base.integrityProblems(grant)
  }

  /// Turns away whoever waits for the engine behind it.
  public func turnAway(_ grant: EngineGrant) { base.turnAway(grant) }

  /// Interrupts what runs on the engine behind it.
  public func interrupt(_ grant: EngineGrant) { base.interrupt(grant) }

  /// Makes the engine behind it let go.
  public func letGo(_ grant: EngineGrant) async { await base.letGo(grant) }

  /// Closes the engine behind it.
  public func close(_ grant: EngineGrant) async { await base.close(grant) }
}

/// A reader that does what the reader behind it does, except what it says itself.
package protocol ForwardingReader: EngineReader {
  /// The reader behind it.
  var reader: any EngineReader { get }
}

extension ForwardingReader {
  package func scan(_ scan: RowScan, batchSize: Int, _ body: (RowBatch) throws -> Bool) throws {
    try reader.scan(scan, batchSize: batchSize, body)
  }

  package func count(_ sources: [Source], _ filter: Filter?, limit: Int?) throws -> Int {
    try reader.count(sources, filter, limit: limit)
  }

  package func plan(_ scan: RowScan) throws -> ScanPlan? { try reader.plan(scan) }
  package func plan(_ scan: GroupScan) throws -> ScanPlan? { try reader.plan(scan) }
  package func groups(_ scan: GroupScan) throws -> GroupBatch { try reader.groups(scan) }
  package func layouts() throws -> [TableLayout] { try reader.layouts() }
  package func metadata(_ key: String) throws -> String? { try reader.metadata(key) }

  package func log(after sequence: Int64, limit: Int) throws -> [LogRecord] {
    try reader.log(after: sequence, limit: limit)
  }

  package func lastSequence() throws -> Int64 { try reader.lastSequence() }
}

/// A writer that does what the writer behind it does, except what it says itself.
package protocol ForwardingWriter: ForwardingReader, EngineWriter {
  /// The writer behind it.
  var writer: any EngineWriter { get }
}

extension ForwardingWriter {
  package func insert(_ batch: RowBatch, into table: TableID) throws { try writer.insert(batch, into: table) }
  package func update(_ batch: RowBatch, in table: TableID) throws { try writer.update(batch, in: table) }
  package func remove(_ ids: [Int64], from table: TableID) throws { try writer.remove(ids, from: table) }
  package func append(_ body: [UInt8], at moment: Instant) throws -> Int64 { try writer.append(body, at: moment) }
  package func trimLog(through sequence: Int64) throws { try writer.trimLog(through: sequence) }
  package func setMetadata(_ key: String, _ value: String?) throws { try writer.setMetadata(key, value) }
  package func apply(_ change: LayoutChange) throws { try writer.apply(change) }
  package func atomically<T>(_ body: () throws -> T) throws -> T { try writer.atomically(body) }
}
