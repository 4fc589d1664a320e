import CRMModel
import CRMSecurity
import CRMStorage
import Testing

/// What a commit changed, made out of its entry in the change log and the records after it: another way to a change set than the dry run's.
///
/// The log knows what each field was. What it became is what the next step of the commit says that it was, or else what the record has.
struct DerivedChanges {
  private struct Place: Hashable {
    let record: AnyRecordID
    let field: FieldName
  }

  let set: ChangeSet

  /// - Parameter store: Every record after the commit, deleted ones too.
  init(_ commit: CommitRecord, store: [AnyRecordID: Record], schema: Catalog) {
    var known: [Place: FieldValue] = [:]
    var changes: [ChangeSet.Change] = []
    // From the last step to the first, so that what comes next is known.
    for step in commit.changes.reversed() {
      let entity = schema[step.entity]
      let all = (entity?.fields.map(\.name) ?? []) + [SystemField.owner.name, SystemField.deletedAt.name]
      var found: [ChangeSet.Change] = []
      for (row, rawValue) in step.ids.enumerated() {
        let record = AnyRecordID(entity: step.entity, rawValue: rawValue)
        let old = Dictionary(uniqueKeysWithValues: zip(step.fields, step.oldValues[row]))
        var fields: [ChangeSet.FieldChange] = []
        for name in step.operation == .insert || step.operation == .remove ? all : step.fields {
          let place = Place(record: record, field: name)
          let after = step.operation == .remove ? .null : known[place] ?? store[record]?[name] ?? .null
          let before = old[name] ?? .null
          known[place] = before
          let type =
            schema.field(name, of: step.entity)?.type ?? SystemField(rawValue: name.rawValue)?.type(in: step.entity)
          guard before != after, let type = type?.resolved(currency: schema.currency) else { continue }
          fields.append(ChangeSet.FieldChange(name, type, from: before, to: after))
        }
        if step.operation == .update, fields.isEmpty { continue }
        found.append(ChangeSet.Change(step.operation, record, fields: fields))
      }
      changes = found + changes
    }
    set = ChangeSet(changes)
  }
}

extension Session {
  /// Every record there is, deleted ones too.
  func everything() async throws -> [AnyRecordID: Record] {
    var found: [AnyRecordID: Record] = [:]
    for entity in schema.entities {
      var query = Query(entity.name)
      query.scope = .all
      let system = SystemField.allCases.map(\.name)
      query.selection = (system + entity.fields.map(\.name)).map { SelectTerm(.field(FieldPath($0))) }
      for record in try await records(query) {
        found[AnyRecordID(entity: entity.name, rawValue: record.id)] = record
      }
    }
    return found
  }
}
