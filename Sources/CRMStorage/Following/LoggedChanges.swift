import CRMModel

/// What the change log says was done to records between two states.
struct LoggedChanges {
  /// The most records of a table whose changes are worth following one by one.
  static let most = 4_096

  private var steps: [TableID: [LoggedStep]] = [:]

  /// Reads the log; nil if entries are missing, the schema has changed, or too much has.
  init?(_ reader: any EngineReader, after sequence: Int64, through newest: Int64) throws {
    var last = sequence
    var count = 0
    while last < newest {
      let records = try reader.log(after: last, limit: 64)
      guard records.first?.sequence == last + 1 else { return nil }
      for record in records {
        guard let entry = LogEntryCodec.decode(record.body), entry.generation == nil else { return nil }
        for step in entry.steps {
          count += step.ids.count
          steps[step.table, default: []].append(step)
        }
        if count > Self.most { return nil }
        last = record.sequence
      }
    }
  }

  /// Whether records of any of some tables have changed.
  func touch(_ tables: some Sequence<TableID>) -> Bool { tables.contains { steps[$0] != nil } }

  /// The records of a table that have changed, ascending.
  func ids(_ table: TableID) -> [Int64] { Set(steps[table, default: []].flatMap(\.ids)).sorted() }

  /// Takes the changes of a table's rows back.
  ///
  /// - Parameter rows: Cells by column, by record, as the last of the changes left them.
  /// - Returns: The same before the first of them.
  func undone(_ rows: [Int64: [Int32: Scalar]], of table: TableID) -> [Int64: [Int32: Scalar]] {
    var rows = rows
    for step in steps[table, default: []].reversed() {
      for (place, id) in step.ids.enumerated() {
        switch step.operation {
        case .insert: rows[id] = nil
        case .remove: rows[id] = [:]
        case .update, .delete, .restore: break
        }
        if step.operation == .insert { continue }
        for (column, vector) in zip(step.columns, step.vectors) { rows[id]?[column] = vector[place] }
      }
    }
    return rows
  }
}
