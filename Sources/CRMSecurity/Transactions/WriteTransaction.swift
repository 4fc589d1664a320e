public import CRMModel
import CRMStorage

/// A transaction, inside `session.write { }`: everything read in it sees what was written in it, and all of it happens or nothing.
///
/// A call that throws leaves the transaction as it was, so its closure may catch the error and go on.
public final class WriteTransaction: Snapshot {
  let writer: RecordWriter

  init(_ writer: RecordWriter, reader: RecordReader) {
    self.writer = writer
    super.init(reader, nil)
  }

  // MARK: Entities

  /// Adds a record and returns it as it is stored, with id, revision, defaults and numbers.
  ///
  /// - Throws: Everything that is wrong with it; nothing is kept then.
  @discardableResult public func insert<E: Entity>(_ entity: E) throws(StoreError) -> E {
    try insert([entity]).first ?? entity
  }

  /// Adds records and returns them as they are stored, in the same order.
  ///
  /// - Throws: Everything that is wrong with any of them; none is kept then.
  @discardableResult public func insert<E: Entity>(_ entities: [E]) throws(StoreError) -> [E] {
    let coder: EntityCoder<E> = try reader.coder()
    return coder.decode(try writer.insert(coder.encode(entities)))
  }

  /// Writes a record that was read and changed, and returns it as it is stored now.
  ///
  /// - Throws: ``ErrorCode/staleRevision`` with both values of every field that differs, if somebody changed it since it was read.
  @discardableResult public func update<E: Entity>(_ entity: E) throws(StoreError) -> E {
    try update([entity]).first ?? entity
  }

  /// Writes records that were read and changed, and returns them as they are stored now, in the same order.
  @discardableResult public func update<E: Entity>(_ entities: [E]) throws(StoreError) -> [E] {
    let coder: EntityCoder<E> = try reader.coder()
    if let index = entities.firstIndex(where: { $0.record.revision == 0 }) {
      let violation = Violation(
        .fieldNotRead, "only a record that was read can be written back; use update(id) to change one by its id",
        entity: E.name, index: index)
      throw StoreError(.invalid, .fieldNotRead, violation.description, violations: [violation])
    }
    var batch = try coder.encode(entities)
    // A key path of a generic type is made anew at each call, which costs more than the update of a record.
    batch.revisions = entities.map { $0.record.revision }
    return coder.decode(try writer.update(batch))
  }

  /// Changes the record of an id, without a copy to keep, and returns it as it is stored now.
  ///
  ///     try tx.update(deal.id) { $0.nextStep = "Call Ana" }
  @discardableResult public func update<E: Entity>(
    _ id: RecordID<E>, _ change: (inout E) throws -> Void
  ) throws(StoreError) -> E {
    guard let stored = try reader.storedEntity(E.self, id: id.rawValue) else {
      var entity = try find(id)
      do { try change(&entity) } catch { throw StoreError(wrapping: error) }
      entity.record.id = id.rawValue
      return try update(entity)
    }
    let coder: EntityCoder<E> = try reader.coder()
    let done = writer.stepCount
    var entity = stored.entity
    do { try change(&entity) } catch { throw StoreError(wrapping: error) }
    entity.record.id = id.rawValue
    // What was read is what is stored unless the closure itself wrote.
    guard writer.stepCount == done, entity.record.revision == stored.entity.record.revision,
      var batch = try coder.encodeChanges(of: entity, since: stored.entity)
    else { return try update(entity) }
    batch.revisions = [entity.record.revision]
    return coder.entity(stored.entity, after: try writer.update(batch, stored: stored.row))
  }

  /// Changes every record that a query finds, in batches, and returns how many were found.
  @discardableResult public func update<E: Entity>(
    where query: EntityQuery<E>, _ change: (inout E) throws -> Void
  ) throws(StoreError) -> Int {
    let ids = try reader.ids(query.query)
    do {
      try writer.atomically {
        for batch in ids.batches(of: RecordReader.batchSize) {
          var entities = try reader.entities(E.self, ids: batch)
          for index in entities.indices {
            let id = entities[index].record.id
            try change(&entities[index])
            entities[index].record.id = id
          }
          try update(entities)
        }
      }
    } catch {
      throw StoreError(wrapping: error)
    }
    return ids.count
  }

  /// Updates the records that agree with the ones given in a unique field, and adds the others.
  @discardableResult public func upsert<E: Entity, V: FieldRepresentable>(
    _ entities: [E], by key: KeyPath<E, V>
  ) throws(StoreError) -> [E] {
    let coder: EntityCoder<E> = try reader.coder()
    let name = E.schema.fieldName(of: key) ?? ""
    return coder.decode(try writer.upsert(coder.encodeGiven(entities), by: name).rows)
  }

  /// Puts a record into the recycle bin.
  ///
  /// - Throws: ``ErrorCode/inUse`` if a reference forbids it.
  public func delete<E: Entity>(_ id: RecordID<E>) throws(StoreError) { try delete([id.erased]) }

  /// Takes a record out of the recycle bin.
  ///
  /// - Throws: ``ErrorCode/notUnique`` if a unique value has been taken meanwhile.
  public func restore<E: Entity>(_ id: RecordID<E>) throws(StoreError) { try restore([id.erased]) }

  /// Removes a record for good, whether it is live or in the recycle bin.
  public func removePermanently<E: Entity>(_ id: RecordID<E>) throws(StoreError) { try removePermanently([id.erased]) }

  // MARK: Records

  /// Adds records given by field names, all of one entity, and returns them as they are stored.
  @discardableResult public func insert(_ records: [Record]) throws(StoreError) -> [Record] {
    guard let first = records.first else { return [] }
    let entity = try reader.entityLayout(first.entity)
    return entity.records(try writer.insert(FieldBatch(records, entity: entity)))
  }

  /// Adds a record given by field names and returns it as it is stored.
  @discardableResult public func insert(_ record: Record) throws(StoreError) -> Record {
    try insert([record]).first ?? record
  }

  /// Changes some fields of a record and returns it as it is stored now.
  @discardableResult public func update(_ id: AnyRecordID, _ patch: Patch) throws(StoreError) -> Record {
    let entity = try reader.entityLayout(id.entity)
    let fixed = patch.fieldNames.filter { $0 != SystemField.owner.name && SystemField(rawValue: $0.rawValue) != nil }
    let violations = fixed.map { name in
      Violation(.readOnlyField, "the store sets this field itself", entity: id.entity, field: name, record: id)
    }
    if let error = StoreError(violations: violations) { throw error }
    var record = Record(id.entity)
    record.id = id.rawValue
    for name in patch.fieldNames { record[name] = patch[name] ?? .null }
    var batch = try FieldBatch([record], entity: entity)
    batch.revisions = [patch.revision ?? 0]
    return entity.records(try writer.update(batch)).first ?? record
  }

  /// Updates the records that agree with the ones given in a unique field, and adds the others.
  ///
  /// - Returns: The records as they are stored now and which of them are new, in the order given.
  @discardableResult public func upsert(
    _ records: [Record], by key: FieldName
  ) throws(StoreError) -> (records: [Record], isNew: [Bool]) {
    guard let first = records.first else { return ([], []) }
    let entity = try reader.entityLayout(first.entity)
    let result = try writer.upsert(FieldBatch(records, entity: entity), by: key)
    return (entity.records(result.rows), result.isNew)
  }

  /// Puts records into the recycle bin, together with what their references take along.
  public func delete(_ ids: [AnyRecordID]) throws(StoreError) {
    try writer.delete(byEntity(ids))
  }

  /// Takes records out of the recycle bin.
  public func restore(_ ids: [AnyRecordID]) throws(StoreError) {
    try writer.restore(byEntity(ids))
  }

  /// Removes records for good.
  public func removePermanently(_ ids: [AnyRecordID]) throws(StoreError) {
    try writer.remove(byEntity(ids))
  }

  private func byEntity(_ ids: [AnyRecordID]) throws(StoreError) -> [(entity: EntityLayout, ids: [Int64])] {
    var result: [(entity: EntityLayout, ids: [Int64])] = []
    for name in Set(ids.map(\.entity)).sorted() {
      var seen: Set<Int64> = []
      let own = ids.filter { $0.entity == name && seen.insert($0.rawValue).inserted }.map(\.rawValue)
      result.append((try reader.entityLayout(name), own))
    }
    return result
  }

  // MARK: External ids

  /// Ties a record to its key in another system; an older tie of the same key moves.
  public func setExternalID(_ key: String, in system: String, for id: AnyRecordID) throws(StoreError) {
    let known = try fetch(ExternalID.query(system: system, entity: id.entity, keys: [key]))
    if var tie = known.first {
      tie.target = id
      try update(tie)
    } else {
      try insert(ExternalID { ($0.system, $0.key, $0.target) = (system, key, id) })
    }
  }

  /// Updates the records that another system's keys are tied to, and adds the others with their ties.
  ///
  /// - Parameters:
  ///   - records: Records of one entity.
  ///   - keys: The key of each record in `system`, in the same order.
  /// - Returns: The records as they are stored now, in the order given.
  @discardableResult public func upsert(
    _ records: [Record], externalIDs keys: [String], in system: String
  ) throws(StoreError) -> [Record] {
    guard let first = records.first, keys.count == records.count else {
      if records.isEmpty, keys.isEmpty { return [] }
      throw StoreError(.invalid, "keys_do_not_match", "as many keys as records expected")
    }
    return try atomically {
      let ties = try fetch(ExternalID.query(system: system, entity: first.entity, keys: Array(Set(keys))))
      let known = Dictionary(ties.map { ($0.key, $0.target.rawValue) }, uniquingKeysWith: { first, _ in first })
      let entity = try reader.entityLayout(first.entity)
      let result = try writer.upsert(
        FieldBatch(records, entity: entity), ids: keys.map { known[$0] ?? 0 }, keys: keys.map(Scalar.text))
      var fresh: [ExternalID] = []
      for (row, key) in keys.enumerated() where result.isNew[row] {
        let target = AnyRecordID(entity: first.entity, rawValue: result.rows.ids[row])
        fresh.append(ExternalID { ($0.system, $0.key, $0.target) = (system, key, target) })
      }
      try insert(fresh)
      return entity.records(result.rows)
    }
  }
}

extension Array {
  /// The elements in stretches of at most `size`.
  func batches(of size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: Swift.max(size, 1)).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}
