package import CRMModel

extension RecordReader {
  /// Notes what a query asks of this state, which must not be that of a transaction: no commit tells of what it has.
  package func mark(_ query: Query) throws(StoreError) -> ScanMark {
    let scan: ScanMark.Scan =
      query.isGrouped ? .groups(try binder.groups(query).scan) : .rows(try binder.rows(query).scan)
    return ScanMark(scan: scan, sequence: try engine { try self.reader.lastSequence() })
  }

  /// Tells what has changed about the answer to a query since a mark.
  ///
  /// Groups are told apart by the records that changed alone, if there are at most ``LoggedChanges/most`` of them, nothing else that the
  /// query reads has changed, and it neither keeps, sorts nor limits its groups.
  ///
  /// - Complexity: O(*n* log *m*) in the records changed, *m* being all records, beside reading the log since the mark.
  package func change(of query: Query, since mark: ScanMark) throws(StoreError) -> ScanChange {
    let now = try self.mark(query)
    guard now.scan == mark.scan, now.sequence >= mark.sequence else { return .unknown }
    if now.sequence == mark.sequence { return .nothing }
    guard let changes = try engine({ try LoggedChanges(self.reader, after: mark.sequence, through: now.sequence) })
    else { return .unknown }
    switch now.scan {
    case .rows(let scan):
      return changes.touch(ColumnDemand(scan).columns.keys) ? .unknown : .nothing
    case .groups(let scan):
      let demand = ColumnDemand(scan)
      if !changes.touch(demand.columns.keys) { return .nothing }
      guard query.having == nil, query.order.isEmpty, query.limit == nil,
        let following = GroupFollowing(scan, demand, try entityLayout(query.entity), changes)
      else { return .unknown }
      return try engine { try following.change(self.reader) }
    }
  }

  /// The columns that a change of groups makes.
  ///
  /// - Parameter query: The query that the change is of.
  package func columns(_ query: Query, of batch: GroupBatch) throws(StoreError) -> ResultColumns {
    try binder.groups(query).columns(batch)
  }
}
