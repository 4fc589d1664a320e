/// A query as it was asked of one state, so that a later state can tell what has changed about its answer.
///
/// It holds what the engine was asked, the principal's rights included: a mark that somebody else made tells nothing.
package struct ScanMark: Hashable, Sendable {
  /// What the engine was asked.
  package enum Scan: Hashable, Sendable {
    case rows(RowScan)
    case groups(GroupScan)
  }

  package let scan: Scan
  /// The last commit that the state had.
  package let sequence: Int64
}

/// What has changed about the answer to a query.
package enum ScanChange {
  /// Nothing has.
  case nothing
  /// Groups of records as they were, and groups of the same records as they are.
  case groups(removed: GroupBatch, added: GroupBatch)
  /// It cannot be told: the query is to be asked again.
  case unknown
}
