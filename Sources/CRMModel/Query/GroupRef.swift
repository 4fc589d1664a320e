/// A group of records, as measures, conditions on groups and their order name it: `$0.count`, `$0.amount.sum`, `$0.owner`.
///
/// Fields are those of ``Fields``; they are measured, or are what was grouped by.
@dynamicMemberLookup public struct GroupRef<E: Entity>: Sendable {
  /// How many records the group has. A field that is called like this is `$0.fields.count`.
  public var count: MeasureRef<Int> { MeasureRef(aggregate: .count) }

  /// The fields of the records.
  public var fields: Fields<E> { Fields() }

  /// A field.
  public subscript<V: FieldRepresentable>(dynamicMember property: KeyPath<E, V>) -> FieldRef<V> {
    FieldRef(path: E.path(property))
  }
  /// A reference to a parent, which leads on to the parent's fields.
  public subscript<P: Entity>(dynamicMember property: KeyPath<E, RecordID<P>>) -> ParentRef<P> {
    ParentRef(path: E.path(property))
  }
  /// A reference to a parent, which leads on to the parent's fields.
  public subscript<P: Entity>(dynamicMember property: KeyPath<E, RecordID<P>?>) -> ParentRef<P> {
    ParentRef(path: E.path(property))
  }
  /// A field that a module added.
  public subscript<V: FieldRepresentable>(field: ExtensionField<E, V>) -> FieldRef<V.Base?> { fields[field] }
  /// The fields that customers added at run time.
  public var custom: CustomFields { fields.custom }
}
