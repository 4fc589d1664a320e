import CRMModel

extension RecordWriter {
  /// Refuses intervals that overlap another record's of the same key, stored or in the same batch.
  func checkOverlaps(_ rows: RowBatch, _ entity: EntityLayout, _ changed: Set<Int32>?) throws {
    for overlap in entity.schema.overlaps {
      guard let interval = entity.field(overlap.interval), interval.valueColumns.count >= 2 else { continue }
      let keys = overlap.key.flatMap { name in
        SystemField(rawValue: name.rawValue).map { [$0.columnNumber] } ?? entity.field(name)?.valueColumns.map(\.number)
          ?? []
      }
      let involved = Set(keys + [interval.schema.number])
      if let changed, overlap.condition == nil, changed.isDisjoint(with: involved) { continue }
      let condition = try overlap.condition.map { try rowFilter($0, entity) }
      let candidates = try bookings(rows, interval, keys, condition)
      if candidates.isEmpty { continue }
      try checkWithinBatch(candidates, overlap, entity, rows)
      try checkAgainstStored(candidates, overlap, entity, rows, interval, keys, condition)
    }
  }

  private struct Booking {
    let row: Int
    let key: [Scalar]
    let start: Int64
    let end: Int64
  }

  private func bookings(
    _ rows: RowBatch, _ interval: FieldLayout, _ keys: [Int32], _ condition: Filter?
  ) throws -> [Booking] {
    let evaluator = FilterEvaluator()
    return try (0..<rows.count).compactMap { row in
      let cells = RowCells(batch: rows, row: row)
      guard let start = rows[row, interval.valueColumns[0].number].integerValue,
        let end = rows[row, interval.valueColumns[1].number].integerValue, start < end,
        try evaluator.isKept(by: condition, cells: cells), rows[row, SystemField.deletedAt.columnNumber].isNull
      else { return nil }
      let key = keys.map { rows[row, $0] }
      return key.contains(.null) ? nil : Booking(row: row, key: key, start: start, end: end)
    }
  }

  private func checkWithinBatch(
    _ bookings: [Booking], _ overlap: OverlapSchema, _ entity: EntityLayout, _ rows: RowBatch
  ) throws {
    var violations: [Violation] = []
    for group in Dictionary(grouping: bookings, by: \.key).values {
      let sorted = group.sorted { ($0.start, $0.row) < ($1.start, $1.row) }
      for (earlier, later) in zip(sorted, sorted.dropFirst()) where later.start < earlier.end {
        violations.append(violation(overlap, entity, rows, max(earlier.row, later.row)))
      }
    }
    violations.sort { ($0.index ?? 0) < ($1.index ?? 0) }
    if let error = StoreError(.conflict, violations: violations) { throw error }
  }

  private func checkAgainstStored(
    _ bookings: [Booking], _ overlap: OverlapSchema, _ entity: EntityLayout, _ rows: RowBatch, _ interval: FieldLayout,
    _ keys: [Int32], _ condition: Filter?
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
      if isTaken { violations.append(violation(overlap, entity, rows, booking.row)) }
    }
    if let error = StoreError(.conflict, violations: violations) { throw error }
  }

  private func violation(_ overlap: OverlapSchema, _ entity: EntityLayout, _ rows: RowBatch, _ row: Int) -> Violation {
    Violation(
      overlap.code, overlap.message.resolve(for: context.language), entity: entity.schema.name, field: overlap.interval,
      record: AnyRecordID(entity: entity.schema.name, rawValue: rows.ids[row]), index: row)
  }
}
