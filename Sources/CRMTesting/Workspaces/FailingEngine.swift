internal import CRMModel
public import CRMStorage

/// An engine that fails where a test says, and otherwise does what the engine behind it does.
///
///     let fault = EngineFault(.insert, at: 2)
///     let workspace = try await Workspace.open(.memory.failing(by: fault), modules: [.sales])
///     fault.arm()
public struct FailingEngine: StorageEngine, ForwardingEngine {
  package let base: any StorageEngine
  private let fault: EngineFault

  /// Puts a fault in front of an engine.
  public init(_ base: any StorageEngine, _ fault: EngineFault) {
    self.base = base
    self.fault = fault
  }

  /// Reads as the engine behind it does, unless the fault comes first.
  public func read<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineReader) throws -> T
  ) async throws -> T {
    let fault = fault
    try fault.pass(.read)
    return try await base.read(grant) { reader in try body(FailingReader(reader, fault)) }
  }

  /// Writes as the engine behind it does, unless the fault comes first or at the commit.
  public func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    let fault = fault
    try fault.pass(.write)
    return try await base.write(grant) { writer in
      let result = try body(FailingWriter(writer, fault))
      try fault.pass(.commit)
      return result
    }
  }
}

extension StorageSource {
  /// The same store behind an engine that fails where a test says.
  public func failing(by fault: EngineFault) -> StorageSource {
    let open = open
    return StorageSource(identity: identity) { options in FailingEngine(try await open(options), fault) }
  }
}

private class FailingReader: ForwardingReader {
  let reader: any EngineReader
  let fault: EngineFault

  init(_ reader: any EngineReader, _ fault: EngineFault) {
    self.reader = reader
    self.fault = fault
  }

  func scan(_ scan: RowScan, batchSize: Int, _ body: (RowBatch) throws -> Bool) throws {
    try fault.pass(.scan)
    try reader.scan(scan, batchSize: batchSize, body)
  }

  func count(_ sources: [Source], _ filter: Filter?, limit: Int?) throws -> Int {
    try fault.pass(.count)
    return try reader.count(sources, filter, limit: limit)
  }

  func groups(_ scan: GroupScan) throws -> GroupBatch {
    try fault.pass(.groups)
    return try reader.groups(scan)
  }

  func metadata(_ key: String) throws -> String? {
    try fault.pass(.metadata)
    return try reader.metadata(key)
  }

  func log(after sequence: Int64, limit: Int) throws -> [LogRecord] {
    try fault.pass(.log)
    return try reader.log(after: sequence, limit: limit)
  }
}

private final class FailingWriter: FailingReader, ForwardingWriter {
  let writer: any EngineWriter

  init(_ writer: any EngineWriter, _ fault: EngineFault) {
    self.writer = writer
    super.init(writer, fault)
  }

  func insert(_ batch: RowBatch, into table: TableID) throws {
    try fault.pass(.insert)
    try writer.insert(batch, into: table)
  }

  func update(_ batch: RowBatch, in table: TableID) throws {
    try fault.pass(.update)
    try writer.update(batch, in: table)
  }

  func remove(_ ids: [Int64], from table: TableID) throws {
    try fault.pass(.remove)
    try writer.remove(ids, from: table)
  }

  func append(_ body: [UInt8], at moment: Instant) throws -> Int64 {
    try fault.pass(.append)
    return try writer.append(body, at: moment)
  }

  func trimLog(through sequence: Int64) throws {
    try fault.pass(.trimLog)
    try writer.trimLog(through: sequence)
  }

  func setMetadata(_ key: String, _ value: String?) throws {
    try fault.pass(.setMetadata)
    try writer.setMetadata(key, value)
  }

  func apply(_ change: LayoutChange) throws {
    try fault.pass(.apply)
    try writer.apply(change)
  }
}
