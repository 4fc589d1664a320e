/// The fields of an entity as a condition names them: `$0.amount`, `$0.account.industry`, `$0.children(\Lesson.student)`.
///
/// Properties become names when they are used; a property without a field line becomes a name that no schema knows, which is told
/// when the query is checked.
@dynamicMemberLookup public struct Fields<E: Entity>: Sendable {
  /// Starts at a record of the entity.
  public init() {}

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
  public subscript<V: FieldRepresentable>(field: ExtensionField<E, V>) -> FieldRef<V?> {
    FieldRef(path: FieldPath(field.name))
  }
  /// The fields that customers added at run time.
  public var custom: CustomFields { CustomFields(prefix: FieldPath(words: [NameGrammar.customPrefix])) }

  /// The record's identity.
  public var id: FieldRef<RecordID<E>> { FieldRef(path: FieldPath(SystemField.id.name)) }
  /// The user who owns the record.
  public var owner: ParentRef<User> { ParentRef(path: FieldPath(SystemField.owner.name)) }
  /// The moment of the insert.
  public var createdAt: FieldRef<Instant> { FieldRef(path: FieldPath(SystemField.createdAt.name)) }
  /// The moment of the last change.
  public var modifiedAt: FieldRef<Instant> { FieldRef(path: FieldPath(SystemField.modifiedAt.name)) }

  /// A reference by its property, where the property is given from outside.
  public func reference<P: Entity>(_ property: KeyPath<E, RecordID<P>?>) -> FieldRef<RecordID<P>?> {
    FieldRef(path: E.path(property))
  }

  /// A reference by its property, where the property is given from outside.
  public func reference<P: Entity>(_ property: KeyPath<E, RecordID<P>>) -> FieldRef<RecordID<P>> {
    FieldRef(path: E.path(property))
  }

  /// The records of `C` whose reference is this record.
  public func children<C: Entity>(_ reference: KeyPath<C, RecordID<E>>) -> ChildrenRef<C> {
    ChildrenRef(path: RelatedPath(C.name, C.fieldName(reference)))
  }
  /// The records of `C` whose reference is this record.
  public func children<C: Entity>(_ reference: KeyPath<C, RecordID<E>?>) -> ChildrenRef<C> {
    ChildrenRef(path: RelatedPath(C.name, C.fieldName(reference)))
  }
  /// The records on the far side of a many-to-many relationship that `J` makes of two references, in one hop.
  public func linked<J: Entity, F: Entity>(
    _ reference: KeyPath<J, RecordID<E>>, to far: KeyPath<J, RecordID<F>>
  ) -> ChildrenRef<F> {
    ChildrenRef(path: RelatedPath(J.name, J.fieldName(reference), through: J.fieldName(far)))
  }
  /// Whether the record lies in the tree at or below `root`, made by the entity's reference to itself.
  public func within(_ root: RecordID<E>) -> Condition { .within(FieldPath(words: []), root: root.erased) }
}

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
  public subscript<V: FieldRepresentable>(field: ExtensionField<P, V>) -> FieldRef<V?> {
    FieldRef(path: path.appending(field.name))
  }
  /// The fields that customers added to the parent at run time.
  public var custom: CustomFields { CustomFields(prefix: path.appending(FieldPath(words: [NameGrammar.customPrefix]))) }
  /// The reference itself as a value.
  public var reference: FieldRef<RecordID<P>?> { FieldRef(path: path) }

  /// Whether the reference is this record; nil asks whether there is none.
  public static func == (lhs: Self, rhs: RecordID<P>?) -> Condition { lhs.reference == rhs }
  /// Whether the reference is another record; nil asks whether there is one.
  public static func != (lhs: Self, rhs: RecordID<P>?) -> Condition { lhs.reference != rhs }
  /// Whether the reference is one of these records.
  public func isIn(_ ids: [RecordID<P>]) -> Condition { reference.isIn(ids) }
  /// Whether the parent lies in the tree at or below `root`.
  public func within(_ root: RecordID<P>) -> Condition { .within(path, root: root.erased) }
}

/// The fields that customers added at run time, by the name after `custom.`.
public struct CustomFields: Sendable {
  let prefix: FieldPath

  /// A field; its type is known only to the schema, so what it is compared with is checked when the query is.
  public subscript(name: String) -> AnyFieldRef { AnyFieldRef(path: prefix.appending(FieldPath(name))) }
}

extension Entity {
  /// The name of a reference or field; a name that no schema knows if the property has no field line.
  static func fieldName(_ property: PartialKeyPath<Self>) -> FieldName {
    schema.fieldName(of: property) ?? "no_field_line"
  }
  static func path(_ property: PartialKeyPath<Self>) -> FieldPath { FieldPath(fieldName(property)) }
}
