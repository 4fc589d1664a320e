/// What must hold for every record of an entity, told by code.
///
///     Rule("too_long", on: \.slot, "A lesson lasts at most three hours") { $0.slot.length <= .hours(3) }
public struct Rule<E: Entity>: Sendable {
  let make: @Sendable (Schema<E>) -> RuleSchema

  /// Describes a rule about one property; it is broken where `condition` is false.
  public init<V>(
    _ code: ErrorCode, on property: any KeyPath<E, V> & Sendable, _ message: LocalizedText,
    condition: @escaping @Sendable (Fields<E>) -> Condition
  ) {
    make = { schema in
      RuleSchema(code, on: schema.fieldName(of: property), message: message, condition: condition(Fields()))
    }
  }

  /// Describes a rule about the record as a whole; it is broken where `condition` is false.
  public init(
    _ code: ErrorCode, _ message: LocalizedText, condition: @escaping @Sendable (Fields<E>) -> Condition
  ) {
    make = { _ in RuleSchema(code, message: message, condition: condition(Fields())) }
  }
}

/// An index over several properties, unique or conditional.
///
///     Index("one_primary", on: \.contact, unique: true) { $0.isPrimary == true }
public struct Index<E: Entity>: Sendable {
  let make: @Sendable (Schema<E>) -> IndexSchema

  /// Describes an index over one or several properties, most significant first.
  public init<each V>(
    _ name: FieldName, on properties: repeat any KeyPath<E, each V> & Sendable, unique: Bool = false,
    where condition: (@Sendable (Fields<E>) -> Condition)? = nil
  ) {
    var keys: [PropertyKey<E>] = []
    for property in repeat each properties { keys.append(PropertyKey(property)) }
    let captured = keys
    make = { schema in
      let names = captured.map { schema.name(of: $0.path) }
      return IndexSchema(name, on: names.map { FieldPath($0) }, isUnique: unique, where: condition?(Fields()))
    }
  }

  /// Describes an index over fields by name, most significant first; components too, such as `target.entity` or `name.last`.
  public init(
    _ name: FieldName, on fields: [FieldPath], unique: Bool = false,
    where condition: (@Sendable (Fields<E>) -> Condition)? = nil
  ) {
    make = { _ in IndexSchema(name, on: fields, isUnique: unique, where: condition?(Fields())) }
  }
}

/// Intervals that may not overlap for records with the same key.
///
///     NoOverlap("double_booking", of: \.slot, per: \.instructor, message: "The instructor has another lesson then")
public struct NoOverlap<E: Entity>: Sendable {
  let make: @Sendable (Schema<E>) -> OverlapSchema

  /// Describes which intervals may not overlap; touching ends do not.
  public init<I, each K>(
    _ code: ErrorCode, of interval: any KeyPath<E, I> & Sendable, per keys: repeat any KeyPath<E, each K> & Sendable,
    message: LocalizedText, where condition: (@Sendable (Fields<E>) -> Condition)? = nil
  ) {
    var list: [PropertyKey<E>] = []
    for key in repeat each keys { list.append(PropertyKey(key)) }
    let captured = list
    make = { schema in
      let names = captured.map { schema.name(of: $0.path) }
      return OverlapSchema(
        code, interval: schema.fieldName(of: interval) ?? "", per: names, where: condition?(Fields()), message: message)
    }
  }
}
