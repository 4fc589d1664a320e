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
      let moments = try turning.map { row in
        if let closing = history.closing, closed.contains(row) { return try moment(row, state, closing: closing) }
        guard before == nil, let begins = history.begins else { return now }
        return try moment(state.cell(row, begins.schema.number), of: begins) ?? now
      }
      if let closing = history.closing { try close(&rows, turning, moments, closed, state, closing) }
      turns.append(FieldTurn(history: history, rows: turning, moments: moments))
    }
    return turns
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

  /// When a row was closed: as the write itself says by moment or day, else now.
  private func moment(_ row: Int, _ state: TurningRows, closing: HistoryLayout.Closing) throws(StoreError) -> Int64 {
    for field in [closing.moment, closing.day] {
      guard let field, state.isChanged(row, field.schema.number) else { continue }
      if let moment = try moment(state.cell(row, field.schema.number), of: field) { return moment }
    }
    return now
  }

  // MARK: Closing

  /// Those of some rows whose value closes them.
  private func closedRows(
    _ rows: [Int], _ state: TurningRows, _ history: HistoryLayout, _ closing: HistoryLayout.Closing
  ) throws -> Set<Int> {
    let evaluator = FilterEvaluator()
    guard let target = closing.target else {
      guard let entity = layout.entity(history.followedEntity) else { return [] }
      let filter = try rowFilter(closing.condition, entity)
      var cells = RowBatch(ids: state.given.ids, columns: [], vectors: [])
      for column in filter.ownColumns {
        cells.set(column, state.column(ColumnLayout(number: column, kind: entity.kind(of: column))))
      }
      return Set(try rows.filter { try evaluator.truth(filter, cells: RowCells(batch: cells, row: $0)) == true })
    }
    let filter = try rowFilter(closing.condition, target)
    let value = history.followed.schema.number
    let ids = Set(rows.compactMap { state.cell($0, value).integerValue })
    let values = try self.rows(target, ids: ids.sorted(), columns: filter.ownColumns)
    var closing: Set<Int64> = []
    for (row, id) in values.ids.enumerated()
    where try evaluator.truth(filter, cells: RowCells(batch: values, row: row)) == true { closing.insert(id) }
    return Set(rows.filter { state.cell($0, value).integerValue.map(closing.contains) ?? false })
  }

  /// Sets moment and day of the rows that are closed, and clears the moment of those that are not; what the write
  /// itself gives stands.
  private func close(
    _ rows: inout RowBatch, _ turning: [Int], _ moments: [Int64], _ closed: Set<Int>, _ state: TurningRows,
    _ closing: HistoryLayout.Closing
  ) throws {
    let number = closing.moment.schema.number
    var cells = closing.moment.valueColumns.first.map(state.column)?.integerCells ?? []
    var days = closing.day?.valueColumns.first.map(state.column)?.integerCells
    for (row, moment) in zip(turning, moments) {
      let isGiven = state.isChanged(row, number) && cells[row] != nil
      if !closed.contains(row) {
        if !isGiven { cells[row] = nil }
        continue
      }
      let since = isGiven ? cells[row] ?? moment : moment
      cells[row] = since
      guard let day = closing.day else { continue }
      if state.isChanged(row, day.schema.number), days?[row] != nil { continue }
      days?[row] = try dayNumber(of: since)
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

extension ColumnVector {
  /// A column of whole numbers, nil as null.
  fileprivate init(_ cells: [Int64?]) {
    self = .integers(cells.map { $0 ?? 0 }, present: cells.contains(nil) ? cells.map { $0 != nil } : nil)
  }
}

extension Filter {
  /// The columns that it reads of the row itself, its key aside.
  fileprivate var ownColumns: [Int32] {
    Set(columns.map(\.column)).subtracting([SystemField.id.columnNumber]).sorted()
  }
}
