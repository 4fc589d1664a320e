import CRMModel
import Synchronization

@testable import CRMStorage

/// An engine whose every transaction appends an entry to the change log that names the rows it touched, as the record engine's do.
struct LoggedEngine: ForwardingEngine {
  let base: any StorageEngine
  /// What the entries keep quiet about; nil for nothing.
  var omitted: RecordChange.Operation?

  func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    try await base.write(grant) { [omitted] writer in
      let logged = LoggedWriter(writer, omitted)
      let result = try body(logged)
      try logged.finish()
      return result
    }
  }
}

private final class LoggedWriter: ForwardingWriter {
  let writer: any EngineWriter
  private let omitted: RecordChange.Operation?
  private var entry = LogEntry(actor: "test", cause: "", generation: nil, steps: [])
  var reader: any EngineReader { writer }

  init(_ writer: any EngineWriter, _ omitted: RecordChange.Operation?) {
    self.writer = writer
    self.omitted = omitted
  }

  func finish() throws {
    if entry.generation == nil, entry.steps.isEmpty { return }
    _ = try writer.append(LogEntryCodec.encode(entry), at: .epoch)
  }

  private func note(_ operation: RecordChange.Operation, _ ids: [Int64], _ table: TableID) {
    if operation == omitted { return }
    entry.steps.append(LoggedStep(operation: operation, table: table, ids: ids, columns: [], vectors: []))
  }

  func insert(_ batch: RowBatch, into table: TableID) throws {
    note(.insert, batch.ids, table)
    try writer.insert(batch, into: table)
  }

  func update(_ batch: RowBatch, in table: TableID) throws {
    note(.update, batch.ids, table)
    try writer.update(batch, in: table)
  }

  func remove(_ ids: [Int64], from table: TableID) throws {
    note(.remove, ids, table)
    try writer.remove(ids, from: table)
  }

  func apply(_ change: LayoutChange) throws {
    entry.generation = 1
    try writer.apply(change)
  }
}
