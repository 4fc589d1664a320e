import CRMModel

extension RecordWriter {
  /// Refuses intervals that overlap another record's of the same key, stored or in the same batch.
  ///
  /// Only rows that change the interval, its key or what the condition reads are judged; the others of a batch may stand
  /// in their way.
  func checkOverlaps(_ rows: RowBatch, _ entity: EntityLayout, _ changes: RowChanges) throws {
    for overlap in entity.schema.overlaps {
      guard let interval = entity.field(overlap.interval), interval.valueColumns.count >= 2 else { continue }
      let keys = overlap.key.flatMap { name in
        SystemField(rawValue: name.rawValue).map { [$0.columnNumber] } ?? entity.field(name)?.valueColumns.map(\.number)
          ?? []
      }
      let condition = try overlap.condition.map { try rowFilter($0, entity) }
      let read = Set((condition?.columns ?? []).map(\.column))
      let reading = entity.fields.filter { field in field.columns.contains { read.contains($0.number) } }
      let involved = read.union(keys).union(reading.map(\.schema.number)).union([interval.schema.number])
      if !(0..<rows.count).contains(where: { changes.touch(anyOf: involved, row: $0) }) { continue }
      let candidates = try bookings(rows, interval, keys, condition) { changes.touch(anyOf: involved, row: $0) }
      if !candidates.contains(where: \.isJudged) { continue }
      try checkWithinBatch(candidates, overlap, entity, rows, changes)
      let judged = candidates.filter(\.isJudged)
      try checkAgainstStored(judged, overlap, entity, rows, changes, interval, keys, condition)
    }
  }

  private struct Booking {
    let row: Int
    let key: [Scalar]
    let start: Int64
    let end: Int64
    let isJudged: Bool
  }

  private func bookings(
    _ rows: RowBatch, _ interval: FieldLayout, _ keys: [Int32], _ condition: Filter?, isJudged: (Int) -> Bool
  ) throws -> [Booking] {
    let evaluator = FilterEvaluator()
    return try (0..<rows.count).compactMap { row in
      let cells = RowCells(batch: rows, row: row)
      guard let start = rows[row, interval.valueColumns[0].number].integerValue,
        let end = rows[row, interval.valueColumns[1].number].integerValue, start < end,
        try evaluator.isKept(by: condition, cells: cells), rows[row, SystemField.deletedAt.columnNumber].isNull
      else { return nil }
      let key = keys.map { rows[row, $0] }
      return key.contains(.null) ? nil : Booking(row: row, key: key, start: start, end: end, isJudged: isJudged(row))
    }
  }

  private func checkWithinBatch(
    _ bookings: [Booking], _ overlap: OverlapSchema, _ entity: EntityLayout, _ rows: RowBatch, _ changes: RowChanges
  ) throws {
    var refused: Set<Int> = []
    for group in Dictionary(grouping: bookings, by: \.key).values {
      let sorted = group.sorted { ($0.start, $0.row) < ($1.start, $1.row) }
      // Those that end last of all before, and of the judged ones among them.
      var last: (all: Booking?, judged: Booking?)
      for booking in sorted {
        if let earlier = booking.isJudged ? last.all : last.judged, booking.start < earlier.end {
          let both = earlier.isJudged && booking.isJudged
          refused.insert(both ? max(earlier.row, booking.row) : earlier.isJudged ? earlier.row : booking.row)
        }
        if booking.end > last.all?.end ?? .min { last.all = booking }
        if booking.isJudged, booking.end > last.judged?.end ?? .min { last.judged = booking }
      }
    }
    var violations = refused.map { violation(overlap, entity, rows, $0, changes) }
    violations.sort { ($0.index ?? 0) < ($1.index ?? 0) }
    if let error = StoreError(.conflict, violations: violations) { throw error }
  }

  private func checkAgainstStored(
    _ bookings: [Booking], _ overlap: OverlapSchema, _ entity: EntityLayout, _ rows: RowBatch, _ changes: RowChanges,
    _ interval: FieldLayout, _ keys: [Int32], _ condition: Filter?
  ) throws {
    let own = Set(rows.ids)
    let start = ColumnRef(column: interval.valueColumns[0].number)
    let end = ColumnRef(column: interval.valueColumns[1].number)
    let keyColumns = keys.map { ColumnRef(column: $0) }
    var violations: [Violation] = []
    for booking in bookings {
      var all: [Filter] = [.isNull(.column(ColumnRef(column: SystemField.deletedAt.columnNumber)))]
      all += zip(keyColumns, booking.key).map { .compare(.column($0), .equal, .literal($1)) }
      all.append(.compare(.column(start), .less, .literal(.integer(booking.end))))
      all.append(.compare(.column(end), .greater, .literal(.integer(booking.start))))
      if let condition { all.append(condition) }
      let scan = RowScan(sources: [Source(table: entity.table)], filter: .and(all), columns: [])
      var isTaken = false
      try writer.scan(scan, batchSize: 64) { batch in
        isTaken = batch.ids.contains { !own.contains($0) }
        return !isTaken
      }
      if isTaken { violations.append(violation(overlap, entity, rows, booking.row, changes)) }
    }
    if let error = StoreError(.conflict, violations: violations) { throw error }
  }

  private func violation(
    _ overlap: OverlapSchema, _ entity: EntityLayout, _ rows: RowBatch, _ row: Int, _ changes: RowChanges
  ) -> Violation {
    Violation(
      overlap.code, overlap.message.resolve(for: context.language), entity: entity.schema.name, field: overlap.interval,
      record: AnyRecordID(entity: entity.schema.name, rawValue: rows.ids[row]),
      index: changes.place(row))
  }
}
