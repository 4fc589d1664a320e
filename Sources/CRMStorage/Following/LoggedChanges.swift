import CRMModel

/// What the change log says was done to records between two states: what those of one table were before, as far as some
/// columns tell.
struct LoggedChanges {
  /// How much of the log is read, and how much of it kept.
  struct Bounds {
    /// The most rows that may have been written, of whatever table.
    let writes: Int
    /// The most records of the table that may have changed.
    let records: Int

    /// What is worth following one by one, before asking anew is quicker.
    static let following = Bounds(writes: 4_096, records: 4_096)
    /// What is taken back for an answer as of a moment: 2^20 records, each of which takes some hundred bytes.
    static let asOf = Bounds(writes: .max, records: 1_048_576)
  }

  private struct Before {
    var isThere = true
    var columns: [Int32] = []
    var cells: [Scalar] = []
  }

  private let table: TableID?
  private let demand: ColumnDemand
  /// The tables of which columns are asked for that the log does not keep.
  let unlogged: Set<TableID>
  /// The tables of which anything has changed.
  private var touched: Set<TableID> = []
  /// The other tables that are asked for, of which a record that was there before has changed in a column that is asked
  /// for.
  private var altered: Set<TableID> = []
  /// The records that other tables have got since.
  private var inserted: [TableID: Set<Int64>] = [:]
  /// What the records of the table were that have changed in a column that is asked for.
  private var before: [Int64: Before] = [:]

  /// Reads the log.
  ///
  /// - Parameters:
  ///   - table: The one whose records are taken back; nil for none.
  ///   - demand: The columns that matter.
  ///   - unlogged: The tables of which some of these may change without the log telling.
  /// - Returns: Why the log does not tell, if it does not.
  static func read(
    _ reader: any EngineReader, after sequence: Int64, through newest: Int64, of table: TableID?,
    _ demand: ColumnDemand, unlogged: Set<TableID> = [], _ bounds: Bounds
  ) throws -> Result<LoggedChanges, UntoldChange> {
    var changes = LoggedChanges(table: table, demand: demand, unlogged: unlogged)
    var last = sequence
    var writes = 0
    while last < newest {
      let records = try reader.log(after: last, limit: 64)
      guard records.first?.sequence == last + 1 else { return .failure(.forgotten) }
      for record in records where record.sequence <= newest {
        guard let entry = LogEntryCodec.decode(record.body) else { return .failure(.damaged(record.sequence)) }
        if entry.generation != nil { return .failure(.schemaChanged) }
        for step in entry.steps {
          writes += step.ids.count
          changes.note(step)
        }
        if writes > bounds.writes || changes.before.count > bounds.records { return .failure(.tooMany) }
        last = record.sequence
      }
    }
    return .success(changes)
  }

  private init(table: TableID?, demand: ColumnDemand, unlogged: Set<TableID>) {
    self.table = table
    self.demand = demand
    self.unlogged = unlogged
  }

  private mutating func note(_ step: LoggedStep) {
    touched.insert(step.table)
    guard let wanted = demand.columns[step.table] else { return }
    if step.operation == .insert {
      if step.table == table {
        for id in step.ids where before[id] == nil { before[id] = Before(isThere: false) }
      } else {
        inserted[step.table, default: []].formUnion(step.ids)
      }
      return
    }
    let places = step.columns.indices.filter { wanted.contains(step.columns[$0]) }
    if places.isEmpty, step.operation != .remove, !unlogged.contains(step.table) { return }
    guard step.table == table else {
      if !step.ids.allSatisfy({ inserted[step.table]?.contains($0) == true }) { altered.insert(step.table) }
      return
    }
    for (row, id) in step.ids.enumerated() {
      // The first value that was replaced is the one before all changes.
      var known = before[id] ?? Before()
      if known.isThere {
        for place in places where !known.columns.contains(step.columns[place]) {
          known.columns.append(step.columns[place])
          known.cells.append(step.vectors[place][row])
        }
      }
      before[id] = known
    }
  }

  /// Whether records of any of some tables have changed.
  func touch(_ tables: some Sequence<TableID>) -> Bool { tables.contains { touched.contains($0) } }

  /// Whether records of any of some other tables, which were there before, are others as far as the columns tell.
  func alter(_ tables: some Sequence<TableID>) -> Bool { tables.contains { altered.contains($0) } }

  /// The records of the table that have changed as far as the columns tell, ascending.
  var ids: [Int64] { before.keys.sorted() }

  /// Takes the changes of some of the table's records back.
  ///
  /// - Parameter rows: Cells by column, by record, as the last of the changes left them; those that are there.
  /// - Returns: The same before the first of them.
  func undone(_ rows: [Int64: [Int32: Scalar]], _ ids: some Sequence<Int64>) -> [Int64: [Int32: Scalar]] {
    var rows = rows
    for id in ids {
      guard let known = before[id] else { continue }
      guard known.isThere else {
        rows[id] = nil
        continue
      }
      var cells = rows[id] ?? [:]
      for (column, cell) in zip(known.columns, known.cells) { cells[column] = cell }
      rows[id] = cells
    }
    return rows
  }
}
