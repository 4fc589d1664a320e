package import CRMModel

/// Which indexes an entity's table has: the one place that says so.
///
/// - A unique field has one over its live rows. Its number is the field's.
/// - A reference, and a field that is indexed, has one over all rows. Its number is the field's plus one. A field that
///   is unique by the same columns needs no second one, unless it is a reference. A reference that is not `indexed` goes
///   without where one of the entity's own indexes over all rows begins with it.
/// - Each ``IndexSchema`` has one under its own number; over live rows where it is unique or has a condition.
///
/// Retired fields keep no indexes of their own, except references, which deletions still follow.
package enum IndexPlan {
  /// The rows that are not deleted.
  package static let liveRows = Filter.isNull(.column(ColumnRef(column: SystemField.deletedAt.columnNumber)))

  /// The indexes of an entity, by ascending number.
  ///
  /// - Throws: What `compile` throws for a condition; `bad_index` if a field of an index is not there.
  package static func indexes(
    of entity: EntityLayout, in store: StoreLayout, compile: ConditionCompiler
  ) throws(StoreError) -> [IndexLayout] {
    var declared: [IndexLayout] = []
    for index in entity.schema.indexes { declared.append(try layout(of: index, entity, store, compile)) }
    let result = declared + entity.fields.flatMap { indexes(of: $0, beside: declared) }
    return result.sorted { $0.number < $1.number }
  }

  /// The indexes that a field has by itself, beside those that its entity declares.
  private static func indexes(of field: FieldLayout, beside declared: [IndexLayout]) -> [IndexLayout] {
    let schema = field.schema
    let isReference = schema.type.referenceTargets != nil
    if schema.isRetired, !isReference { return [] }
    var result: [IndexLayout] = []
    let unique = schema.isUnique && !schema.isRetired ? field.uniqueColumns : nil
    let isFound = declared.contains { $0.filter == nil && $0.columns.starts(with: field.indexColumns) }
    if isReference ? schema.isIndexed || !isFound : schema.isIndexed && unique != field.indexColumns {
      result.append(IndexLayout(number: lookupNumber(of: schema), columns: field.indexColumns))
    }
    if let unique {
      result.append(IndexLayout(number: schema.number, columns: unique, isUnique: true, filter: liveRows))
    }
    return result
  }

  /// The number of the index by which a field is looked up and sorted; no other field has it, because every field takes
  /// two numbers at least.
  package static func lookupNumber(of field: FieldSchema) -> Int32 { field.number &+ 1 }

  /// What an index of an entity is about: a field, or one of the entity's ``EntitySchema/indexes``; nil if it has no
  /// such index.
  package static func subject(of index: Int32, in schema: EntitySchema) -> FieldName? {
    schema.fields.first { $0.number == index || lookupNumber(of: $0) == index }?.name
      ?? schema.indexes.first { $0.number == index }?.name
  }

  /// Why a path cannot be part of an index; nil if it can.
  static func problem(with path: FieldPath, isUnique: Bool, in entity: EntityLayout) -> String? {
    guard let part = part(path, of: entity) else { return "\(path) is neither a field nor a component of one" }
    if part.field?.schema.isRetired == true { return "\(path) is retired" }
    guard isUnique, part.component == nil, let field = part.field, !field.type.canBeUnique else { return nil }
    return "a \(field.type.name) cannot be unique; name a component of it"
  }

  private static func layout(
    of index: IndexSchema, _ entity: EntityLayout, _ store: StoreLayout, _ compile: ConditionCompiler
  ) throws(StoreError) -> IndexLayout {
    var columns: [Int32] = []
    for path in index.fields {
      guard let part = part(path, of: entity) else {
        let violation = Violation(.badIndex, "index \(index.name): \(path) is not there", entity: entity.schema.name)
        throw StoreError(.invalid, .badIndex, violation.description, violations: [violation])
      }
      columns += part.columns(isUnique: index.isUnique).filter { !columns.contains($0) }
    }
    var filter = index.isUnique ? liveRows : nil
    if let condition = index.condition {
      filter = .and([liveRows, try compile(condition, entity.schema.name, store)])
    }
    return IndexLayout(number: index.number, columns: columns, isUnique: index.isUnique, filter: filter)
  }

  /// What a path in an index names: a system field, a field, or a component of a field.
  private struct Part {
    var field: FieldLayout?
    var component: Int32?
    var system: Int32?

    func columns(isUnique: Bool) -> [Int32] {
      if let single = system ?? component { return [single] }
      guard let field else { return [] }
      return isUnique ? field.uniqueColumns : field.indexColumns
    }
  }

  private static func part(_ path: FieldPath, of entity: EntityLayout) -> Part? {
    if path.words.count == 1, let system = SystemField(rawValue: path.words[0]) {
      return Part(system: system.columnNumber)
    }
    for length in [2, 1] where path.words.count >= length {
      let name = FieldName(path.words.prefix(length).joined(separator: "."))
      guard let field = entity.storedField(name) else { continue }
      let rest = path.words.dropFirst(length)
      guard let component = rest.first else { return Part(field: field) }
      let position = field.type.columns.firstIndex { $0.component == component && $0.type != nil }
      guard rest.count == 1, let position else { return nil }
      return Part(field: field, component: field.schema.number &+ Int32(position))
    }
    return nil
  }
}
