import CRMModel
import CRMStorage

/// One try to write a batch of rows, target by target. If rows stand in the way, it throws and says which and why.
struct BatchAttempt {
  /// A reference that is set when the whole file has been read.
  struct Deferred {
    let row: Int
    let id: Int64
    let wanted: RowDraft.Wanted
  }

  /// After so many tries without the rows that stood in the way, the rest is tried one by one.
  static let mostRounds = 8

  let tx: WriteTransaction
  let plan: ImportPlan
  let rows: [RowDraft]
  /// What was found for references in earlier batches.
  private(set) var known: [Int: [Scalar: Int64]]
  /// The lines of refused rows, by the way to find and the key by which they would have been found.
  private(set) var lost: [Int: [Scalar: Int]]
  private let sought: Set<EntityName>
  var tallies: [EntityName: ImportTally] = [:]
  var deferred: [Deferred] = []
  var found: [Int: [Scalar: Int64]] = [:]
  /// Why rows are refused, by position.
  var refusals: [Int: [RejectedRow.Reason]] = [:]
  var ids: [[Int64?]]
  /// Which rows make which records, and refer to which, as far as rows of the file may refer to each other.
  var lineage = RowLineage()

  init(
    _ tx: WriteTransaction, _ plan: ImportPlan, _ rows: [RowDraft], known: [Int: [Scalar: Int64]],
    lost: [Int: [Scalar: Int]]
  ) {
    self.tx = tx
    self.plan = plan
    self.rows = rows
    self.known = known
    self.lost = lost
    sought = plan.soughtEntities
    ids = rows.map { _ in plan.targets.map { _ in nil } }
  }

  /// Lets go of what earlier batches found: as long as it is shared, to add to it copies all of it.
  mutating func end() { (known, lost) = ([:], [:]) }

  /// Writes all rows.
  ///
  /// - Throws: If a row stands in the way; ``refusals`` says which, unless that cannot be told for several rows
  ///   together.
  mutating func run() throws(StoreError) {
    for index in plan.targets.indices { try write(index) }
  }

  private mutating func write(_ index: Int) throws(StoreError) {
    let target = plan.targets[index]
    let present = rows.indices.filter { rows[$0].values[index] != nil }
    if present.isEmpty { return }
    try lookUp(index, present)
    var records: [Int: Record] = [:]
    for row in present { records[row] = record(row, index) }
    try throwRefusals()
    switch target.key {
    case nil:
      let inserted = try insert(present.map { [$0] }, present.compactMap { records[$0] }, target, index)
      putOff(index, zip(present, inserted))
    case .field, .external: try upsert(present, records, target, index)
    }
  }

  mutating func refuse(_ row: Int, _ reason: RejectedRow.Reason) { refusals[row, default: []].append(reason) }

  private func isRefused(_ row: Int, _ field: FieldName) -> Bool {
    refusals[row]?.contains { $0.field == field.rawValue } ?? false
  }

  /// Notes the records that a row makes or finds again.
  mutating func support(_ index: Int, _ rows: [Int], _ id: Int64, isNew: Bool) {
    for row in rows {
      ids[row][index] = id
      if sought.contains(plan.targets[index].entity.schema.name) {
        lineage.add(RowLineage.Support(line: self.rows[row].line, id: id, isMaker: isNew))
      }
    }
  }

  func throwRefusals() throws(StoreError) {
    if !refusals.isEmpty { throw StoreError(.invalid, "rows_refused", "rows were refused") }
  }

  /// Tells the rows that an error means; `members` are the rows behind each record given.
  mutating func explain(_ error: StoreError, _ members: [[Int]], _ given: [Record]) -> StoreError {
    guard error.isAboutRows else { return error }
    for violation in error.violations {
      let reason = RejectedRow.Reason(violation.code, violation.message, field: violation.field?.rawValue)
      if let index = violation.index, members.indices.contains(index), let row = members[index].last {
        refuse(row, reason)
      } else if members.count == 1, let row = members[0].last {
        refuse(row, reason)
      }
    }
    if refusals.isEmpty, members.count == 1, let row = members[0].last {
      refuse(row, RejectedRow.Reason(error.code, error.message))
    }
    return error
  }

  /// The record of a row; references that are not found are refused, or left for the end of the file.
  private mutating func record(_ row: Int, _ index: Int) -> Record {
    let target = plan.targets[index]
    var values: [FieldValue?] = Array(repeating: nil, count: target.fields.count)
    var place = 0
    // What was read stands in the order of the fields.
    for (name, value) in rows[row].values[index] ?? [] {
      while place < values.count, target.names[place] != name { place += 1 }
      if place < values.count { values[place] = value }
    }
    for item in rows[row].wanted where item.target == index {
      let find = plan.finds[item.find]
      if let id = known[item.find]?[item.key] ?? found[item.find]?[item.key] {
        values[item.place] = .reference(AnyRecordID(entity: find.entity.schema.name, rawValue: id))
        if find.isOwnEntity {
          lineage.add(RowLineage.Lean(line: rows[row].line, id: id, find: item.find))
        }
      } else if item.isRequired || !find.isOwnEntity, !isRefused(row, item.field) {
        refuse(row, .notFound(find, line: lost[item.find]?[item.key]))
      }
    }
    for (place, field) in target.fields.enumerated() {
      guard case .target(let earlier) = field.filling else { continue }
      let id = ids[row][earlier].map { AnyRecordID(entity: plan.targets[earlier].entity.schema.name, rawValue: $0) }
      values[place] = id.map(FieldValue.reference) ?? .null
    }
    let given = values.compactMap { $0 }
    if given.count == values.count { return Record(target.entity.schema.name, names: target.names, values: given) }
    let names = values.indices.filter { values[$0] != nil }.map { target.names[$0] }
    return Record(target.entity.schema.name, names: names, values: given)
  }

  mutating func insert(
    _ members: [[Int]], _ records: [Record], _ target: ImportPlan.Target, _ index: Int
  ) throws(StoreError) -> [Int64] {
    if records.isEmpty { return [] }
    let made: [Int64]
    do throws(StoreError) {
      made = try tx.insertRows(records, of: target.entity)
    } catch {
      throw explain(error, members, records)
    }
    for (rows, id) in zip(members, made) { support(index, rows, id, isNew: true) }
    tallies[target.entity.schema.name, default: ImportTally(target.entity.schema.name)].inserted += made.count
    return made
  }

  /// Notes the references of written rows that are to be found at the end of the file.
  mutating func putOff(_ index: Int, _ written: some Sequence<(Int, Int64)>) {
    if sought.isEmpty { return }
    for (row, id) in written {
      for item in rows[row].wanted where item.target == index {
        if known[item.find]?[item.key] == nil, found[item.find]?[item.key] == nil {
          deferred.append(Deferred(row: row, id: id, wanted: item))
        }
      }
    }
  }
}
