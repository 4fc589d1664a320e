import CRMModel

extension RecordWriter {
  /// Ends the stays that turns end and begins those that they begin, by the path of any other write; a batch takes as
  /// many reads and writes as a single row.
  ///
  /// - Parameters:
  ///   - turns: What the batch changed.
  ///   - rows: The rows as they are stored now.
  ///   - before: The rows as they were; nil for new ones.
  func keepStays(_ turns: [FieldTurn], _ rows: RowBatch, before: RowBatch?) throws {
    for turn in turns {
      var starts = turn.moments
      if let before { starts = try endStays(turn, rows, before) }
      let begun = turn.rows.indices.filter { turn.history.hasValue(rows, turn.rows[$0]) }
      try beginStays(
        turn.history, rows, begun.map { turn.rows[$0] }, from: begun.map { starts[$0] },
        to: begun.map { _ in .maximum }, ofNewRecords: before == nil)
    }
  }

  /// Ends the stays that go on, and adds those of records that are older than the history.
  ///
  /// - Returns: When the stay that follows begins, for each row of the turn.
  private func endStays(_ turn: FieldTurn, _ rows: RowBatch, _ before: RowBatch) throws -> [Int64] {
    let history = turn.history
    let open = try stays(of: history, turn.rows.map { rows.ids[$0] }, onlyOpen: true)
    var starts = turn.moments
    var ended: [(stay: OpenStay, end: Int64, row: Int)] = []
    var without: [Int] = []
    for (index, row) in turn.rows.enumerated() {
      guard let stays = open[rows.ids[row]] else {
        if history.hasValue(before, row) { without.append(index) }
        continue
      }
      // A clock may go back, and a day that is given may lie before the stay it ends.
      starts[index] = stays.reduce(starts[index]) { max($0, $1.start) }
      for stay in stays { ended.append((stay, starts[index], row)) }
    }
    if !ended.isEmpty {
      var batch = FieldBatch(entity: history.keeper, ids: ended.map(\.stay.id))
      batch.set(history.stay, .interval(ended.map(\.stay.start), ended.map(\.end)))
      let ending = batch
      _ = try placing(at: ended.map(\.row)) { () throws(StoreError) in try change(ending) }
    }
    try addFirstStays(turn, without, rows, before)
    return starts
  }

  /// Records without any stay were in the value they had since they began, as far as they tell.
  private func addFirstStays(_ turn: FieldTurn, _ indexes: [Int], _ rows: RowBatch, _ before: RowBatch) throws {
    if indexes.isEmpty { return }
    let known = try stays(of: turn.history, indexes.map { rows.ids[turn.rows[$0]] }, onlyOpen: false)
    var first: [(row: Int, start: Int64, end: Int64)] = []
    for index in indexes where known[rows.ids[turn.rows[index]]] == nil {
      let row = turn.rows[index]
      if let start = try beginning(turn.history, before, row), start < turn.moments[index] {
        first.append((row, start, turn.moments[index]))
      }
    }
    try beginStays(turn.history, before, first.map(\.row), from: first.map(\.start), to: first.map(\.end))
  }

  private func beginning(_ history: HistoryLayout, _ before: RowBatch, _ row: Int) throws(StoreError) -> Int64? {
    for field in [history.closing?.moment, history.begins] {
      guard let field else { continue }
      if let moment = try moment(before[row, field.schema.number], of: field) { return moment }
    }
    return before[row, SystemField.createdAt.columnNumber].integerValue
  }

  private struct OpenStay {
    let id: Int64
    let start: Int64
  }

  /// The live stays of some records: those that go on, or all.
  private func stays(
    of history: HistoryLayout, _ records: [Int64], onlyOpen: Bool
  ) throws -> [Int64: [OpenStay]] {
    let reference = ColumnRef(column: history.record.schema.number)
    let ends = history.stay.valueColumns.map { ColumnRef(column: $0.number) }
    guard ends.count == 2 else { return [:] }
    var all: [Filter] = [
      .isNull(.column(ColumnRef(column: SystemField.deletedAt.columnNumber))),
      .isIn(.column(reference), records.map(Scalar.integer)),
    ]
    if onlyOpen { all.append(.compare(.column(ends[1]), .equal, .literal(.integer(.maximum)))) }
    var found: [Int64: [OpenStay]] = [:]
    let scan = RowScan(
      sources: [Source(table: history.keeper.table)], filter: .and(all), columns: [reference, ends[0]])
    try writer.scan(scan, batchSize: 4_096) { batch in
      for (row, id) in batch.ids.enumerated() {
        guard let record = batch.vectors[0][row].integerValue else { continue }
        found[record, default: []].append(OpenStay(id: id, start: batch.vectors[1][row].integerValue ?? .maximum))
      }
      return true
    }
    return found
  }

  /// Adds a stay for each of some rows, with what the row holds in the fields that are kept.
  private func beginStays(
    _ history: HistoryLayout, _ source: RowBatch, _ rows: [Int], from starts: [Int64], to ends: [Int64],
    ofNewRecords: Bool = false
  ) throws {
    if rows.isEmpty { return }
    var batch = FieldBatch(entity: history.keeper, ids: Array(repeating: 0, count: rows.count))
    let records = ColumnVector.integers(rows.map { source.ids[$0] }, present: nil)
    batch.set(history.record, FieldColumns(type: history.record.type, vectors: [records]))
    batch.set(history.stay, .interval(starts, ends))
    for (from, to) in history.kept {
      let vectors = from.valueColumns.map { column in
        source.position(of: column.number).map { source.vectors[$0].picking(rows) }
          ?? ColumnVector(nulls: rows.count, kind: column.kind)
      }
      batch.set(to, FieldColumns(type: to.type, vectors: vectors))
    }
    let stays = batch
    // A code that a record holds was good when it was written, and may be retired since.
    let judged = Set(history.keeper.fields.filter { $0.type.options == nil }.map(\.schema.number))
    let changes = RowChanges(
      judged, rows: rows.count, toNewRecords: ofNewRecords ? history.record.schema.number : nil)
    _ = try placing(at: rows) { () throws(StoreError) in try add(stays, judging: changes) }
  }
}

extension HistoryLayout {
  /// Whether a row has a value in the followed field.
  fileprivate func hasValue(_ rows: RowBatch, _ row: Int) -> Bool {
    followed.valueColumns.contains { !rows[row, $0.number].isNull }
  }
}

extension FieldColumns {
  fileprivate static func interval(_ starts: [Int64], _ ends: [Int64]) -> FieldColumns {
    FieldColumns(type: .interval, vectors: [.integers(starts, present: nil), .integers(ends, present: nil)])
  }
}

extension Int64 {
  /// The end of a stay that goes on.
  fileprivate static var maximum: Int64 { Instant.maximum.microsecondsSinceEpoch }
}
