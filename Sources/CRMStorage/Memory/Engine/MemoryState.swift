import CRMModel

/// Everything that a memory engine holds at one moment, as a value: a copy is a snapshot.
struct MemoryState: Sendable {
  var tables = TableSet()
  var metadata: [String: KeptText] = [:]
  /// The change log, by sequence number.
  var log = OrderedTree<LogEntry>()
  var lastSequence: Int64 = 0

  /// An entry of the log in its order.
  struct LogEntry: TreeEntry {
    var record: LogRecord
    func precedes(_ other: LogEntry) -> Bool { record.sequence < other.record.sequence }
  }

  /// A table; throws `noSuchLayout` if there is none of this number.
  func table(_ id: TableID) throws -> MemoryTable {
    guard let table = tables[id] else { throw EngineError.noSuchLayout("no table \(id)", table: id) }
    return table
  }

  /// What a plan over some sources may name.
  func plan(_ sources: [Source]) throws -> PlanScope { try PlanScope(sources, layouts: { tables.layout($0) }) }

  /// Changes a table in place.
  mutating func change(_ id: TableID, _ body: (inout MemoryTable) throws -> Void) throws {
    let isThere = try tables.change(id, body)
    if !isThere { throw EngineError.noSuchLayout("no table \(id)", table: id) }
  }

  /// Adds an entry to the log.
  mutating func append(_ body: [UInt8], at instant: Instant) throws -> Int64 {
    let (next, overflow) = lastSequence.addingReportingOverflow(1)
    guard !overflow else { throw EngineError(.internal, .amountOutOfRange, "the change log is full") }
    lastSequence = next
    log.insert(LogEntry(record: LogRecord(sequence: next, at: instant, body: body)))
    return next
  }

  /// The entries of the log after a sequence number.
  func log(after sequence: Int64, limit: Int) -> [LogRecord] {
    var result: [LogRecord] = []
    log.forEach(from: log.lowerBound { $0.record.sequence <= sequence }) { entry in
      guard result.count < limit else { return false }
      result.append(entry.record)
      return true
    }
    return result
  }

  /// Forgets entries of the log up to a sequence number, inclusive.
  mutating func trimLog(through sequence: Int64) {
    while let first = log.first, first.record.sequence <= sequence { log.remove(first) }
  }
}
