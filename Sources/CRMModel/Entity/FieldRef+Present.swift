/// The present moment or day, as a condition names it: `$0.slot.start >= .now`, `$0.closeDate < .today`.
///
/// What it means is settled when the query begins, by the workspace's clock and zone; a stored condition keeps saying `now`.
public struct PresentRef<M: MomentField>: Sendable {
  let formula: Formula

  /// The current day in the workspace's zone. A moment that is compared with it is compared with that whole day.
  public static var today: Self { Self(formula: .today) }
}

extension PresentRef where M == Instant {
  /// The current moment.
  public static var now: Self { Self(formula: .now) }
}

extension FieldRef where V.Base: MomentField {
  /// Whether the field is the present moment or day.
  public static func == (lhs: Self, rhs: PresentRef<V.Base>) -> Condition { lhs.compare(.equal, rhs) }
  /// Whether the field is another moment or day than the present; null where the field is null.
  public static func != (lhs: Self, rhs: PresentRef<V.Base>) -> Condition { lhs.compare(.notEqual, rhs) }
  /// Whether the field lies before the present.
  public static func < (lhs: Self, rhs: PresentRef<V.Base>) -> Condition { lhs.compare(.less, rhs) }
  /// Whether the field lies before the present or is it.
  public static func <= (lhs: Self, rhs: PresentRef<V.Base>) -> Condition { lhs.compare(.lessOrEqual, rhs) }
  /// Whether the field lies after the present.
  public static func > (lhs: Self, rhs: PresentRef<V.Base>) -> Condition { lhs.compare(.greater, rhs) }
  /// Whether the field lies after the present or is it.
  public static func >= (lhs: Self, rhs: PresentRef<V.Base>) -> Condition { lhs.compare(.greaterOrEqual, rhs) }

  private func compare(_ comparison: Comparison, _ present: PresentRef<V.Base>) -> Condition {
    .compare(comparison, formula, present.formula)
  }
}
