import CRMModel

/// A no-overlap rule in the columns of its table.
struct OverlapRule {
  /// The columns that must be equal for two rows to stand in each other's way.
  let key: [Int32]
  /// The column of the interval's first moment or day.
  let start: Int32
  /// The column of the first one after it.
  let end: Int32
  /// Which rows count; nil for all live ones.
  let condition: Filter?
  /// The fields whose change can break the rule, by number.
  let fields: Set<Int32>

  /// Finds the rows that count, have one of some keys, and overlap some time.
  ///
  /// For keys of several columns it finds more than that: rows that have in each column what any of the keys has there.
  func filter(_ keys: [[Scalar]], _ times: Range<Int64>) -> Filter {
    var all: [Filter] = []
    for (position, column) in key.enumerated() {
      let values = Set(keys.map { $0[position] })
      all.append(.isIn(.column(ColumnRef(column: column)), Array(values)))
    }
    all.append(.compare(.column(ColumnRef(column: start)), .less, .literal(.integer(times.upperBound))))
    all.append(.compare(.column(ColumnRef(column: end)), .greater, .literal(.integer(times.lowerBound))))
    all.append(IndexPlan.liveRows)
    if let condition { all.append(condition) }
    return .and(all)
  }
}

extension OverlapRule {
  /// A rule; nil if it has no interval in the layout.
  init?(
    _ overlap: OverlapSchema, _ entity: EntityLayout,
    compile: (Formula, EntityLayout) throws(StoreError) -> Filter
  ) throws(StoreError) {
    guard let interval = entity.field(overlap.interval), interval.valueColumns.count >= 2 else { return nil }
    start = interval.valueColumns[0].number
    end = interval.valueColumns[1].number
    key = overlap.key.flatMap { name in
      SystemField(rawValue: name.rawValue).map { [$0.columnNumber] } ?? entity.field(name)?.valueColumns.map(\.number)
        ?? []
    }
    if let formula = overlap.condition { condition = try compile(formula, entity) } else { condition = nil }
    let read = Set((condition?.columns ?? []).map(\.column))
    let reading = entity.fields.filter { field in field.columns.contains { read.contains($0.number) } }
    fields = read.union(key).union(reading.map(\.schema.number)).union([start])
  }
}
