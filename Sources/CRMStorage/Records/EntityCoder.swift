package import CRMModel

/// Moves compiled entities into rows and back, field by field over whole batches.
///
/// A class, so that the one that is made for a generation of the schema is passed on without being copied.
package final class EntityCoder<E: Entity>: Sendable {
  let layout: EntityLayout
  /// Where the entity's own fields lie, in the order of its field lines; nil for fields that the store does not have.
  let own: [FieldLayout?]
  /// The fields that modules and customers added.
  private let extras: [FieldLayout]
  let extraPlaces: [ColumnPlaces]
  /// The types and columns of the entity's own fields: to pass on all that is known of a field costs more than to read a row.
  let places: [ColumnPlaces?]
  /// The columns that reading whole entities needs: all but the keys that text is sorted and compared by.
  package let columns: [ColumnRef]
  /// The numbers of the same columns.
  private let numbers: [Int32]
  /// What they hold.
  private let kinds: [ColumnKind]
  /// The fields that the store has, if it lacks any of the entity's own.
  let readFields: Set<FieldName>?
  /// The look-up of one record: a scan to which an id is added.
  let lookup: RowScan
  /// The look-up of one record with all that is stored of it: ``columns``, and behind them the keys of text and what is retired.
  let storedLookup: RowScan
  /// The numbers of its columns.
  let storedNumbers: [Int32]
  /// What every entity begins as: nothing filled in, but for what all of them share.
  let blank: E
  /// How one row gets into the properties of one entity.
  let loading: RowLoading
  /// The positions of the cells that are not put into properties column by column.
  private let cellsByRow: [Int]
  /// The fields that may hold no value although their property has to show one, and the position of the first cell of each.
  let emptied: [(name: FieldName, position: Int)]
  /// What the fields that modules and customers added hold; nil if there are none.
  let extraValues: RowValues?

  package init(_ layout: EntityLayout) {
    self.layout = layout
    own = E.schema.orderedFieldNames.map { layout.field($0) }
    let names = E.schema.fieldNames
    extras = layout.fields.filter { !names.contains($0.schema.name) && !$0.schema.isRetired }
    var numbers = SystemField.allCases.filter { $0 != .id }.map(\.columnNumber)
    var kinds = numbers.map { _ in ColumnKind.integer }
    func place(_ field: FieldLayout) -> ColumnPlaces {
      defer {
        numbers += field.valueColumns.map(\.number)
        kinds += field.valueColumns.map(\.kind)
      }
      return ColumnPlaces(field, start: numbers.count)
    }
    places = own.map { $0.map(place) }
    extraPlaces = extras.map(place)
    self.numbers = numbers
    self.kinds = kinds
    columns = numbers.map { ColumnRef(column: $0) }
    readFields = own.contains { $0 == nil } ? names.filter { layout.field($0) != nil } : nil
    lookup = RowScan(sources: [Source(table: layout.table)], ids: [0], columns: columns)
    let known = Set(numbers)
    storedNumbers = numbers + layout.storedColumns.filter { !known.contains($0) }
    storedLookup = RowScan(
      sources: [Source(table: layout.table)], ids: [0], columns: storedNumbers.map { ColumnRef(column: $0) })
    let places = places
    loading = RowLoading(E.schema) { index in places[index].map { ($0.type, $0.start) } }
    emptied = E.schema.alwaysShown.compactMap { index in
      places[index].map { (E.schema.orderedFieldNames[index], $0.start) }
    }
    extraValues = extras.isEmpty ? nil : RowValues(extraPlaces.map { (CellDecoding($0.type), $0.start) })
    let system = SystemField.allCases.count - 1
    let isPlain = extras.isEmpty && !loading.hasOthers
    cellsByRow = isPlain ? Array(0..<system) + emptied.map(\.position) : Array(numbers.indices)
    var blank = E()
    blank.record = RecordInfo(
      readFields: readFields,
      extras: extras.isEmpty
        ? ExtraValues()
        : ExtraValues(names: extras.map(\.schema.name), values: extras.map { _ in .null }))
    self.blank = blank
  }

  /// The entities that rows hold.
  package func decode(_ rows: RowBatch) -> [E] {
    let columns = numbers.map { number in rows.position(of: number).map { rows.vectors[$0] } }
    var cells = CellRow(kinds: kinds)
    var entities = Array(repeating: blank, count: rows.count)
    entities.withUnsafeMutableBufferPointer { entities in
      guard let base = entities.baseAddress else { return }
      loading.load(columns, into: UnsafeMutableRawPointer(base), stride: MemoryLayout<E>.stride, count: entities.count)
      for row in 0..<entities.count {
        cells.id = rows.ids[row]
        for place in cellsByRow { if let column = columns[place] { cells.set(column, row, at: place) } }
        finish(base + row, cells)
      }
    }
    return entities
  }

  /// The entities as a batch to be written.
  ///
  /// Each record is judged by the fields that were read of it: the others are not named, so an update leaves them as they are.
  ///
  /// - Throws: A value that does not fit its field; `unknownField` for a field that is not there; `fieldNotRead` for one that was set but
  ///   not read.
  package func encode(_ entities: [E]) throws(StoreError) -> FieldBatch {
    let records = E.schema.records(of: entities)
    var batch = FieldBatch(entity: layout, ids: records.map { $0.id })
    let isPartial = records.contains { $0.readFields != nil }
    let stored = try E.schema.store(entities) { own[$0]?.type }
    batch.reserve(stored.count)
    for (index, columns) in stored.enumerated() {
      let field = own[index]
      let name = E.schema.orderedFieldNames[index]
      let unread = isPartial ? records.map { !$0.wasRead(name) } : []
      if field == nil || unread.contains(true) { try checkUntouched(name, entities, unread, isThere: field != nil) }
      guard let field, unread.isEmpty || unread.contains(false) else { continue }
      batch.set(field, columns)
      batch.setAbsent(field.schema.number, unread)
    }
    batch.owners = ColumnVector(records.map { $0.owner?.rawValue })
    if records.contains(where: { !$0.emptyFields.isEmpty }) { leaveEmpty(records, entities, &batch) }
    if records.contains(where: { !$0.extras.fieldNames.isEmpty }) { try encodeExtras(records, &batch) }
    return batch
  }

  /// Takes values out of the batch that only stand for none.
  func leaveEmpty(_ records: [RecordInfo], _ entities: [E], _ batch: inout FieldBatch) {
    for index in E.schema.alwaysShown {
      let name = E.schema.orderedFieldNames[index]
      guard records.contains(where: { $0.emptyFields.contains(name) }), let field = own[index],
        let given = batch.columns(of: field)
      else { continue }
      let shown = E.schema.shownForNull(name)
      let known = batch.absent[field.schema.number]
      let flags = records.indices.map { row in
        known?[row] ?? false
          || records[row].emptyFields.contains(name) && E.schema.value(of: name, in: entities[row]) == shown
      }
      let nulls = given.vectors.map { _ in Scalar.null }
      var columns = FieldColumns(type: given.type)
      for row in flags.indices { columns.appendCells(flags[row] ? nulls : given.cells(row)) }
      batch.set(field, columns)
      batch.setAbsent(field.schema.number, flags)
    }
  }

  /// The entities as a batch in which a property with its initial value counts as not named: for entities that were never read.
  package func encodeGiven(_ entities: [E]) throws(StoreError) -> FieldBatch {
    var batch = try encode(entities)
    let initial = try encode([E()])
    for field in batch.fields {
      guard let blank = initial.columns(of: field.layout)?.cells(0) else { continue }
      let columns = FieldColumns(type: field.layout.type, vectors: field.vectors)
      let number = field.layout.schema.number
      let known = batch.absent[number]
      batch.setAbsent(number, (0..<batch.count).map { known?[$0] ?? false || columns.cells($0) == blank })
    }
    batch.setAbsent(SystemField.owner.columnNumber, entities.map { $0.record.owner == nil })
    for name in Set(entities.flatMap(\.record.extras.fieldNames)) {
      guard let field = layout.field(name) else { continue }
      batch.setAbsent(field.schema.number, entities.map { !$0.record.extras.fieldNames.contains(name) })
    }
    return batch
  }

  /// Refuses values of a field that was not read, or is not there at all.
  private func checkUntouched(
    _ name: FieldName, _ entities: [E], _ unread: [Bool], isThere: Bool
  ) throws(StoreError) {
    let initial = E.schema.value(of: name, in: E())
    for (index, entity) in entities.enumerated() where E.schema.value(of: name, in: entity) != initial {
      let wasNotRead = unread.isEmpty ? false : unread[index]
      if isThere, !wasNotRead { continue }
      let violation =
        wasNotRead
        ? Violation(
          .fieldNotRead, "the field was not read, so it cannot be set", entity: E.name, field: name, index: index)
        : Violation(
          .unknownField, "the store does not have this field, so it cannot be set", entity: E.name, field: name,
          index: index)
      throw StoreError(.invalid, violation.code, violation.description, violations: [violation])
    }
  }

  func encodeExtras(_ records: [RecordInfo], _ batch: inout FieldBatch) throws(StoreError) {
    var names: [FieldName] = []
    for record in records { for name in record.extras.fieldNames where !names.contains(name) { names.append(name) } }
    var violations: [Violation] = []
    for name in names {
      guard let field = layout.field(name) else {
        violations.append(layout.unknownField(name))
        continue
      }
      var columns = FieldColumns(type: field.type)
      for (index, record) in records.enumerated() {
        do throws(ValueError) {
          try columns.append(LiteralCoercion.coerce(record.extras[name], to: field.type))
        } catch {
          violations.append(Violation(error.code, error.hint, entity: E.name, field: name, index: index))
          try? columns.append(.null)
        }
      }
      batch.set(field, columns)
      batch.setAbsent(field.schema.number, records.map { !$0.extras.fieldNames.contains(name) })
    }
    if let error = StoreError(violations: violations) { throw error }
  }
}
