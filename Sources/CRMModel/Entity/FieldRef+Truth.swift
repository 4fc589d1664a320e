extension FieldRef where V.Base == Bool {
  /// Whether the field is false; null where it is null.
  public static prefix func ! (operand: Self) -> Condition { .not(operand.condition) }
  /// Whether both hold.
  public static func && (lhs: Condition, rhs: Self) -> Condition { lhs && rhs.condition }
  /// Whether both hold.
  public static func && (lhs: Self, rhs: Condition) -> Condition { lhs.condition && rhs }
  /// Whether both hold.
  public static func && <W>(lhs: Self, rhs: FieldRef<W>) -> Condition where W.Base == Bool {
    lhs.condition && rhs.condition
  }
  /// Whether either holds.
  public static func || (lhs: Condition, rhs: Self) -> Condition { lhs || rhs.condition }
  /// Whether either holds.
  public static func || (lhs: Self, rhs: Condition) -> Condition { lhs.condition || rhs }
  /// Whether either holds.
  public static func || <W>(lhs: Self, rhs: FieldRef<W>) -> Condition where W.Base == Bool {
    lhs.condition || rhs.condition
  }

  /// Whether the field is anything but this: the other, or null. So `$0.stage.isClosed.isNot(true)` keeps deals without a stage.
  public func isNot(_ value: Bool) -> Condition { condition.isNot(value) }
  /// Whether the field is true; null where it is null.
  public var condition: Condition { .compare(.equal, formula, .literal(.boolean(true))) }
}
