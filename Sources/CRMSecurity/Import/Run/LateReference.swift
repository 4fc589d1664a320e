import CRMModel
import CRMStorage

/// A reference to a record that may stand further down in the file than the row that refers to it.
struct LateReference {
  let line: Int
  let cells: [String]
  let id: Int64
  let wanted: RowDraft.Wanted

  /// Sets references, and returns the rows whose reference is not found or not possible, by line.
  ///
  /// - Throws: What is not a row's fault.
  static func settle(
    _ items: [LateReference], _ plan: ImportPlan, _ tx: WriteTransaction
  ) throws(StoreError) -> [Int: RejectedRow] {
    var late: [Int: RejectedRow] = [:]
    // One find and one target at a time: their records are of one entity.
    var groups: [[Int]: [LateReference]] = [:]
    for item in items { groups[[item.wanted.find, item.wanted.target], default: []].append(item) }
    for (place, group) in groups.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let find = plan.finds[place[0]]
      let found = try matches(find, group, tx)
      var updates: [(LateReference, Record)] = []
      for item in group {
        guard let match = found[item.wanted.key] else {
          late[item.line] = item.rejected(.notFound(item.wanted, find))
          continue
        }
        guard match.count == 1 else {
          let message = "\(match.count) records of \(find.entity.schema.name) have this value"
          late[item.line] = item.rejected(RejectedRow.Reason(.ambiguousKey, message, field: item.wanted.field.rawValue))
          continue
        }
        var record = Record(plan.targets[place[1]].entity.schema.name)
        record.id = item.id
        record[item.wanted.field] = .reference(AnyRecordID(entity: find.entity.schema.name, rawValue: match.id))
        updates.append((item, record))
      }
      for (line, row) in try write(updates, plan.targets[place[1]].entity, tx) { late[line] = row }
    }
    return late
  }

  private static func matches(
    _ find: ImportPlan.Find, _ group: [LateReference], _ tx: WriteTransaction
  ) throws(StoreError) -> [Scalar: WriteTransaction.Match] {
    var values: [Scalar: FieldValue] = [:]
    for item in group { values[item.wanted.key] = item.wanted.value }
    if let field = find.field { return try tx.matches(of: find.entity, field, Array(values.values)) }
    return try tx.matches(of: find.entity, system: find.system ?? "", values.keys.compactMap(\.textValue))
  }

  /// Writes all at once, or one by one if any stands in the way; later rows win where several mean one record.
  private static func write(
    _ updates: [(LateReference, Record)], _ entity: EntityLayout, _ tx: WriteTransaction
  ) throws(StoreError) -> [Int: RejectedRow] {
    var last: [Int64: (LateReference, Record)] = [:]
    for update in updates { last[update.1.id] = update }
    let records = last.values.map(\.1).sorted { $0.id < $1.id }
    do throws(StoreError) {
      _ = try tx.updateRows(records, of: entity)
      return [:]
    } catch {
      guard error.isAboutRows else { throw error }
    }
    var late: [Int: RejectedRow] = [:]
    for (item, record) in updates {
      do throws(StoreError) {
        _ = try tx.updateRows([record], of: entity)
      } catch {
        guard error.isAboutRows else { throw error }
        let message = error.violations.first?.message ?? error.message
        late[item.line] = item.rejected(RejectedRow.Reason(error.code, message, field: item.wanted.field.rawValue))
      }
    }
    return late
  }

  private func rejected(_ reason: RejectedRow.Reason) -> RejectedRow {
    RejectedRow(line: line, reasons: [reason], cells: cells)
  }
}
