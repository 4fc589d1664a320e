import CRMModel
import CRMStorage

extension BatchAttempt {
  /// Finds what the rows' references mean, and makes what is to be made.
  mutating func lookUp(_ index: Int, _ present: [Int]) throws(StoreError) {
    var wanted: [Int: [Scalar: RowDraft.Wanted]] = [:]
    for row in present {
      for item in rows[row].wanted where item.target == index && known[item.find]?[item.key] == nil {
        wanted[item.find, default: [:]][item.key] = item
      }
    }
    for (number, items) in wanted.sorted(by: { $0.key < $1.key }) {
      let find = plan.finds[number]
      let open = items.filter { found[number]?[$0.key] == nil }
      let matches = try matches(find, open.values.map(\.value))
      var missing: [RowDraft.Wanted] = []
      for item in open.values.sorted(by: { $0.text < $1.text }) {
        guard let match = matches[item.key] else {
          missing.append(item)
          continue
        }
        if match.count == 1 {
          found[number, default: [:]][item.key] = match.id
        } else {
          refuseAll(present, item, .ambiguous(match.count, find))
        }
      }
      if find.create { try create(missing, number, find, present) }
    }
  }

  private func matches(_ find: ImportPlan.Find, _ values: [FieldValue]) throws(StoreError) -> [Scalar: WriteTransaction
    .Match]
  {
    if let field = find.field { return try tx.matches(of: find.entity, field, values) }
    let keys = values.compactMap { value -> String? in if case .text(let text) = value { text } else { nil } }
    return try tx.matches(of: find.entity, system: find.system ?? "", keys)
  }

  private mutating func refuseAll(_ present: [Int], _ item: RowDraft.Wanted, _ reason: RejectedRow.Reason) {
    for row in present where rows[row].wanted.contains(where: { $0.find == item.find && $0.key == item.key }) {
      refuse(row, reason)
    }
  }

  /// Makes records that references mean and that are not there.
  private mutating func create(
    _ missing: [RowDraft.Wanted], _ number: Int, _ find: ImportPlan.Find, _ present: [Int]
  ) throws(StoreError) {
    if missing.isEmpty { return }
    let name = find.entity.schema.name
    let records = missing.map { item -> Record in
      var record = Record(name)
      for (field, value) in find.constants { record[field] = value }
      if let field = find.field { record[field.schema.name] = item.value }
      return record
    }
    do throws(StoreError) {
      let made = try tx.insertRows(records, of: find.entity)
      if let system = find.system { try tie(zip(missing.map(\.value), made), system, name) }
      for (item, id) in zip(missing, made) { found[number, default: [:]][item.key] = id }
      tallies[name, default: ImportTally(name)].created += made.count
    } catch {
      guard error.isAboutRows else { throw error }
      for (position, item) in missing.enumerated() {
        let own = error.violations.filter { $0.index == position || $0.index == nil }
        for violation in own {
          let field = violation.field.map { "\(item.field).\($0)" } ?? item.field.rawValue
          refuseAll(
            present, item, RejectedRow.Reason(violation.code, violation.message, field: field, column: item.column))
        }
      }
      throw error
    }
  }

  func tie(
    _ pairs: some Sequence<(FieldValue, Int64)>, _ system: String, _ entity: EntityName
  ) throws(StoreError) {
    try tx.insert(
      pairs.compactMap { value, id -> ExternalID? in
        guard case .text(let key) = value else { return nil }
        return ExternalID { ($0.system, $0.key, $0.target) = (system, key, AnyRecordID(entity: entity, rawValue: id)) }
      })
  }
}
