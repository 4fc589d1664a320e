/// What is measured.
public enum Work: String, CaseIterable, Sendable {
  /// Adding all deals in one transaction.
  case bulkInsert = "bulk insert"
  /// Reading all deals as structs.
  case typedFetch = "typed fetch of all"
  /// Reading all deals as records of field names and values.
  case recordFetch = "records fetch of all"
  /// Reading 10,000 deals one by one by their ids, in one read.
  case byID = "10,000 by id in one read"
  /// Changing one field of one deal and committing.
  case update = "100 single updates, each committed"
  /// The first 50 deals by an indexed field.
  case listView = "list view, 50 sorted by an indexed field"
  /// Count and sum of all deals by owner and month.
  case groups = "group by owner and month, count and sum"

  /// Whether it needs a store without deals.
  public var needsEmptyStore: Bool { self == .bulkInsert }

  /// The greatest ratio to code by hand that is allowed; nil where none is set.
  public var budget: Double? {
    switch self {
    case .bulkInsert, .update: 1.5
    case .typedFetch, .byID: 1.3
    case .recordFetch, .listView, .groups: nil
    }
  }

  /// How often it is done to be measured once, so that a clock's ticks do not count.
  public var repetitions: Int { self == .listView ? 20 : 1 }
}

/// What a piece of work found: equal for all who do the same work, or the comparison is worth nothing.
public struct Outcome: Hashable, Sendable {
  /// How many rows, groups or records.
  public var count: Int
  /// The sum of their amounts in minor units, or 0 for work without.
  public var sum: Int64

  init(_ count: Int, _ sum: Int64 = 0) {
    self.count = count
    self.sum = sum
  }
}
