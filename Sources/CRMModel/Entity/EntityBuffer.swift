/// The memory of an array of entities while a scope keeps it in place.
///
/// Key paths name properties; where the compiler knows a property's offset, data move there directly, column by column. A property without
/// a known offset (one with observers) is copied out and back through its key path.
public struct EntityBuffer<E: Entity> {
  let base: UnsafeMutablePointer<E>
  let count: Int

  func withProperty<V>(_ property: WritableKeyPath<E, V>, _ body: (StridedProperty<V>) -> Void) {
    let stride = MemoryLayout<E>.stride
    if let offset = MemoryLayout<E>.offset(of: property) {
      return body(StridedProperty(base: UnsafeMutableRawPointer(base) + offset, stride: stride, count: count))
    }
    var values = (0..<count).map { base[$0][keyPath: property] }
    values.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      body(StridedProperty(base: UnsafeMutableRawPointer(start), stride: MemoryLayout<V>.stride, count: count))
    }
    for row in 0..<count { base[row][keyPath: property] = values[row] }
  }
}

extension Schema {
  /// Fills properties of entities from columns, field by field.
  ///
  /// - Parameter columns: Gives the columns of a field, or nil for a field that was not read; its property then stays as it is.
  package func load(into entities: inout [E], columns: (FieldSchema) -> FieldColumns?) {
    entities.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = EntityBuffer<E>(base: base, count: buffer.count)
      for field in fields {
        if let columns = columns(field.schema) { field.loadColumns(columns, target) }
      }
    }
  }

  /// Writes the properties of entities into columns, field by field, in the order of their description.
  ///
  /// - Parameter type: The type of a field with everything filled in that the store adds.
  /// - Throws: The first value that does not fit its field, with the field's name.
  package func store(
    _ entities: inout [E], type: (FieldSchema) -> FieldType
  ) throws(StoreError) -> [(name: FieldName, columns: FieldColumns)] {
    var result: [(name: FieldName, columns: FieldColumns)] = []
    var failure: StoreError?
    entities.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let source = EntityBuffer<E>(base: base, count: buffer.count)
      for field in fields {
        var columns = FieldColumns(type: type(field.schema))
        do throws(ValueError) {
          try field.storeColumns(source, &columns)
        } catch {
          failure = StoreError(error, entity: E.name, field: field.schema.name, index: columns.count)
          return
        }
        result.append((field.schema.name, columns))
      }
    }
    if let failure { throw failure }
    return result
  }

  /// The value of one field of one entity; nil if the entity has no such field.
  package func value(of name: FieldName, in entity: E) -> FieldValue? {
    fields.first { $0.schema.name == name }?.value(entity)
  }
}
