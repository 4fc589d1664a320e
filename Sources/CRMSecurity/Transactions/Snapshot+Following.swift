public import CRMModel
import CRMStorage

/// A query as it was asked at one moment by one principal, so that it can be told later what has changed about its answer.
///
/// It holds no records and stays valid for as long as the change log keeps the commits since.
public struct QueryMark: Sendable {
  let scan: ScanMark
  /// Of the workspace that was read; nil inside a transaction.
  let origin: DerivedValues?
}

/// What has changed about the answer to a query since a ``QueryMark``.
public enum QueryChange: Hashable, Sendable {
  /// Nothing has.
  case nothing
  /// Groups of the records that have changed: as they were, to be taken away, and as they are, to be added.
  case groups(removed: ResultColumns, added: ResultColumns)
  /// It is not known what has changed, if anything: the query is to be asked again.
  case unknown
}

extension Snapshot {
  /// Marks what a query is answered with in this snapshot.
  ///
  ///     let sums = try snapshot.columns(query)
  ///     let mark = try snapshot.mark(query)           // later: change(of: query, since: mark)
  ///
  /// - Throws: What asking the query throws.
  public func mark(_ query: Query) throws(StoreError) -> QueryMark {
    QueryMark(scan: try reader.mark(query), origin: kept)
  }

  /// Tells what has changed about the answer to a query since a mark of the same query, from what the change log has of the commits since.
  ///
  /// Groups of counts and sums are told if the records that have changed are the query's own, at most some thousands, and nothing that they refer
  /// to has changed; the query may neither keep (`having`), sort nor limit its groups, nor ask for records that refer to its own.
  /// Everything else that has changed is ``QueryChange/unknown``, and so is what was marked by a principal of other rights, before a
  /// change of the schema, in a later state, in another workspace, or inside a transaction.
  ///
  /// - Complexity: O(*n* log *m*) in the changed records, *m* being all records; nothing else is read.
  public func change(of query: Query, since mark: QueryMark) throws(StoreError) -> QueryChange {
    guard let kept, kept === mark.origin else {
      _ = try self.mark(query)
      return .unknown
    }
    return try change(try reader.change(of: query, since: mark.scan), of: query)
  }

  /// Tells how the answer to a query differs from the one at a moment, from what the change log has of the commits
  /// since.
  ///
  ///     let sums = try snapshot.columns(query)
  ///     if case .groups(let then, let now) = try snapshot.change(of: query, asOf: newYear) {
  ///       // take `now` away from `sums`, add `then`
  ///     }
  ///
  /// The records are those after the last commit, in the order of commits, whose time is at or before the moment: if a
  /// clock went back, an earlier commit may have a later time, and counts nevertheless. Before the first commit they
  /// are those that the store was made with. Rights, and what a condition calls today, are those of now.
  ///
  /// - Returns: ``QueryChange/nothing``, or the groups of the records that have changed; never ``QueryChange/unknown``.
  /// - Throws: ``ErrorCode/changesExpired`` (kind `notFound`) if commits since were forgotten; ``ErrorCode/asOfUntold``
  ///   (kind `unsupported`) if the schema or records that the query's own refer to have changed since in what the query
  ///   reads of them, if more than 1,048,576 records have, for queries that ``change(of:since:)`` does not follow, and
  ///   inside a transaction.
  /// - Complexity: O(*n* log *m*) in the changed records, *m* being all records, beside the commits since, which are
  ///   read twice. A changed record takes some hundred bytes meanwhile.
  public func change(of query: Query, asOf moment: Instant) throws(StoreError) -> QueryChange {
    guard kept != nil else {
      _ = try reader.mark(query)
      throw StoreError(
        .unsupported, .asOfUntold, "a transaction does not tell what was before it: ask in `session.read`")
    }
    return try change(try reader.change(of: query, asOf: moment), of: query)
  }

  private func change(_ change: ScanChange, of query: Query) throws(StoreError) -> QueryChange {
    switch change {
    case .nothing: return .nothing
    case .unknown: return .unknown
    case .groups(let removed, let added):
      return .groups(removed: try reader.columns(query, of: removed), added: try reader.columns(query, of: added))
    }
  }

  /// A value that is made of a query's answer, kept by the workspace for as long as the answer stays the same.
  ///
  ///     let tree = try snapshot.derived(from: Tree.query) { () throws(StoreError) in try Tree(snapshot) }
  ///
  /// Values are told apart by their type and by what the query asks for, the principal's rights included; some dozens are kept. Inside a transaction the
  /// value is always made anew.
  ///
  /// - Parameter make: Makes the value of nothing but the query's answer and the schema.
  /// - Throws: What asking the query and `make` throw.
  public func derived<Value: Sendable>(
    from query: Query, _ make: () throws(StoreError) -> Value
  ) throws(StoreError) -> Value {
    guard let kept else { return try make() }
    let mark = try reader.mark(query)
    if let known = kept.value(Value.self, of: mark), case .nothing = try reader.change(of: query, since: known.mark) {
      kept.keep(known.value, of: mark)
      return known.value
    }
    let value = try make()
    kept.keep(value, of: mark)
    return value
  }
}
