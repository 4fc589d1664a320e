/// What an import does with rows that are refused, and how it is run.
public struct ImportOptions: Hashable, Sendable {
  /// What to do when a row is refused.
  public enum OnError: String, Hashable, Sendable, Codable, CaseIterable {
    /// Keep nothing. The rest of the file is still checked, so that all that is wrong is told at once.
    case stop
    /// Keep the rows that are good.
    case skip
  }

  /// What to do when a row is refused.
  public var onError = OnError.stop
  /// Whether everything is done as if for good and then undone; the report is the same.
  public var isDryRun = false
  /// How many rows are written at once, 1 or more.
  public var batchSize = 500
  /// How many rows may be refused. With one more, reading ends and nothing is kept, whatever ``onError`` says, because
  /// the map does not fit the file. Refused rows are held in memory with their cells; more than 64 MB of them are too
  /// many as well.
  public var mostRejected = 100_000

  /// Stop on errors, for good.
  public init() {}
}
