import CRMModel

/// Some columns of a table, as they were after one entry of the change log.
struct ResidentTable: Sendable {
  /// The rows, without indexes.
  var rows: MemoryTable
  /// The last entry of the change log that they follow.
  var sequence: Int64
  /// When they were asked for last, as a count of questions.
  var lastUse = 0

  /// How many bytes they take.
  var byteCount: Int { rows.byteCount }

  /// Whether they have some columns.
  func holds(_ columns: Set<Int32>) -> Bool { columns.allSatisfy { rows.layout.position(of: $0) != nil } }

  /// The numbers of the columns but for the id.
  private var numbers: [Int32] { rows.layout.columns.map(\.number).filter { $0 != SystemField.id.columnNumber } }

  /// Reads some columns of a table in one pass.
  ///
  /// - Returns: Nil if they take more than `bytes`, or the table does not have all of them.
  init?(_ table: TableID, _ columns: Set<Int32>, at sequence: Int64, from reader: any EngineReader, bytes: Int) throws {
    guard let layout = try reader.layouts().first(where: { $0.id == table }),
      columns.allSatisfy({ layout.position(of: $0) != nil })
    else { return nil }
    rows = try MemoryTable(layout.keeping(columns))
    self.sequence = sequence
    var isTooLarge = false
    var batches = 0
    let scan = RowScan(sources: [Source(table: table)], columns: numbers.map { ColumnRef(column: $0) })
    try reader.scan(scan, batchSize: RowChunk.capacity) { batch in
      try rows.insert(batch)
      batches += 1
      // Adding up the chunks of a large table takes as long as filling one of them.
      if batches % 64 == 0 { isTooLarge = rows.byteCount > bytes }
      return !isTooLarge
    }
    rows.seal()
    if rows.byteCount > bytes { return nil }
  }

  /// Reads again what was changed since.
  ///
  /// - Returns: Whether it could; if not, it is quicker or safer to read everything anew.
  mutating func follow(_ reader: any EngineReader, to newest: Int64) throws -> Bool {
    let most = max(1_024, rows.count / 4)
    var changed = Set<Int64>()
    var last = sequence
    while last < newest {
      let records = try reader.log(after: last, limit: 32)
      guard records.first?.sequence == last + 1 else { return false }
      for record in records {
        guard let entry = LogEntryCodec.decode(record.body), entry.generation == nil else { return false }
        for step in entry.steps where step.table == rows.layout.id { changed.formUnion(step.ids) }
        if changed.count > most { return false }
        last = record.sequence
      }
    }
    try readAgain(changed.sorted(), reader)
    sequence = newest
    return true
  }

  private mutating func readAgain(_ ids: [Int64], _ reader: any EngineReader) throws {
    var start = 0
    while start < ids.count {
      let end = min(ids.count, start + 512)
      let part = Array(ids[start..<end])
      start = end
      let scan = RowScan(
        sources: [Source(table: rows.layout.id)], ids: part, columns: numbers.map { ColumnRef(column: $0) })
      var gone = Set(part)
      try reader.scan(scan, batchSize: RowChunk.capacity) { batch in
        gone.subtract(batch.ids)
        let known = batch.ids.indices.filter { rows.position(of: batch.ids[$0]) != nil }
        try rows.update(batch.picking(known))
        if known.count < batch.count {
          let there = Set(known)
          try rows.insert(batch.picking(batch.ids.indices.filter { !there.contains($0) }))
        }
        return true
      }
      try rows.remove(gone.sorted())
    }
  }
}
