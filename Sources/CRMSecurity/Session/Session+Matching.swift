public import CRMModel
import CRMStorage

extension Session {
  /// Whether a condition is true for a record that need not be stored: false where it is false or null.
  ///
  /// - Parameter condition: Only fields of the record itself, neither parents nor children.
  /// - Throws: Everything that is wrong with the condition or the record's values.
  public func matches(_ condition: Formula, _ record: Record) throws(StoreError) -> Bool {
    let layout = workspace.layout
    let binder = QueryBinder(layout: layout, context: workspace.binding(), access: gate)
    let filter = try binder.rowFilter(condition, on: record.entity)
    guard let entity = layout.entity(record.entity) else { return false }
    return try FieldBatch([record], entity: entity).matches(filter)
  }

  /// Whether a condition is true for a record that need not be stored: false where it is false or null.
  ///
  /// - Parameter condition: Only fields of the record itself, neither parents nor children.
  public func matches<E: Entity>(
    _ entity: E, _ condition: (Fields<E>) -> Condition
  ) throws(StoreError) -> Bool {
    let layout = workspace.layout
    let binder = QueryBinder(layout: layout, context: workspace.binding(), access: gate)
    let filter = try binder.rowFilter(condition(Fields()), on: E.name)
    guard let entityLayout = layout.entity(E.name) else { return false }
    return try EntityCoder<E>(entityLayout).encode([entity]).matches(filter)
  }
}
