package import CRMModel

extension EntityCoder {
  /// The fields in which a record differs from what it was read as, as a batch to be written; nil if not all of either was read, so that each
  /// field has to be looked at.
  ///
  /// - Throws: As ``encode(_:)``.
  package func encodeChanges(of entity: E, since read: E) throws(StoreError) -> FieldBatch? {
    let (record, before) = (entity.record, read.record)
    guard record.readFields == nil, before.readFields == nil else { return nil }
    var batch = FieldBatch(entity: layout, ids: [record.id])
    let positions = E.schema.mayDiffer(read, entity)
    let columns = try E.schema.store(entity, fields: positions) { own[$0]?.type }
    for index in positions.indices {
      if let field = own[positions[index]] { batch.set(field, columns[index]) }
    }
    if record.owner != before.owner {
      batch.owners =
        record.owner.map { .integers([$0.rawValue], present: nil) } ?? ColumnVector(nulls: 1, kind: .integer)
    }
    if !record.emptyFields.isEmpty { leaveEmpty([record], [entity], &batch) }
    if record.extras != before.extras { try encodeExtras([record], &batch) }
    return batch
  }

  /// The record that was read as `read`, after a change.
  ///
  /// - Parameter changed: Its row now and what differs from before.
  package func entity(_ read: E, after changed: ChangedRows) -> E {
    let rows = changed.rows
    if changed.columns.isEmpty { return read }
    var record = read.record
    guard rows.count == 1, record.emptyFields.isEmpty,
      ColumnPlaces.positions(extraPlaces, having: changed.columns).isEmpty
    else { return decode(rows).first ?? read }
    var entity = read
    for position in ColumnPlaces.positions(places, having: changed.columns) {
      guard let columns = places[position]?.cells(rows) else { continue }
      // A property that has to show something shows what it began with.
      if columns.vectors.first?.hasNulls ?? true, E.schema.alwaysShown.contains(position) {
        return decode(rows).first ?? read
      }
      E.schema.load(position, columns, into: &entity)
    }
    record.noteChange(in: rows)
    entity.record = record
    return entity
  }
}

extension RecordInfo {
  /// Takes over what a change of the only one of some rows has set.
  fileprivate mutating func noteChange(in rows: RowBatch) {
    owner = rows.cell(.owner).map(User.ID.init(rawValue:))
    noteChange(
      revision: rows.cell(.revision) ?? 0,
      at: rows.cell(.modifiedAt).flatMap(Instant.init(microsecondsSinceEpoch:)))
  }
}

extension RowBatch {
  /// The cell of a system column in the only row; nil for null.
  fileprivate func cell(_ field: SystemField) -> Int64? {
    position(of: field.columnNumber).flatMap { vectors[$0][0].integerValue }
  }
}
