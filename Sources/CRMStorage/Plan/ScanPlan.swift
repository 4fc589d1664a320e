/// How an engine finds the rows of a scan, as ``EngineReader/plan(_:)`` tells it.
public struct ScanPlan: Hashable, Sendable {
  /// Where the rows are looked for.
  public enum Path: Hashable, Sendable {
    /// By their ids, or one after the other in the order of their ids.
    case ids
    /// In the index of a number.
    case index(Int32)
    /// In the whole table.
    case table
    /// In columns held in memory, of the whole table.
    case columns
  }

  /// Where the rows are looked for.
  public var path: Path
  /// Whether all rows that are found are sorted before the first is given.
  public var isSorted: Bool
  /// About how many rows are looked at; where they are counted at all, no further than 100,000.
  public var estimatedRows: Int

  /// Describes a plan.
  public init(path: Path, isSorted: Bool, estimatedRows: Int) {
    self.path = path
    self.isSorted = isSorted
    self.estimatedRows = estimatedRows
  }

  /// Describes a walk through the columns of a table of so many rows.
  init(columnsOf count: Int) {
    self.init(path: .columns, isSorted: false, estimatedRows: min(count, ScanPlan.longestCount))
  }

  /// How far rows are counted for an estimate.
  public static var longestCount: Int { 100_000 }
}
