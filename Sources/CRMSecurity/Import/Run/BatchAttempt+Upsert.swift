import CRMModel
import CRMStorage

extension BatchAttempt {
  /// Updates the records that are there and adds the others; rows of one key make one record, later values win.
  mutating func upsert(
    _ present: [Int], _ records: [Int: Record], _ target: ImportPlan.Target, _ index: Int
  ) throws(StoreError) {
    var order: [Scalar] = []
    var groups: [Scalar: (value: FieldValue, rows: [Int], record: Record)] = [:]
    for row in present {
      guard let key = rows[row].keys[index], var record = records[row] else { continue }
      if target.skipsEmpty { record = record.withoutNulls }
      if var group = groups[key.key] {
        group.rows.append(row)
        for (name, value) in record.fields { group.record[name] = value }
        groups[key.key] = group
      } else {
        order.append(key.key)
        groups[key.key] = (key.value, [row], record)
      }
    }
    let matches = try existing(target, order.compactMap { groups[$0]?.value })
    var fresh: [(value: FieldValue, rows: [Int], record: Record)] = []
    var updates: [[FieldName]: [(match: WriteTransaction.Match, rows: [Int], record: Record)]] = [:]
    var signatures: [[FieldName]] = []
    for key in order {
      guard var group = groups[key] else { continue }
      guard let match = matches[key] else {
        fresh.append(group)
        continue
      }
      if match.count > 1 {
        let reason = RejectedRow.Reason(.ambiguousKey, "\(match.count) records have this value", field: target.keyName)
        for row in group.rows { refuse(row, reason) }
        continue
      }
      group.record.id = match.id
      support(index, group.rows, match.id, isNew: false)
      if target.keepsExisting {
        tallies[target.entity.schema.name, default: ImportTally(target.entity.schema.name)].unchanged += 1
        continue
      }
      let signature = group.record.fieldNames
      if updates[signature] == nil { signatures.append(signature) }
      updates[signature, default: []].append((match, group.rows, group.record))
    }
    try throwRefusals()
    for signature in signatures { try update(updates[signature] ?? [], target, index) }
    let made = try insert(fresh.map(\.rows), fresh.map(\.record), target, index)
    if case .external(let system, _) = target.key {
      try tie(zip(fresh.map(\.value), made), system, target.entity.schema.name)
    }
    for (group, id) in zip(fresh, made) { putOff(index, group.rows.map { ($0, id) }) }
  }

  private func existing(
    _ target: ImportPlan.Target, _ values: [FieldValue]
  ) throws(StoreError) -> [Scalar: WriteTransaction.Match] {
    switch target.key {
    case .field(let field): return try tx.matches(of: target.entity, field, values)
    case .external(let system, _):
      let keys = values.compactMap { value -> String? in if case .text(let text) = value { text } else { nil } }
      return try tx.matches(of: target.entity, system: system, keys)
    case nil: return [:]
    }
  }

  private mutating func update(
    _ groups: [(match: WriteTransaction.Match, rows: [Int], record: Record)], _ target: ImportPlan.Target, _ index: Int
  ) throws(StoreError) {
    let name = target.entity.schema.name
    let revisions: [Int64]
    do throws(StoreError) {
      revisions = try tx.updateRows(groups.map(\.record), of: target.entity)
    } catch {
      throw explain(error, groups.map(\.rows), groups.map(\.record))
    }
    for (group, revision) in zip(groups, revisions) {
      if revision == group.match.revision {
        tallies[name, default: ImportTally(name)].unchanged += 1
      } else {
        tallies[name, default: ImportTally(name)].updated += 1
      }
      putOff(index, group.rows.map { ($0, group.match.id) })
    }
  }
}
