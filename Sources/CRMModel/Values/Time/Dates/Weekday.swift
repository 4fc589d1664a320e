/// A day of the week, numbered as in ISO 8601: Monday is 1, Sunday is 7.
public enum Weekday: Int, Hashable, Sendable, CaseIterable {
  case monday = 1
  case tuesday, wednesday, thursday, friday, saturday, sunday

  /// How many days after the last `first` (today included) this day comes, 0...6.
  func distance(since first: Weekday) -> Int { (rawValue - first.rawValue + 7) % 7 }
}
