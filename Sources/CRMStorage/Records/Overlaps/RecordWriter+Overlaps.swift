import CRMModel

extension RecordWriter {
  /// Refuses intervals that overlap another record's of the same key, stored or in the same batch.
  ///
  /// The rows are judged as if they were written one after the other and those refused left out: a row is refused if it
  /// overlaps a stored one that is not in the batch, or one before it in the batch that is not refused itself. Only rows
  /// that change the interval, its key or what the condition reads are judged; the others of a batch stand in their way
  /// like stored ones.
  ///
  /// - Complexity: O((*n* + *m*) log *n*) for *n* rows and *m* stored ones of the same keys that overlap the time from the
  ///   first beginning to the last end; one scan for each ``mostKeys`` keys.
  func checkOverlaps(_ rows: RowBatch, _ entity: EntityLayout, _ changes: RowChanges) throws {
    var violations: [Violation] = []
    for overlap in entity.schema.overlaps {
      guard let rule = try OverlapRule(overlap, entity, compile: rowFilter) else { continue }
      let isAlone = changes.toNewRecords.map { new in rule.key.contains(new) } ?? false
      if isAlone, rows.count == 1 { continue }
      let isJudged = (0..<rows.count).map { changes.touch(anyOf: rule.fields, row: $0) }
      if !isJudged.contains(true) { continue }
      var calendars = try BookedCalendars(rows, rule, isJudged: isJudged)
      if try !isAlone && (changes.before != nil || !areNew(calendars, rule, entity)) {
        for (keys, times) in calendars.slices(of: RecordWriter.mostKeys) {
          try readStored(of: rule, keys, times, but: rows, entity, into: &calendars)
        }
      }
      for row in calendars.refusedRows() {
        violations.append(
          Violation(
            overlap.code, overlap.message.resolve(for: context.language), entity: entity.schema.name,
            field: overlap.interval, record: AnyRecordID(entity: entity.schema.name, rawValue: rows.ids[row]),
            index: changes.place(row)))
      }
    }
    if let error = StoreError(.conflict, violations: violations) { throw error }
  }

  /// So many keys are asked for in one scan; the memory engine looks as many up in an index.
  private static var mostKeys: Int { 1_000 }

  /// Whether the store has nothing of any of some keys, as after an import of records that they refer to: all are new.
  ///
  /// It looks between the least and the greatest key, so it may say no in vain, but never yes.
  private func areNew(_ calendars: BookedCalendars, _ rule: OverlapRule, _ entity: EntityLayout) throws -> Bool {
    // References have an index of their own; to look at a few keys takes one look.
    guard calendars.count > 16, let key = rule.key.first, let range = calendars.numberRange,
      case .reference(.one)? = entity.fields.first(where: { $0.schema.number == key })?.type
    else { return false }
    let column = Operand.column(ColumnRef(column: key))
    let between = Filter.and([
      .compare(column, .greaterOrEqual, .literal(.integer(range.lowerBound))),
      .compare(column, .lessOrEqual, .literal(.integer(range.upperBound))),
    ])
    return try writer.count([Source(table: entity.table)], between, limit: 1) == 0
  }

  /// Books what the store has of some keys within some time, except the rows that are being written.
  private func readStored(
    of rule: OverlapRule, _ keys: [[Scalar]], _ times: Range<Int64>, but rows: RowBatch, _ entity: EntityLayout,
    into calendars: inout BookedCalendars
  ) throws {
    let own = Set(rows.ids)
    let scan = RowScan(
      sources: [Source(table: entity.table)], filter: rule.filter(keys, times),
      columns: (rule.key + [rule.start, rule.end]).map { ColumnRef(column: $0) })
    try writer.scan(scan, batchSize: 4_096) { batch in
      calendars.book(batch, except: own)
      return true
    }
  }
}
