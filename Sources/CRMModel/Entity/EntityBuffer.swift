/// The memory of an array of entities while a scope keeps it in place.
///
/// Key paths name properties; where the compiler knows a property's offset, data move there directly, column by column. A property without
/// a known offset (one with observers) is copied out and back through its key path. The type of the entities is left out on
/// purpose: what is generic over it would be looked up for each field of each read.
struct EntityBuffer {
  let base: UnsafeMutableRawPointer
  let count: Int
  let isWritable: Bool

  /// Of entities that are filled.
  init(filling base: UnsafeMutableRawPointer, count: Int) {
    self.base = base
    self.count = count
    isWritable = true
  }

  /// Of entities that are only read, as others may hold the same array: nothing is written to them.
  init(reading base: UnsafeRawPointer, count: Int) {
    self.base = UnsafeMutableRawPointer(mutating: base)
    self.count = count
    isWritable = false
  }

  /// Gives a property of every entity.
  ///
  /// - Parameter offset: `MemoryLayout.offset(of:)` of the property, asked once: the answer costs more than a column of few rows.
  func withProperty<E, V>(_ property: WritableKeyPath<E, V>, offset: Int?, _ body: (StridedProperty<V>) -> Void) {
    if let offset {
      return body(
        StridedProperty(base: base + offset, stride: MemoryLayout<E>.stride, count: count, isWritable: isWritable))
    }
    let entities = base.assumingMemoryBound(to: E.self)
    var values = (0..<count).map { entities[$0][keyPath: property] }
    values.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      body(
        StridedProperty(
          base: UnsafeMutableRawPointer(start), stride: MemoryLayout<V>.stride, count: count, isWritable: isWritable))
    }
    guard isWritable else { return }
    for row in 0..<count { entities[row][keyPath: property] = values[row] }
  }
}

/// Moves one property of many entities to and from columns.
struct PropertyMover: Sendable {
  let name: FieldName
  let type: FieldType
  let load: @Sendable (FieldColumns, EntityBuffer) -> Void
  let store: @Sendable (EntityBuffer, inout FieldColumns) throws(ValueError) -> Void
  /// Where the property lies in the entity; nil if the compiler does not know.
  let offset: Int?
  /// The property's type.
  let property: Any.Type
  /// How many bytes of the entity it takes.
  let size: Int
  /// Whether two properties with the same bytes hold the same value, whatever is done to one of them: not known of types that may be
  /// classes or have some inside.
  let isPlain: Bool
  /// What it is in memory.
  let form: PropertyForm
  /// Whether it may be nil.
  let isOptional: Bool
  /// Puts a value into the property of the entity at a place; one of another type leaves it as it is.
  let put: @Sendable (UnsafeMutableRawPointer, FieldValue) -> Void
}

extension Schema {
  /// Writes the properties of entities into columns, field by field, in the order of their description.
  ///
  /// - Parameter type: The type of the field at a position with everything filled in that the store adds; nil for the type of its line.
  /// - Throws: The first value that does not fit its field, with the field's name.
  package func store(_ entities: [E], type: (Int) -> FieldType?) throws(StoreError) -> [FieldColumns] {
    try entities.withUnsafeBufferPointer { (buffer) throws(StoreError) in
      guard let base = buffer.baseAddress else { return [] }
      let source = EntityBuffer(reading: base, count: buffer.count)
      var result: [FieldColumns] = []
      result.reserveCapacity(movers.count)
      for index in movers.indices { result.append(try columns(index, of: source, type)) }
      return result
    }
  }

  /// The columns of the field at a position.
  func columns(
    _ index: Int, of source: EntityBuffer, _ type: (Int) -> FieldType?
  ) throws(StoreError) -> FieldColumns {
    let type = type(index) ?? movers[index].type
    if let offset = movers[index].offset {
      let cells = PropertyCells(
        base: source.base + offset, stride: MemoryLayout<E>.stride, count: source.count,
        isOptional: movers[index].isOptional)
      if let column = movers[index].form.column(cells, in: type) { return FieldColumns(type: type, vectors: [column]) }
    }
    var columns = FieldColumns(type: type)
    do throws(ValueError) {
      try movers[index].store(source, &columns)
    } catch {
      throw StoreError(error, entity: E.name, field: movers[index].name, index: columns.count)
    }
    return columns
  }

  /// What every record has beside its own fields, without copies of the entities.
  package func records(of entities: [E]) -> [RecordInfo] {
    entities.withUnsafeBufferPointer { buffer in buffer.indices.map { buffer[$0].record } }
  }

  /// The value of one field of one entity; nil if the entity has no such field.
  package func value(of name: FieldName, in entity: E) -> FieldValue? {
    fields.first { $0.schema.name == name }?.value(entity)
  }

  /// What a property shows where a row holds no value: the empty value, or the initial one of a type that has none.
  package func shownForNull(_ name: FieldName) -> FieldValue? {
    guard let field = fields.first(where: { $0.schema.name == name }) else { return nil }
    var blank = E()
    _ = field.setValue(&blank, .null)
    return field.value(blank)
  }
}
