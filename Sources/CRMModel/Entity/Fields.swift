/// The fields of an entity as a condition names them: `$0.amount`, `$0.account.industry`, `$0.children(\Lesson.student)`.
///
/// Properties become names when they are used, those that every entity has (`owner`, `createdAt`, `modifiedAt`, `revision`) like its
/// own; a property without a field line becomes a name that no schema knows, which is told when the query is checked.
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
  public subscript<V: FieldRepresentable>(field: ExtensionField<E, V>) -> FieldRef<V.Base?> {
    FieldRef(path: FieldPath(field.name))
  }
  /// The fields that customers added at run time.
  public var custom: CustomFields { CustomFields(prefix: FieldPath(words: [NameGrammar.customPrefix])) }

  /// The record's identity.
  public var id: FieldRef<RecordID<E>> { FieldRef(path: FieldPath(SystemField.id.name)) }

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
    ChildrenRef(through: reference, to: far)
  }
  /// The records on the far side of a many-to-many relationship that `J` makes of two references, in one hop.
  public func linked<J: Entity, F: Entity>(
    _ reference: KeyPath<J, RecordID<E>?>, to far: KeyPath<J, RecordID<F>>
  ) -> ChildrenRef<F> {
    ChildrenRef(through: reference, to: far)
  }
  /// The records on the far side of a many-to-many relationship that `J` makes of two references, in one hop.
  public func linked<J: Entity, F: Entity>(
    _ reference: KeyPath<J, RecordID<E>>, to far: KeyPath<J, RecordID<F>?>
  ) -> ChildrenRef<F> {
    ChildrenRef(through: reference, to: far)
  }
  /// The records on the far side of a many-to-many relationship that `J` makes of two references, in one hop.
  public func linked<J: Entity, F: Entity>(
    _ reference: KeyPath<J, RecordID<E>?>, to far: KeyPath<J, RecordID<F>?>
  ) -> ChildrenRef<F> {
    ChildrenRef(through: reference, to: far)
  }
  /// Whether the record lies in the tree at or below `root`, made by the entity's reference to itself.
  public func within(_ root: RecordID<E>) -> Condition { .within(FieldPath(words: []), root: root.erased) }
}

/// The fields that customers added at run time, by the name after `custom.`.
public struct CustomFields: Sendable {
  let prefix: FieldPath

  /// A field; its type is known only to the schema, so what it is compared with is checked when the query is.
  public subscript(name: String) -> AnyFieldRef { AnyFieldRef(path: prefix.appending(FieldPath(name))) }
}

extension Entity {
  /// The name of a reference or field; a name that no schema knows if the property has no field line.
  static func fieldName(_ property: PartialKeyPath<Self>) -> FieldName { schema.storedName(of: property) }
  static func path(_ property: PartialKeyPath<Self>) -> FieldPath { schema.path(of: property) }
}
