import CRMModel

extension RecordWriter {
  /// Finds the rows that take another value in a followed field, says when, and sets the fields that tell since when a
  /// record is closed.
  ///
  /// - Parameters:
  ///   - rows: The rows as they are about to be checked, or just the columns that are given; fields of closings are added.
  ///   - before: The rows as they are stored; nil for new ones.
  func dateTurns(_ rows: inout RowBatch, of entity: EntityLayout, before: RowBatch?) throws -> [FieldTurn] {
    var turns: [FieldTurn] = []
    for history in layout.histories(of: entity.schema.name) {
      let state = TurningRows(given: rows, before: before)
      let turning = state.turning(in: history.followed)
      if turning.isEmpty { continue }
      let closed = try history.closing.map { try closedRows(turning, state, history, $0) } ?? []
      let moments = try moments(turning, state, history, closed)
      if let closing = history.closing { try close(&rows, turning, moments, closed, state, closing) }
      turns.append(FieldTurn(history: history, rows: turning, moments: moments))
    }
    return turns
  }

  /// When each of some rows turned.
  private func moments(
    _ turning: [Int], _ state: TurningRows, _ history: HistoryLayout, _ closed: Set<Int>
  ) throws(StoreError) -> [Int64] {
    // What closes a row says when, if the write gives it; what begins one, if it is new.
    let closing = [history.closing?.moment, history.closing?.day].compactMap { $0.map(state.changes(of:)) }
    let begins = state.before == nil ? history.begins.map(state.changes(of:)) : nil
    var days: [Int64: Int64?] = [:]
    var moments: [Int64] = []
    moments.reserveCapacity(turning.count)
    for row in turning {
      var found: Int64?
      if closed.contains(row) {
        for field in closing where found == nil && field.isChanged(row) {
          found = try moment(field.cell(row), of: field.field, &days)
        }
      } else if let begins {
        found = try moment(begins.cell(row), of: begins.field, &days)
      }
      moments.append(found ?? now)
    }
    return moments
  }

  /// What ``moment(_:of:)`` gives; the days of a batch are few, and to find the beginning of one takes a look at a zone.
  private func moment(
    _ cell: Scalar, of field: FieldLayout, _ days: inout [Int64: Int64?]
  ) throws(StoreError) -> Int64? {
    guard field.type == .date, case .integer(let day) = cell else { return try moment(cell, of: field) }
    if let known = days[day] { return known }
    let moment = try moment(cell, of: field)
    days[day] = .some(moment)
    return moment
  }

  /// The transaction's moment in microseconds since 1970.
  var now: Int64 { context.binding.now.microsecondsSinceEpoch }

  /// The moment that a date or moment means for what has happened: the first one of a day that is past, and none later
  /// than now; nil for null.
  func moment(_ cell: Scalar, of field: FieldLayout) throws(StoreError) -> Int64? {
    switch FieldCodec.decode([cell], as: field.type) {
    case .instant(let moment): return min(moment.microsecondsSinceEpoch, now)
    case .date(let day):
      do throws(ValueError) {
        guard day < (try context.binding.today) else { return now }
        return try context.binding.zones.start(of: day, in: context.binding.zone).microsecondsSinceEpoch
      } catch {
        throw StoreError(error)
      }
    default: return nil
    }
  }

  // MARK: Closing

  /// Those of some rows whose value closes them.
  private func closedRows(
    _ rows: [Int], _ state: TurningRows, _ history: HistoryLayout, _ closing: HistoryLayout.Closing
  ) throws -> Set<Int> {
    let evaluator = FilterEvaluator()
    guard let target = closing.target else {
      guard let entity = layout.entity(history.followedEntity) else { return [] }
      let filter = try layout.rules.filter(
        closing.condition, of: .closing(history.keeper.table), on: entity, fullBinder)
      var cells = RowBatch(ids: state.given.ids, columns: [], vectors: [])
      for column in filter.ownColumns {
        cells.set(column, state.column(ColumnLayout(number: column, kind: entity.kind(of: column))))
      }
      return Set(try rows.filter { try evaluator.truth(filter, cells: RowCells(batch: cells, row: $0)) == true })
    }
    let filter = try layout.rules.filter(closing.condition, of: .closing(history.keeper.table), on: target, fullBinder)
    let cells = history.followed.valueColumns.first.map(state.column)?.integerCells ?? []
    let ids = Set(rows.compactMap { cells[$0] })
    let values = try self.rows(target, ids: ids.sorted(), columns: filter.ownColumns)
    var closing: Set<Int64> = []
    for (row, id) in values.ids.enumerated()
    where try evaluator.truth(filter, cells: RowCells(batch: values, row: row)) == true { closing.insert(id) }
    if closing.isEmpty { return [] }
    return Set(rows.filter { cells[$0].map(closing.contains) ?? false })
  }

  /// Sets moment and day of the rows that are closed, and clears the moment of those that are not; what the write
  /// itself gives stands.
  private func close(
    _ rows: inout RowBatch, _ turning: [Int], _ moments: [Int64], _ closed: Set<Int>, _ state: TurningRows,
    _ closing: HistoryLayout.Closing
  ) throws {
    let number = closing.moment.schema.number
    let moment = state.changes(of: closing.moment)
    let day = closing.day.map(state.changes(of:))
    var cells = closing.moment.valueColumns.first.map(state.column)?.integerCells ?? []
    var days = closing.day?.valueColumns.first.map(state.column)?.integerCells
    var known: [Int64: Int64?] = [:]
    for (row, turned) in zip(turning, moments) {
      let isGiven = cells[row] != nil && moment.isChanged(row)
      if !closed.contains(row) {
        if !isGiven { cells[row] = nil }
        continue
      }
      let since = isGiven ? cells[row] ?? turned : turned
      cells[row] = since
      guard let day, days?[row] == nil || !day.isChanged(row) else { continue }
      if known[since] == nil { known[since] = .some(try dayNumber(of: since)) }
      days?[row] = known[since] ?? nil
    }
    rows.set(number, ColumnVector(cells))
    if let day = closing.day, let days { rows.set(day.schema.number, ColumnVector(days)) }
  }

  /// The cell of the date of a moment.
  private func dayNumber(of moment: Int64) throws -> Int64? {
    guard let instant = Instant(microsecondsSinceEpoch: moment) else { return nil }
    let day = try context.binding.zones.day(of: instant, in: context.binding.zone)
    return try FieldCodec.encode(.date(day), as: .date).first?.integerValue
  }
}

extension Filter {
  /// The columns that it reads of the row itself, its key aside.
  fileprivate var ownColumns: [Int32] {
    Set(columns.map(\.column)).subtracting([SystemField.id.columnNumber]).sorted()
  }
}
