/// How far a record is counted on in a forecast.
public struct ForecastCategory: PicklistCode {
  /// The code as it is stored.
  public let rawValue: String

  /// Wraps a stored code.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// In no forecast.
  public static let omitted = ForecastCategory(rawValue: "omitted")
  /// Open, not yet counted on.
  public static let pipeline = ForecastCategory(rawValue: "pipeline")
  /// Counted on if all goes well.
  public static let bestCase = ForecastCategory(rawValue: "best_case")
  /// More likely than not.
  public static let mostLikely = ForecastCategory(rawValue: "most_likely")
  /// Promised.
  public static let commit = ForecastCategory(rawValue: "commit")
  /// Won.
  public static let closed = ForecastCategory(rawValue: "closed")

  /// The least certain first.
  public static let options: [PicklistOption] = [
    "omitted", "pipeline", "best_case", "most_likely", "commit", "closed",
  ]
}
