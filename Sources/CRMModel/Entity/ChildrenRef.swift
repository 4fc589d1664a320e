/// The records of an entity that point to a record.
public struct ChildrenRef<C: Entity>: Sendable {
  let path: RelatedPath

  init(path: RelatedPath) { self.path = path }

  /// The far side of a relationship made of two references of `J`.
  init<J: Entity>(through reference: PartialKeyPath<J>, to far: PartialKeyPath<J>) {
    path = RelatedPath(J.name, J.fieldName(reference), through: J.fieldName(far))
  }

  /// Whether at least one meets the condition.
  public func any(_ condition: (Fields<C>) -> Condition) -> Condition { .related(.any, path, condition(Fields())) }
  /// Whether every one meets the condition; true for none.
  public func all(_ condition: (Fields<C>) -> Condition) -> Condition { .related(.all, path, condition(Fields())) }
  /// Whether not one meets the condition.
  public func none(_ condition: (Fields<C>) -> Condition) -> Condition { .related(.none, path, condition(Fields())) }
  /// How many meet the condition.
  public func count(_ condition: (Fields<C>) -> Condition) -> CountRef {
    CountRef(formula: .count(path, condition(Fields())))
  }
  /// How many there are.
  public var count: CountRef { CountRef(formula: .count(path, nil)) }
  /// Whether there is none.
  public var isEmpty: Condition { .related(.none, path, nil) }
}

/// How many related records there are, to be compared.
public struct CountRef: Sendable {
  let formula: Formula

  /// Whether the count is this.
  public static func == (lhs: Self, rhs: Int) -> Condition { lhs.compare(.equal, rhs) }
  /// Whether the count is not this.
  public static func != (lhs: Self, rhs: Int) -> Condition { lhs.compare(.notEqual, rhs) }
  /// Whether the count is less.
  public static func < (lhs: Self, rhs: Int) -> Condition { lhs.compare(.less, rhs) }
  /// Whether the count is at most this.
  public static func <= (lhs: Self, rhs: Int) -> Condition { lhs.compare(.lessOrEqual, rhs) }
  /// Whether the count is greater.
  public static func > (lhs: Self, rhs: Int) -> Condition { lhs.compare(.greater, rhs) }
  /// Whether the count is at least this.
  public static func >= (lhs: Self, rhs: Int) -> Condition { lhs.compare(.greaterOrEqual, rhs) }

  private func compare(_ comparison: Comparison, _ value: Int) -> Condition {
    .compare(comparison, formula, .literal(.integer(Int64(value))))
  }
}
