import CRMModel

extension RecordWriter {
  /// Lets a change of records pass, or tells why not.
  ///
  /// - Parameter ids: The records that are there already. Those that may not be seen are not there for whoever writes.
  func permit(
    _ verb: AccessRequest.RecordVerb, _ entity: EntityLayout, ids: [Int64] = []
  ) throws(StoreError) {
    try context.access.permit(.change(verb, entity.schema.name))
    guard context.access.visible(entity.schema.name) != nil else { return }
    try checkAll(ids, areAmong: Set(ids).subtracting(hidden(ids, of: entity)), entity, "no record of this id")
  }

  /// Those of some records that are there, or not, but may not be seen as they are now.
  func hidden(_ ids: [Int64], of entity: EntityLayout) throws(StoreError) -> Set<Int64> {
    guard let visible = context.access.visible(entity.schema.name), !ids.isEmpty else { return [] }
    let filter = try rowFilter(visible, entity)
    let scan = RowScan(sources: [Source(table: entity.table)], ids: ids, filter: filter, columns: [])
    var seen: Set<Int64> = []
    try engine {
      try self.writer.scan(scan, batchSize: 4_096) { batch in
        seen.formUnion(batch.ids)
        return true
      }
    }
    return Set(ids).subtracting(seen)
  }

  /// - Throws: `recordNotFound` for each of some ids that is not among those found.
  func checkAll(
    _ ids: [Int64], areAmong found: Set<Int64>, _ entity: EntityLayout, _ message: String
  ) throws(StoreError) {
    let violations = ids.enumerated().filter { !found.contains($0.element) }.map { index, id in
      Violation(
        .recordNotFound, message, entity: entity.schema.name,
        record: AnyRecordID(entity: entity.schema.name, rawValue: id), index: index)
    }
    if let error = StoreError(.notFound, violations: violations) { throw error }
  }
}
