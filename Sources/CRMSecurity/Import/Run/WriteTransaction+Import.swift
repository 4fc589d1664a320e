import CRMModel
import CRMStorage

/// What an import needs of a transaction beside its public calls: ids and revisions instead of whole records.
extension WriteTransaction {
  /// Adds records of one entity and returns their ids.
  func insertRows(_ records: [Record], of entity: EntityLayout) throws(StoreError) -> [Int64] {
    try writer.insert(FieldBatch(records, entity: entity)).ids
  }

  /// Changes the given fields of records of one entity and returns the revisions they have now.
  func updateRows(_ records: [Record], of entity: EntityLayout) throws(StoreError) -> [Int64] {
    let rows = try writer.update(FieldBatch(records, entity: entity))
    return (0..<rows.count).map { rows[$0, SystemField.revision.columnNumber].integerValue ?? 0 }
  }

  /// A record found by a key.
  struct Match {
    var id: Int64
    var revision: Int64
    var count = 1
  }

  /// The live records that have one of some values in a field, by key.
  func matches(
    of entity: EntityLayout, _ field: FieldLayout, _ values: [FieldValue]
  ) throws(StoreError) -> [Scalar: Match] {
    if values.isEmpty { return [:] }
    let query = Query(entity.schema.name)
      .select(FieldPath(SystemField.id.name), FieldPath(SystemField.revision.name), FieldPath(field.schema.name))
      .where(.isIn(.field(FieldPath(field.schema.name)), values))
    var found: [Scalar: Match] = [:]
    for row in try table(query).rows where row.count == 3 {
      guard let key = field.key(of: row[2]), case .reference(let id) = row[0] else { continue }
      if found[key] != nil {
        found[key]?.count += 1
      } else {
        var revision: Int64 = 0
        if case .integer(let number) = row[1] { revision = number }
        found[key] = Match(id: id.rawValue, revision: revision)
      }
    }
    return found
  }

  /// The live records of an entity that another system's keys are tied to, by key.
  func matches(
    of entity: EntityLayout, system: String, _ keys: [String]
  ) throws(StoreError) -> [Scalar: Match] {
    if keys.isEmpty { return [:] }
    let ties = try fetch(ExternalID.query(system: system, entity: entity.schema.name, keys: keys))
    let query = Query(entity.schema.name)
      .select(FieldPath(SystemField.id.name), FieldPath(SystemField.revision.name))
      .where(.isIn(.field(FieldPath(SystemField.id.name)), ties.map { .reference($0.target) }))
    var revisions: [Int64: Int64] = [:]
    for row in try table(query).rows where row.count == 2 {
      if case .reference(let id) = row[0], case .integer(let revision) = row[1] { revisions[id.rawValue] = revision }
    }
    var found: [Scalar: Match] = [:]
    for tie in ties {
      guard let revision = revisions[tie.target.rawValue] else { continue }
      let key = Scalar.text(tie.key)
      if found[key] != nil {
        found[key]?.count += 1
      } else {
        found[key] = Match(id: tie.target.rawValue, revision: revision)
      }
    }
    return found
  }
}
