package import CRMModel

/// What a store remembers of commands that were performed with keys: a table of its own beside those of the entities.
///
/// A row is written in the transaction of its command, so it is there if and only if what the command did is. Decision record 0012 says why it
/// is a table, and for how long a row stays.
package struct CommandLedger {
  private let writer: any EngineWriter
  /// What is older is as if it had never been.
  private let oldest: Int64
  /// A result that was looked up and is past its time.
  private var past: CommandResult?

  /// The most results that are forgotten when one is added, so that no commit pays for all of a long pause.
  package static let forgottenAtOnce = 256

  private enum Column {
    static let principal: Int32 = 10
    static let key: Int32 = 11
    static let command: Int32 = 12
    static let fingerprint: Int32 = 13
    static let length: Int32 = 14
    static let at: Int32 = 15
    static let output: Int32 = 16
  }

  /// How results lie in the store. Numbers of entities, fields and their indexes begin at 100.
  package static let layout = TableLayout(
    id: 1,
    columns: [
      ColumnLayout(number: SystemField.id.columnNumber, kind: .integer),
      ColumnLayout(number: Column.principal, kind: .text), ColumnLayout(number: Column.key, kind: .text),
      ColumnLayout(number: Column.command, kind: .text), ColumnLayout(number: Column.fingerprint, kind: .integer),
      ColumnLayout(number: Column.length, kind: .integer), ColumnLayout(number: Column.at, kind: .integer),
      ColumnLayout(number: Column.output, kind: .text),
    ],
    indexes: [
      IndexLayout(number: 1, columns: [Column.principal, Column.key], isUnique: true),
      IndexLayout(number: 2, columns: [Column.at]),
    ])

  /// Looks at what the store of a transaction remembers.
  ///
  /// - Parameters:
  ///   - now: The moment of the transaction.
  ///   - retention: For how long results are remembered.
  package init(_ records: RecordWriter, now: Instant, retention: TimeSpan) {
    writer = records.writer
    let (moment, overflow) = now.microsecondsSinceEpoch.subtractingReportingOverflow(retention.microseconds)
    oldest = overflow ? .min : moment
  }

  /// What is remembered of a principal's key; nil if nothing is, or no longer.
  ///
  /// - Complexity: O(log *n*) in the results that are kept.
  package mutating func result(of key: String, for principal: String) throws(StoreError) -> CommandResult? {
    past = nil
    guard let found = try kept(key, principal) else { return nil }
    if found.at.microsecondsSinceEpoch > oldest { return found }
    past = found
    return nil
  }

  /// Remembers a result of a key that was looked up and not found, and forgets some that are past their time.
  ///
  /// - Complexity: O(log *n*) in the results that are kept.
  package func remember(_ result: CommandResult) throws(StoreError) {
    do {
      if try !isThere() { try writer.apply(.createTable(CommandLedger.layout)) }
      try forgetOldest()
      let (id, overflow) = try lastID().addingReportingOverflow(1)
      guard !overflow else { throw StoreError(.internal, "ids_exhausted", "no more results can be kept") }
      try writer.insert(row(result, id), into: table)
    } catch {
      throw StoreError(wrapping: error)
    }
  }

  private var table: TableID { CommandLedger.layout.id }

  /// It is made by the first command with a key, so that stores without any are as they were.
  private func isThere() throws -> Bool { try writer.layouts().contains { $0.id == table } }

  private func kept(_ key: String, _ principal: String) throws(StoreError) -> CommandResult? {
    do {
      guard try isThere() else { return nil }
      let filter = Filter.and([
        .compare(.column(ColumnRef(column: Column.principal)), .equal, .literal(.text(principal))),
        .compare(.column(ColumnRef(column: Column.key)), .equal, .literal(.text(key))),
      ])
      let scan = RowScan(
        sources: [Source(table: table)], filter: filter, limit: 1,
        columns: CommandLedger.layout.columns.dropFirst().map { ColumnRef(column: $0.number) })
      var found: CommandResult?
      try writer.scan(scan, batchSize: 1) { batch in
        found = result(batch)
        return false
      }
      return found
    } catch {
      throw StoreError(wrapping: error)
    }
  }

  private func lastID() throws -> Int64 {
    let newest = SortKey(.column(ColumnRef(column: SystemField.id.columnNumber)), isDescending: true)
    var last: Int64 = 0
    let scan = RowScan(sources: [Source(table: table)], order: [newest], limit: 1, columns: [])
    try writer.scan(scan, batchSize: 1) { batch in
      last = batch.ids.first ?? 0
      return false
    }
    return last
  }

  private func forgetOldest() throws {
    let at = Operand.column(ColumnRef(column: Column.at))
    // It need not be among the oldest.
    var ids = past.map { [$0.id] } ?? []
    let scan = RowScan(
      sources: [Source(table: table)], filter: .compare(at, .lessOrEqual, .literal(.integer(oldest))),
      order: [SortKey(at)], limit: CommandLedger.forgottenAtOnce, columns: [])
    try writer.scan(scan, batchSize: CommandLedger.forgottenAtOnce) { batch in
      ids += batch.ids.filter { $0 != past?.id }
      return true
    }
    if !ids.isEmpty { try writer.remove(ids, from: table) }
  }

  private func row(_ result: CommandResult, _ id: Int64) -> RowBatch {
    RowBatch(
      ids: [id], columns: CommandLedger.layout.columns.dropFirst().map(\.number),
      vectors: [
        .texts([result.principal]), .texts([result.key]), .texts([result.command.rawValue]),
        .integers([result.input.fingerprint], present: nil), .integers([result.input.length], present: nil),
        .integers([result.at.microsecondsSinceEpoch], present: nil), .texts([result.output]),
      ])
  }

  private func result(_ batch: RowBatch) -> CommandResult? {
    guard let id = batch.ids.first, let at = Instant(microsecondsSinceEpoch: batch[0, Column.at].integerValue ?? 0)
    else { return nil }
    func text(_ column: Int32) -> String { batch[0, column].textValue ?? "" }
    func number(_ column: Int32) -> Int64 { batch[0, column].integerValue ?? 0 }
    var result = CommandResult(
      principal: text(Column.principal), key: text(Column.key), command: CommandName(text(Column.command)),
      input: CommandInput(fingerprint: number(Column.fingerprint), length: number(Column.length)), at: at,
      output: text(Column.output))
    result.id = id
    return result
  }
}
