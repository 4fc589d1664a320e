import CRM
import Synchronization

/// How often each call of an engine was made.
final class Journal: Sendable {
  private let content = Mutex<[String: Int]>([:])

  /// The calls that were made, and how often.
  var counts: [String: Int] { content.withLock { $0 } }

  func note(_ call: String) { content.withLock { $0[call, default: 0] += 1 } }
}

/// An engine that this program brings: another one keeps its rows, and a journal tells each call that was made.
///
/// All of it is written with what anybody sees of the library.
struct JournalEngine: StorageEngine {
  /// What the engine does wrong.
  enum Slip: Sendable {
    /// It forgets the last row that is to be removed.
    case keepsARow
    /// It counts further than it is asked to.
    case countsTooFar
  }

  let base: any StorageEngine
  let journal: Journal
  var slip: Slip?

  var name: String { "journal of \(base.name)" }
  var isReadOnly: Bool { base.isReadOnly }

  func read<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineReader) throws -> T
  ) async throws -> T {
    journal.note("read")
    return try await base.read(grant) { [journal, slip] reader in try body(JournalReader(reader, journal, slip)) }
  }

  func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    journal.note("write")
    return try await base.write(grant) { [journal, slip] writer in try body(JournalWriter(writer, journal, slip)) }
  }

  func backup(_ grant: EngineGrant, to path: String) async throws {
    journal.note("backup")
    try await base.backup(grant, to: path)
  }

  func integrityProblems(_ grant: EngineGrant) async throws -> [String] {
    journal.note("integrityProblems")
    return try await base.integrityProblems(grant)
  }

  func turnAway(_ grant: EngineGrant) {
    journal.note("turnAway")
    base.turnAway(grant)
  }

  func interrupt(_ grant: EngineGrant) {
    journal.note("interrupt")
    base.interrupt(grant)
  }

  func letGo(_ grant: EngineGrant) async {
    journal.note("letGo")
    await base.letGo(grant)
  }

  func close(_ grant: EngineGrant) async {
    journal.note("close")
    await base.close(grant)
  }
}

extension StorageSource {
  /// A store in memory whose calls are told to a journal.
  static func journal(_ journal: Journal) -> StorageSource {
    StorageSource { _ in JournalEngine(base: MemoryEngine(), journal: journal) }
  }
}

private class JournalReader: EngineReader {
  private let reader: any EngineReader
  fileprivate let journal: Journal
  fileprivate let slip: JournalEngine.Slip?

  init(_ reader: any EngineReader, _ journal: Journal, _ slip: JournalEngine.Slip?) {
    (self.reader, self.journal, self.slip) = (reader, journal, slip)
  }

  func scan(_ scan: RowScan, batchSize: Int, _ body: (RowBatch) throws -> Bool) throws {
    journal.note("scan")
    try reader.scan(scan, batchSize: batchSize, body)
  }

  func count(_ sources: [Source], _ filter: Filter?, limit: Int?) throws -> Int {
    journal.note("count")
    return try reader.count(sources, filter, limit: slip == .countsTooFar ? nil : limit)
  }

  func groups(_ scan: GroupScan) throws -> GroupBatch {
    journal.note("groups")
    return try reader.groups(scan)
  }

  func layouts() throws -> [TableLayout] {
    journal.note("layouts")
    return try reader.layouts()
  }

  func metadata(_ key: String) throws -> String? {
    journal.note("metadata")
    return try reader.metadata(key)
  }

  func log(after sequence: Int64, limit: Int) throws -> [LogRecord] {
    journal.note("log")
    return try reader.log(after: sequence, limit: limit)
  }

  func lastSequence() throws -> Int64 {
    journal.note("lastSequence")
    return try reader.lastSequence()
  }
}

private final class JournalWriter: JournalReader, EngineWriter {
  private let writer: any EngineWriter

  init(_ writer: any EngineWriter, _ journal: Journal, _ slip: JournalEngine.Slip?) {
    self.writer = writer
    super.init(writer, journal, slip)
  }

  func insert(_ batch: RowBatch, into table: TableID) throws {
    journal.note("insert")
    try writer.insert(batch, into: table)
  }

  func update(_ batch: RowBatch, in table: TableID) throws {
    journal.note("update")
    try writer.update(batch, in: table)
  }

  func remove(_ ids: [Int64], from table: TableID) throws {
    journal.note("remove")
    try writer.remove(slip == .keepsARow ? Array(ids.dropLast()) : ids, from: table)
  }

  func append(_ body: [UInt8], at moment: Instant) throws -> Int64 {
    journal.note("append")
    return try writer.append(body, at: moment)
  }

  func trimLog(through sequence: Int64) throws {
    journal.note("trimLog")
    try writer.trimLog(through: sequence)
  }

  func setMetadata(_ key: String, _ value: String?) throws {
    journal.note("setMetadata")
    try writer.setMetadata(key, value)
  }

  func apply(_ change: LayoutChange) throws {
    journal.note("apply")
    try writer.apply(change)
  }

  func atomically<T>(_ body: () throws -> T) throws -> T {
    journal.note("atomically")
    return try writer.atomically(body)
  }
}
