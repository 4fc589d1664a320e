import CRMModel

/// Everything that a memory engine holds at one moment, as a value: a copy is a snapshot.
struct MemoryState: Sendable {
  private var boxes: [TableID: TableBox] = [:]
  var metadata: [String: KeptText] = [:]
  /// The change log, by sequence number.
  var log = OrderedTree<LogEntry>()
  var lastSequence: Int64 = 0

  /// An entry of the log in its order.
  struct LogEntry: TreeEntry {
    var record: LogRecord
    func precedes(_ other: LogEntry) -> Bool { record.sequence < other.record.sequence }
  }

  /// A table's place in a state. Most commits leave most tables alone, and to copy a state takes only references to these.
  ///
  /// `@unchecked Sendable`: a table is changed only by who holds its box alone.
  private final class TableBox: @unchecked Sendable {
    var table: MemoryTable

    init(_ table: MemoryTable) { self.table = table }
  }

  /// The tables, in no particular order.
  var tables: [MemoryTable] { boxes.values.map(\.table) }

  /// The table of a number; nil if there is none.
  subscript(id: TableID) -> MemoryTable? {
    get { boxes[id]?.table }
    set { boxes[id] = newValue.map(TableBox.init) }
  }

  /// A table; throws `noSuchLayout` if there is none of this number.
  func table(_ id: TableID) throws -> MemoryTable {
    guard let table = self[id] else { throw EngineError.noSuchLayout("no table \(id)", table: id) }
    return table
  }

  /// What a plan over some sources may name.
  func plan(_ sources: [Source]) throws -> PlanScope { try PlanScope(sources, layouts: { boxes[$0]?.table.layout }) }

  /// Changes a table in place.
  mutating func change(_ id: TableID, _ body: (inout MemoryTable) throws -> Void) throws {
    guard let index = boxes.index(forKey: id) else { throw EngineError.noSuchLayout("no table \(id)", table: id) }
    if !isKnownUniquelyReferenced(&boxes.values[index]) {
      boxes.values[index] = TableBox(boxes.values[index].table)
    }
    try body(&boxes.values[index].table)
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
