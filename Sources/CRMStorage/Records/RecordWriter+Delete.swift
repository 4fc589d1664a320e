package import CRMModel

extension RecordWriter {
  /// Puts records into the recycle bin, and does with the records that refer to them what their references say.
  ///
  /// - Throws: `recordNotFound` for ids without a live record; `inUse` where a reference forbids the deletion. Nothing is changed then.
  package func delete(_ groups: [(entity: EntityLayout, ids: [Int64])]) throws(StoreError) {
    try atomically {
      for group in groups {
        try self.permit(.delete, group.entity, ids: group.ids)
        try self.checkLive(group.ids, of: group.entity)
      }
      var plan = DeletionPlan()
      try self.plan(&plan, groups)
      try self.clearReferences(plan)
      let moment = try self.deletionMoment(plan)
      for step in plan.deletions { try self.markDeleted(step.ids, of: step.entity, at: moment) }
    }
  }

  /// Takes records out of the recycle bin, together with the parts that went there in the same moment.
  ///
  /// - Throws: `recordNotFound` for ids that are not in the recycle bin; `notUnique` where another record has taken a unique value;
  ///   `brokenReference` where a record they refer to is gone. Nothing is changed then.
  package func restore(_ groups: [(entity: EntityLayout, ids: [Int64])]) throws(StoreError) {
    try atomically {
      var moments: Set<Int64> = []
      for group in groups {
        try self.permit(.restore, group.entity, ids: group.ids)
        let old = try self.rows(group.entity, ids: group.ids, columns: [SystemField.deletedAt.columnNumber])
        let found = old.column(.deletedAt)
        let deleted = Set(old.ids.enumerated().filter { found[$0.offset] != nil }.map(\.element))
        try self.checkAll(group.ids, areAmong: deleted, group.entity, "no record of this id in the recycle bin")
        moments.formUnion(found.compactMap { $0 })
      }
      let steps = try self.deletedTogether(groups, moments)
      // All of them first: parts may refer to one another.
      for step in steps {
        let rows = try self.rows(step.entity, ids: step.ids, columns: [.revision, .deletedAt])
        try self.setDeleted(rows, nil, .restore, step.entity)
      }
      for step in steps {
        let rows = try self.rows(step.entity, ids: step.ids, columns: step.entity.storedColumns)
        // Codes retired meanwhile stay valid where they are stored.
        let fields = step.entity.fields.filter { $0.type.options == nil }.map(\.schema.number)
        let judged = Set(fields + [SystemField.owner.columnNumber])
        try self.checkRows(rows, entity: step.entity, changes: RowChanges(judged, rows: rows.count))
      }
    }
  }

  /// Records and the parts that were deleted with them, parents first.
  private func deletedTogether(
    _ groups: [(entity: EntityLayout, ids: [Int64])], _ moments: Set<Int64>
  ) throws -> [(entity: EntityLayout, ids: [Int64])] {
    var found: [(entity: EntityLayout, ids: [Int64])] = []
    var seen: [EntityName: Set<Int64>] = [:]
    var pending = groups
    let together = Filter.isIn(
      .column(ColumnRef(column: SystemField.deletedAt.columnNumber)), moments.sorted().map(Scalar.integer))
    while !pending.isEmpty {
      let (entity, ids) = pending.removeFirst()
      let fresh = ids.filter { seen[entity.schema.name, default: []].insert($0).inserted }
      if fresh.isEmpty { continue }
      found.append((entity, fresh))
      for (source, field) in parts(of: entity) {
        pending.append((source, try referring(source, field, to: entity.schema.name, fresh, together)))
      }
    }
    return found
  }

  /// Removes records for good, from among the living or the recycle bin; references to them are treated as at a deletion.
  package func remove(_ groups: [(entity: EntityLayout, ids: [Int64])]) throws(StoreError) {
    try atomically {
      for group in groups {
        try self.permit(.remove, group.entity, ids: group.ids)
        let found = try self.rows(group.entity, ids: group.ids, columns: [Int32]())
        try self.checkAll(group.ids, areAmong: Set(found.ids), group.entity, "no record of this id")
      }
      var plan = DeletionPlan()
      try self.plan(&plan, groups, includingDeleted: true)
      try self.clearReferences(plan)
      try self.rememberLastID(plan.deletions.flatMap(\.ids))
      for step in plan.deletions.reversed() {
        let rows = try self.rows(step.entity, ids: step.ids, columns: step.entity.storedColumns)
        // As long as it can be told who may see them.
        try self.log(.remove, step.entity, rows, after: nil)
        try self.writer.remove(step.ids, from: step.entity.table)
      }
    }
  }

  /// The highest id there was outlives its record, so that it is never given again.
  private func rememberLastID(_ removed: [Int64]) throws {
    let known = Int64(try writer.metadata(StoreSchema.Key.lastID) ?? "") ?? 0
    let highest = max(known, removed.max() ?? 0)
    if highest > known { try writer.setMetadata(StoreSchema.Key.lastID, String(highest)) }
  }

  private struct DeletionPlan {
    var deletions: [(entity: EntityLayout, ids: [Int64])] = []
    var clearings: [(entity: EntityLayout, field: FieldLayout, ids: [Int64])] = []
    var seen: [EntityName: Set<Int64>] = [:]
  }

  private func checkLive(_ ids: [Int64], of entity: EntityLayout) throws {
    let found = try rows(entity, ids: ids, columns: [SystemField.deletedAt.columnNumber])
    let live = Set(found.ids.enumerated().filter { found.vectors[0][$0.offset].isNull }.map(\.element))
    try checkAll(ids, areAmong: live, entity, "no record of this id")
  }

  /// Collects what a deletion takes along, level by level, each record once.
  private func plan(
    _ plan: inout DeletionPlan, _ groups: [(entity: EntityLayout, ids: [Int64])], includingDeleted: Bool = false
  ) throws {
    var pending = groups
    var restricted: [(source: EntityLayout, field: FieldLayout, children: [Int64])] = []
    while !pending.isEmpty {
      let (entity, ids) = pending.removeFirst()
      let fresh = ids.filter { plan.seen[entity.schema.name, default: []].insert($0).inserted }
      if fresh.isEmpty { continue }
      plan.deletions.append((entity, fresh))
      for reference in layout.references(to: entity.schema.name) {
        guard let source = layout.entity(reference.entity), let field = source.reference(reference.field) else {
          continue
        }
        let live = Filter.isNull(.column(ColumnRef(column: SystemField.deletedAt.columnNumber)))
        let children = try referring(source, field, to: entity.schema.name, fresh, includingDeleted ? nil : live)
        if children.isEmpty { continue }
        switch field.schema.relationship?.onDelete ?? .clear {
        case .cascade: pending.append((source, children))
        case .clear where !field.schema.isRequired: plan.clearings.append((source, field, children))
        case .restrict, .clear: restricted.append((source, field, children))
        }
      }
    }
    let violations = restricted.filter { item in
      item.children.contains { plan.seen[item.source.schema.name]?.contains($0) != true }
    }.map { item in
      Violation(
        .inUse, "records of \(item.source.schema.name) refer to it", entity: item.source.schema.name,
        field: item.field.schema.name)
    }
    if let error = StoreError(.conflict, violations: violations) { throw error }
  }

  private func referring(
    _ source: EntityLayout, _ field: FieldLayout, to target: EntityName, _ ids: [Int64], _ condition: Filter?
  ) throws -> [Int64] {
    var all: [Filter] = [.isIn(.column(ColumnRef(column: field.schema.number)), ids.map(Scalar.integer))]
    if field.type.referenceTargets?.isPolymorphic == true {
      let mark = Operand.column(ColumnRef(column: field.schema.number &+ 1))
      all.append(.compare(mark, .equal, .literal(.text(target.rawValue))))
    }
    if let condition { all.append(condition) }
    var found: [Int64] = []
    let scan = RowScan(sources: [Source(table: source.table)], filter: .and(all), columns: [])
    try writer.scan(scan, batchSize: 4_096) { batch in
      found += batch.ids
      return true
    }
    return found
  }

  private func clearReferences(_ plan: DeletionPlan) throws {
    let now = context.binding.now.microsecondsSinceEpoch
    for step in plan.clearings {
      let ids = step.ids.filter { plan.seen[step.entity.schema.name]?.contains($0) != true }
      if ids.isEmpty { continue }
      let numbers = step.field.valueColumns.map(\.number)
      let old = try rows(step.entity, ids: ids, columns: step.entity.storedColumns)
      var written = RowBatch(
        ids: old.ids, columns: numbers,
        vectors: step.field.valueColumns.map { ColumnVector(nulls: old.count, kind: $0.kind) })
      let turns = try dateTurns(&written, of: step.entity, before: old)
      let changed = written.columns
      written.set(
        SystemField.revision.columnNumber, .integers(old.column(.revision).map { ($0 ?? 0) &+ 1 }, present: nil))
      written.set(
        SystemField.modifiedAt.columnNumber, .integers(Array(repeating: now, count: old.count), present: nil))
      var after = old
      for (column, vector) in zip(written.columns, written.vectors) { after.set(column, vector) }
      try checkRows(
        after, entity: step.entity, changes: RowChanges([step.field.schema.number], rows: after.count))
      do {
        try writer.update(written, in: step.entity.table)
      } catch let error as EngineError {
        throw explain(error, entity: step.entity, ids: old.ids)
      }
      try log(.update, step.entity, old.naming(changed), after: after)
      try keepStays(turns, after, before: old)
    }
  }

  /// The moment of a deletion, by which a restoration knows what was deleted together: now, or behind that of parts of the same records that
  /// went before in the same microsecond.
  private func deletionMoment(_ plan: DeletionPlan) throws -> Instant {
    let now = context.binding.now
    let deletedAt = ColumnRef(column: SystemField.deletedAt.columnNumber)
    let since = Filter.compare(.column(deletedAt), .greaterOrEqual, .literal(.integer(now.microsecondsSinceEpoch)))
    var latest: Int64?
    for step in plan.deletions {
      for (source, field) in parts(of: step.entity) {
        let before = try referring(source, field, to: step.entity.schema.name, step.ids, since)
        if before.isEmpty { continue }
        let moments = try rows(source, ids: before, columns: [.deletedAt]).column(.deletedAt)
        latest = max(latest ?? .min, moments.compactMap { $0 }.max() ?? .min)
      }
    }
    return latest.flatMap { Instant(microsecondsSinceEpoch: $0 &+ 1) } ?? now
  }

  /// The references that take their records along when a record of an entity is deleted.
  private func parts(of entity: EntityLayout) -> [(source: EntityLayout, field: FieldLayout)] {
    layout.references(to: entity.schema.name).compactMap { reference in
      guard let source = layout.entity(reference.entity), let field = source.storedField(reference.field),
        field.schema.relationship?.onDelete == .cascade
      else { return nil }
      return (source, field)
    }
  }

  private func markDeleted(_ ids: [Int64], of entity: EntityLayout, at moment: Instant) throws {
    let old = try rows(
      entity, ids: ids, columns: [SystemField.revision.columnNumber, SystemField.deletedAt.columnNumber])
    try setDeleted(old, moment, .delete, entity)
  }

  private func setDeleted(
    _ old: RowBatch, _ moment: Instant?, _ operation: RecordChange.Operation, _ entity: EntityLayout
  ) throws {
    let now = context.binding.now.microsecondsSinceEpoch
    let count = old.count
    let cells = moment.map {
      ColumnVector.integers(Array(repeating: $0.microsecondsSinceEpoch, count: count), present: nil)
    }
    let written = RowBatch(
      ids: old.ids,
      columns: [SystemField.revision, .modifiedAt, .deletedAt].map(\.columnNumber),
      vectors: [
        .integers(old.column(.revision).map { ($0 ?? 0) &+ 1 }, present: nil),
        .integers(Array(repeating: now, count: count), present: nil),
        cells ?? ColumnVector(nulls: count, kind: .integer),
      ])
    do {
      try writer.update(written, in: entity.table)
    } catch let error as EngineError {
      throw explain(error, entity: entity, ids: old.ids)
    }
    try log(operation, entity, old.naming([SystemField.deletedAt.columnNumber]), after: written)
  }
}
