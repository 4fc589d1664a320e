package import CRMModel

/// The one path that every change takes, inside one transaction: single or bulk, typed or dynamic, imported or undone.
///
/// The phases of an insert or update, in this order: ids, defaults, automatic numbers, moments of closing, required fields, codes, row rules,
/// references, trees, intervals that may not overlap, folded keys, rows, change log, stays of histories. All that is wrong in a phase is told at once; nothing is written
/// before everything holds, and a batch that fails leaves the transaction as it was.
package final class RecordWriter {
  let writer: any EngineWriter
  let layout: StoreLayout
  let context: WriteContext
  private(set) var steps: [LoggedStep] = []

  package init(_ writer: any EngineWriter, layout: StoreLayout, context: WriteContext) {
    self.writer = writer
    self.layout = layout
    self.context = context
  }

  /// How much was done so far.
  package var stepCount: Int { steps.count }

  /// The entities that were changed so far.
  package var touchedTables: Set<TableID> { Set(steps.map(\.table)) }

  /// Writes the commit's entry into the change log, unless nothing was changed.
  ///
  /// - Returns: The entry's sequence number; nil if there is none.
  /// - Throws: `too_large` if the entry is larger than the engine keeps.
  package func finish() throws(StoreError) -> Int64? {
    if steps.isEmpty { return nil }
    let body = LogEntryCodec.encode(LogEntry(actor: context.actor, cause: context.cause, steps: steps))
    do {
      return try writer.append(body, at: context.binding.now)
    } catch let error as EngineError where error.code == .tooLarge {
      throw StoreError(
        .invalid, .tooLarge,
        "the old values take \(body.count >> 20) MiB, more than one commit may change; do it in several")
    } catch {
      throw StoreError(wrapping: error)
    }
  }

  /// Runs a step; if it throws, its writes are undone and the transaction goes on.
  package func atomically<T>(_ body: () throws -> T) throws(StoreError) -> T {
    let before = steps
    let lastID = context.ids.last
    do {
      return try writer.atomically(body)
    } catch {
      steps = before
      context.ids.rewind(to: lastID)
      throw StoreError(wrapping: error)
    }
  }

  /// Runs calls of the engine and turns their errors into the store's.
  func engine<T>(_ body: () throws -> T) throws(StoreError) -> T {
    do { return try body() } catch { throw StoreError(wrapping: error) }
  }

  /// Notes a step that was made, or is about to be if records go for good.
  ///
  /// - Parameters:
  ///   - old: What undoes it.
  ///   - after: The rows with the cells that were written; nil for a removal.
  func log(
    _ operation: RecordChange.Operation, _ entity: EntityLayout, _ old: RowBatch, after: RowBatch?
  ) throws(StoreError) {
    var step = LoggedStep(
      operation: operation, table: entity.table, ids: old.ids, columns: old.columns, vectors: old.vectors)
    if context.notesChanges {
      step.after = operation == .insert ? after : after?.naming(old.columns)
      step.hidden = try hidden(old.ids, of: entity)
    }
    steps.append(step)
  }

  /// What was done so far, for a change set.
  package var notedChanges: NotedChanges { NotedChanges(steps: steps, layout: layout, access: context.access) }

  /// The rows of some ids with the columns named, in the order of `ids`; ids without a row are left out.
  func rows(_ entity: EntityLayout, ids: [Int64], columns: [Int32]) throws(StoreError) -> RowBatch {
    try engine {
      if ids.count == 1 { return try self.row(entity, ids: ids, columns: columns) }
      var found = RowBatch(ids: [], columns: columns, vectors: [])
      let scan = RowScan(
        sources: [Source(table: entity.table)], ids: ids, columns: columns.map { ColumnRef(column: $0) })
      try self.writer.scan(scan, batchSize: 4_096) { batch in
        if found.vectors.isEmpty {
          (found.ids, found.vectors) = (batch.ids, batch.vectors)
        } else {
          found.append(contentsOf: batch)
        }
        return true
      }
      if found.ids.isEmpty { found.vectors = columns.map { ColumnVector(entity.kind(of: $0)) } }
      if found.ids == ids { return found }
      var places: [Int64: Int] = [:]
      for (row, id) in found.ids.enumerated() { places[id] = row }
      return found.picking(ids.compactMap { places[$0] })
    }
  }

  /// The row of a single id, which engines find quicker than many: they keep the plan.
  private func row(_ entity: EntityLayout, ids: [Int64], columns: [Int32]) throws -> RowBatch {
    let scan = RowScan(
      sources: [Source(table: entity.table)], ids: ids, columns: columns.map { ColumnRef(column: $0) })
    var found: RowBatch?
    try writer.rows(scan) { cells in
      found = RowBatch(cells, columns: columns)
      return false
    }
    return found
      ?? RowBatch(ids: [], columns: columns, vectors: columns.map { ColumnVector(entity.kind(of: $0)) })
  }
}

extension RecordWriter {
  /// The rows of some ids with system columns.
  func rows(_ entity: EntityLayout, ids: [Int64], columns: [SystemField]) throws(StoreError) -> RowBatch {
    try rows(entity, ids: ids, columns: columns.map(\.columnNumber))
  }
}
