import CRMModel
import CRMStorage

/// A reference to a record that may stand further down in the file than the row that refers to it.
///
/// One is held for each such row until the file has been read, so it has no more than is needed then.
struct LateReference {
  let line: Int
  let id: Int64
  /// The way to find, a number of the plan.
  let find: Int
  let value: FieldValue

  /// What came of setting references.
  struct Outcome {
    /// Why rows are refused, by line.
    var late: [Int: [RejectedRow.Reason]] = [:]
    /// Where the others lead.
    var leans: [RowLineage.Lean] = []

    fileprivate mutating func refuse(_ item: LateReference, _ reason: RejectedRow.Reason) {
      late[item.line, default: []].append(reason)
    }
  }

  /// Sets references, all that can be.
  ///
  /// - Parameter lost: The lines of refused rows, by the way to find and the key by which they would have been found.
  /// - Throws: What is not a row's fault.
  static func settle(
    _ items: [LateReference], _ plan: ImportPlan, lost: [Int: [Scalar: Int]], _ tx: WriteTransaction
  ) throws(StoreError) -> Outcome {
    var outcome = Outcome()
    // One way to find at a time: the records that refer are of one entity then.
    for (number, group) in Dictionary(grouping: items, by: \.find).sorted(by: { $0.key < $1.key }) {
      let find = plan.finds[number]
      let entity = plan.targets[find.filled.target].entity
      let found = try matches(find, group, tx)
      var updates: [(LateReference, Record)] = []
      for item in group {
        guard let key = find.key(of: item.value), let match = found[key] else {
          let line = find.key(of: item.value).flatMap { lost[number]?[$0] }
          outcome.refuse(item, .notFound(find, line: line))
          continue
        }
        guard match.count == 1 else {
          outcome.refuse(item, .ambiguous(match.count, find))
          continue
        }
        var record = Record(entity.schema.name)
        record.id = item.id
        record[find.filled.field] = .reference(AnyRecordID(entity: find.entity.schema.name, rawValue: match.id))
        updates.append((item, record))
        outcome.leans.append(RowLineage.Lean(line: item.line, id: match.id, find: number))
      }
      try write(updates, entity, find, tx, &outcome)
    }
    return outcome
  }

  private static func matches(
    _ find: ImportPlan.Find, _ group: [LateReference], _ tx: WriteTransaction
  ) throws(StoreError) -> [Scalar: WriteTransaction.Match] {
    var values: [Scalar: FieldValue] = [:]
    for item in group { if let key = find.key(of: item.value) { values[key] = item.value } }
    if let field = find.field { return try tx.matches(of: find.entity, field, Array(values.values)) }
    return try tx.matches(of: find.entity, system: find.system ?? "", values.keys.compactMap(\.textValue))
  }

  /// Writes all at once, without those that stand in the way; later rows win where several mean one record.
  private static func write(
    _ updates: [(LateReference, Record)], _ entity: EntityLayout, _ find: ImportPlan.Find, _ tx: WriteTransaction,
    _ outcome: inout Outcome
  ) throws(StoreError) {
    var last: [Int64: (LateReference, Record)] = [:]
    for update in updates { last[update.1.id] = update }
    var rest = last.values.sorted { $0.1.id < $1.1.id }
    var rounds = 0
    while !rest.isEmpty {
      rounds += 1
      do throws(StoreError) {
        _ = try tx.updateRows(rest.map(\.1), of: entity)
        return
      } catch {
        guard error.isAboutRows else { throw error }
        var refused: [Int: [Violation]] = [:]
        for violation in error.violations {
          if let index = violation.index, rest.indices.contains(index) {
            refused[index, default: []].append(violation)
          }
        }
        if rest.count > 1, refused.isEmpty || rounds >= BatchAttempt.mostRounds {
          // What is wrong cannot be told for several together, or is told one at a time.
          for one in rest { try write([one], entity, find, tx, &outcome) }
          return
        }
        if refused.isEmpty {
          outcome.refuse(rest[0].0, RejectedRow.Reason(error.code, error.message, field: find.filled.field.rawValue))
          return
        }
        for (index, violations) in refused.sorted(by: { $0.key < $1.key }) {
          for violation in violations {
            let field = violation.field?.rawValue ?? find.filled.field.rawValue
            outcome.refuse(rest[index].0, RejectedRow.Reason(violation.code, violation.message, field: field))
          }
        }
        rest = rest.indices.filter { refused[$0] == nil }.map { rest[$0] }
      }
    }
  }
}
