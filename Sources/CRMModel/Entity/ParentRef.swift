/// A reference to a parent: the reference itself, and the way to the parent's fields.
@dynamicMemberLookup public struct ParentRef<P: Entity>: Sendable {
  /// The way to the reference.
  public let path: FieldPath

  /// A field of the parent; its value is null where the parent is missing.
  public subscript<V: FieldRepresentable>(dynamicMember property: KeyPath<P, V>) -> FieldRef<V.Base?> {
    FieldRef(path: path.appending(P.path(property)))
  }
  /// A reference of the parent.
  public subscript<Q: Entity>(dynamicMember property: KeyPath<P, RecordID<Q>>) -> ParentRef<Q> {
    ParentRef<Q>(path: path.appending(P.path(property)))
  }
  /// A reference of the parent.
  public subscript<Q: Entity>(dynamicMember property: KeyPath<P, RecordID<Q>?>) -> ParentRef<Q> {
    ParentRef<Q>(path: path.appending(P.path(property)))
  }
  /// A field that a module added to the parent.
  public subscript<V: FieldRepresentable>(field: ExtensionField<P, V>) -> FieldRef<V.Base?> {
    FieldRef(path: path.appending(field.name))
  }
  /// The fields that customers added to the parent at run time.
  public var custom: CustomFields { CustomFields(prefix: path.appending(FieldPath(words: [NameGrammar.customPrefix]))) }
  /// The parent's identity; unlike the reference itself it is null where the parent is in the recycle bin.
  public var id: FieldRef<RecordID<P>?> { FieldRef(path: path.appending(SystemField.id.name)) }
  /// The reference itself as a value.
  public var reference: FieldRef<RecordID<P>?> { FieldRef(path: path) }

  /// Whether the reference is this record; nil asks whether there is none.
  public static func == (lhs: Self, rhs: RecordID<P>?) -> Condition { lhs.reference == rhs }
  /// Whether the reference is another record; nil asks whether there is one.
  public static func != (lhs: Self, rhs: RecordID<P>?) -> Condition { lhs.reference != rhs }
  /// Whether two references are the same record; null where either is null.
  public static func == (lhs: Self, rhs: Self) -> Condition { lhs.reference == rhs.reference }
  /// Whether two references are different records; null where either is null.
  public static func != (lhs: Self, rhs: Self) -> Condition { lhs.reference != rhs.reference }
  /// Whether the reference is one of these records.
  public func isIn(_ ids: [RecordID<P>]) -> Condition { reference.isIn(ids) }
  /// Whether the parent lies in the tree at or below `root`.
  public func within(_ root: RecordID<P>) -> Condition { .within(path, root: root.erased) }
}
