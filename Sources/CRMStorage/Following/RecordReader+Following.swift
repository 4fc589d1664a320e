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
  /// Groups are told apart by the records that changed alone, if no more were written than
  /// ``LoggedChanges/Bounds/following`` says, nothing else that the query reads has changed, and it neither keeps,
  /// sorts nor limits its groups.
  ///
  /// - Complexity: O(*n* log *m*) in the records changed, *m* being all records, beside reading the log since the mark.
  package func change(of query: Query, since mark: ScanMark) throws(StoreError) -> ScanChange {
    let now = try self.mark(query)
    guard now.scan == mark.scan, now.sequence >= mark.sequence else { return .unknown }
    if now.sequence == mark.sequence { return .nothing }
    switch now.scan {
    case .rows(let scan):
      let demand = ColumnDemand(scan)
      let read = try engine {
        try LoggedChanges.read(self.reader, after: mark.sequence, through: now.sequence, of: nil, demand, .following)
      }
      guard case .success(let changes) = read, !changes.touch(demand.columns.keys) else { return .unknown }
      return .nothing
    case .groups(let scan):
      switch try change(of: query, scan, after: mark.sequence, through: now.sequence, .following) {
      case .success(let change): return change
      case .failure: return .unknown
      }
    }
  }

  /// Tells how the answer to a query differs from what it was after the last commit, in the order of commits, whose
  /// time is at or before a moment.
  ///
  /// - Throws: ``ErrorCode/changesExpired`` or ``ErrorCode/asOfUntold`` if the log does not tell.
  /// - Complexity: O(*n* log *m*) in the records changed, *m* being all records, beside reading the log since that
  ///   commit twice.
  package func change(of query: Query, asOf moment: Instant) throws(StoreError) -> ScanChange {
    guard query.isGrouped else { throw UntoldChange.arranged.error(query) }
    let scan = try binder.groups(query).scan
    let newest = try engine { try self.reader.lastSequence() }
    guard let sequence = try engine({ try self.reader.sequence(asOf: moment, newest: newest) }) else {
      throw UntoldChange.forgotten.error(query)
    }
    if sequence == newest { return .nothing }
    switch try change(of: query, scan, after: sequence, through: newest, .asOf) {
    case .success(let change): return change
    case .failure(let reason): throw reason.error(query)
    }
  }

  private func change(
    of query: Query, _ scan: GroupScan, after sequence: Int64, through newest: Int64, _ bounds: LoggedChanges.Bounds
  ) throws(StoreError) -> Result<ScanChange, UntoldChange> {
    let demand = ColumnDemand(scan)
    let table = scan.sources[0].table
    let changes: LoggedChanges
    switch try engine({
      try LoggedChanges.read(
        self.reader, after: sequence, through: newest, of: table, demand, unlogged: demand.unlogged(self.layout), bounds
      )
    }) {
    case .success(let read): changes = read
    case .failure(let reason): return .failure(reason)
    }
    if changes.ids.isEmpty, !changes.touch(demand.columns.keys.filter { $0 != table }) { return .success(.nothing) }
    guard query.having == nil, query.order.isEmpty, query.limit == nil else { return .failure(.arranged) }
    switch GroupFollowing.of(scan, demand, changes) {
    case .success(let following): return .success(try engine { try following.change(self.reader) })
    case .failure(let reason): return .failure(reason)
    }
  }

  /// The columns that a change of groups makes.
  ///
  /// - Parameter query: The query that the change is of.
  package func columns(_ query: Query, of batch: GroupBatch) throws(StoreError) -> ResultColumns {
    try binder.groups(query).columns(batch)
  }
}

extension ColumnDemand {
  /// The tables of which columns are asked for that the change log does not keep: folded keys, revisions and moments of
  /// change follow from what is logged, and are not logged themselves.
  fileprivate func unlogged(_ layout: StoreLayout) -> Set<TableID> {
    let always = [SystemField.id, .owner, .deletedAt, .createdAt].map(\.columnNumber)
    return Set(
      columns.filter { table, columns in
        let fields = layout.entity(table: table)?.fields ?? []
        return !columns.isSubset(of: always + fields.flatMap { $0.valueColumns.map(\.number) })
      }.keys)
  }
}

extension EngineReader {
  /// The last commit, in the order of commits, whose time is at or before a moment; 0 if all are later, nil if such a
  /// one may have been forgotten.
  ///
  /// A clock may have gone back, so that an earlier commit has a later time: the order decides.
  fileprivate func sequence(asOf moment: Instant, newest: Int64) throws -> Int64? {
    var last = newest
    while last > 0 {
      let start = max(0, last - 64)
      let records = try log(after: start, limit: Int(last - start)).prefix { $0.sequence <= last }
      if let found = records.last(where: { $0.at <= moment }) { return found.sequence }
      guard records.first?.sequence == start + 1 else { return nil }
      last = start
    }
    return 0
  }
}
