import CRMModel

/// Automatic numbers: one counter a field, or one a year, kept as a value beside the rows and raised in the same
/// transaction.
///
/// A counter is never behind the numbers that were given to it by hand or by an import, so the next number is looked up
/// once. Only a number that came some other way, by an older program for instance, costs a reading of the field.
extension RecordWriter {
  /// How far above its counter a given number may lie and still raise it. What lies higher, and has more digits than
  /// the pattern, is taken for a slip: it stays what it is, and the numbers go on where they were.
  static var numberReach: Int64 { 1_000_000 }

  /// Gives automatic numbers to records without one, behind those that others of the batch bring with them.
  func assignNumbers(_ batch: inout FieldBatch) throws(StoreError) {
    for (field, format) in batch.entity.roles.numbers {
      let given = batch.columns(of: field)
      let texts = (0..<batch.count).compactMap { given?.cells($0).first?.textValue }
      try raiseCounters(of: field, format, by: texts)
      let missing = batch.count - texts.count
      if missing == 0 { continue }
      let numbers = try engine { try self.nextNumbers(missing, field, format, batch.entity, besides: Set(texts)) }
      var columns = FieldColumns(type: field.type)
      var next = numbers.makeIterator()
      for row in 0..<batch.count {
        if let given, !given.isNull(row) {
          columns.appendCells(given.cells(row))
        } else {
          columns.appendCells([next.next().map(Scalar.text) ?? .null])
        }
      }
      batch.set(field, columns)
    }
  }

  /// Raises the counters of a field to the numbers that records are given.
  func raiseCounters(of field: FieldLayout, _ format: AutoNumberFormat, by texts: [String]) throws(StoreError) {
    if texts.isEmpty { return }
    try engine {
      let year = try self.context.binding.today.year
      var numbers: [Int: [Int64]] = [:]
      for text in texts {
        if let number = format.reading(text, near: year) { numbers[number.key, default: []].append(number.counter) }
      }
      for (key, numbers) in numbers.sorted(by: { $0.key < $1.key }) {
        let before = try self.counter(field, key)
        var counter = before
        // In their order, so that each may lead to the next.
        for number in numbers.sorted() where number > counter && number <= self.reach(format, from: counter) {
          counter = number
        }
        if counter > before { try self.setCounter(counter, field, key) }
      }
    }
  }

  /// The next numbers, which nobody has.
  private func nextNumbers(
    _ count: Int, _ field: FieldLayout, _ format: AutoNumberFormat, _ entity: EntityLayout, besides given: Set<String>
  ) throws -> [String] {
    let today = try context.binding.today
    let key = format.counterKey(year: today.year)
    var counter = try self.counter(field, key)
    // Whatever had a number since the counting began, deleted now or not, has raised the counter.
    let isCounting = counter > 0
    while true {
      var numbers: [String] = []
      var next = counter
      while numbers.count < count {
        // A counter at the end of its range gives no number, which the format says.
        next = next.addingReportingOverflow(1).overflow ? 0 : next + 1
        let number = try format.text(for: next, on: (today.year, today.month))
        if !given.contains(number) { numbers.append(number) }
      }
      if try !field.schema.isUnique || !isAnyTaken(numbers, field, entity, onlyLive: isCounting) {
        try setCounter(next, field, key)
        return numbers
      }
      let most = max(reach(format, from: counter), next)
      counter = try highestTaken(field, format, entity, key: key, year: today.year, upTo: most) ?? next
    }
  }

  private func reach(_ format: AutoNumberFormat, from counter: Int64) -> Int64 {
    let (sum, overflow) = counter.addingReportingOverflow(RecordWriter.numberReach)
    return max(format.highestPadded, overflow ? Int64.max : sum)
  }

  private func counter(_ field: FieldLayout, _ key: Int) throws -> Int64 {
    Int64(try writer.metadata("counter.\(field.schema.number).\(key)") ?? "") ?? 0
  }

  private func setCounter(_ counter: Int64, _ field: FieldLayout, _ key: Int) throws {
    try writer.setMetadata("counter.\(field.schema.number).\(key)", String(counter))
  }

  /// Whether records have one of some numbers.
  ///
  /// - Parameter onlyLive: Whether deleted ones are left out, of which no index tells.
  private func isAnyTaken(
    _ numbers: [String], _ field: FieldLayout, _ entity: EntityLayout, onlyLive: Bool
  ) throws -> Bool {
    let column = ColumnRef(column: field.schema.number)
    if onlyLive, numbers.count == 1 {
      // A look-up whose plan engines keep.
      let filter = Filter.and([IndexPlan.liveRows, .compare(.column(column), .equal, .literal(.text(numbers[0])))])
      var isFound = false
      try writer.rows(RowScan(sources: [Source(table: entity.table)], filter: filter, columns: [])) { _ in
        isFound = true
        return false
      }
      return isFound
    }
    let isTaken = Filter.isIn(.column(column), numbers.map(Scalar.text))
    let filter = onlyLive ? .and([IndexPlan.liveRows, isTaken]) : isTaken
    return try writer.count([Source(table: entity.table)], filter, limit: 1) > 0
  }

  /// The highest counter that records, deleted ones included, show the number of.
  ///
  /// - Complexity: O(*n*) in the records of the entity.
  private func highestTaken(
    _ field: FieldLayout, _ format: AutoNumberFormat, _ entity: EntityLayout, key: Int, year: Int, upTo most: Int64
  ) throws -> Int64? {
    let column = ColumnRef(column: field.schema.number)
    var highest: Int64?
    let scan = RowScan(sources: [Source(table: entity.table)], columns: [column])
    try writer.scan(scan, batchSize: 4_096) { batch in
      for row in 0..<batch.count {
        guard let text = batch.vectors[0][row].textValue, let number = format.reading(text, near: year),
          number.key == key, number.counter <= most
        else { continue }
        highest = max(highest ?? 0, number.counter)
      }
      return true
    }
    return highest
  }
}
