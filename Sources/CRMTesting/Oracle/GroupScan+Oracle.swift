internal import CRMModel
internal import CRMStorage

extension GroupScan {
  /// The groups of this scan.
  func groups(in state: OracleState, _ faults: Set<OracleFault>) throws -> [GroupRow] {
    let rows = try RowScan(sources: sources, filter: filter, columns: []).found(in: state, faults)
    var members = try Dictionary(grouping: rows) { row in try keys.map { try $0.value(on: row) } }
    if keys.isEmpty, members.isEmpty { members[[]] = [] }
    return members.map { key, rows in
      GroupRow(keys: key, measures: measures.map { $0.value(over: rows) })
    }
  }
}

extension GroupKey {
  /// The value a row is grouped by.
  fileprivate func value(on row: OracleScope) throws -> Scalar {
    switch self {
    case .column(let column):
      return row.value(column)
    case .bucket(let column, let bucketing):
      guard let value = row.value(column).integerValue else { return .null }
      return .integer(try bucketing.firstDay(ofPeriodWith: value))
    }
  }
}

extension Bucketing {
  /// The first day of the period that a day or a moment lies in, as days since 1970-01-01.
  fileprivate func firstDay(ofPeriodWith value: Int64) throws -> Int64 {
    let day: CalendarDate?
    if let zone {
      day = try Instant(microsecondsSinceEpoch: value).map { try zone.database.day(of: $0, in: zone.id) }
    } else {
      day = Int(exactly: value).flatMap { CalendarDate(daysSinceEpoch: $0) }
    }
    guard let day else { throw ValueError("time_out_of_range", "a day of the years 1 to 9999 was expected") }
    return Int64(try calendar.start(of: unit, containing: day).daysSinceEpoch)
  }
}

extension Measure {
  /// What this comes to over some rows.
  fileprivate func value(over rows: [OracleScope]) -> MeasureValue {
    func values(_ column: ColumnRef) -> [Scalar] { rows.map { $0.value(column) }.filter { !$0.isNull } }
    func integers(_ column: ColumnRef) -> [Int64] { values(column).compactMap(\.integerValue) }
    switch self {
    case .rows: return .count(Int64(rows.count))
    case .values(let column): return .count(Int64(values(column).count))
    case .distinct(let column): return .count(Int64(Set(values(column)).count))
    case .sum(let column):
      // 64 bits of rows cannot add up to more than 127.
      return .sum(integers(column).reduce(Int128(0)) { $0 + Int128($1) }, count: Int64(integers(column).count))
    case .minimum(let column):
      return .extremum(values(column).reduce(.null) { $1.order(against: $0) ?? -1 < 0 ? $1 : $0 })
    case .maximum(let column):
      return .extremum(values(column).reduce(.null) { $1.order(against: $0) ?? 1 > 0 ? $1 : $0 })
    }
  }
}
