public import CRMModel
import CRMStorage

/// A query as it was asked at one moment by one principal, so that it can be told later what has changed about its answer.
///
/// It holds no records and stays valid for as long as the change log keeps the commits since.
public struct QueryMark: Hashable, Sendable {
  let scan: ScanMark
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
  public func mark(_ query: Query) throws(StoreError) -> QueryMark { QueryMark(scan: try reader.mark(query)) }

  /// Tells what has changed about the answer to a query since a mark of the same query, from what the change log has of the commits since.
  ///
  /// Groups of counts and sums are told if the records that have changed are the query's own, at most some thousands, and nothing that they refer
  /// to has changed; the query may neither keep (`having`), sort nor limit its groups, nor ask for records that refer to its own.
  /// Everything else that has changed is ``QueryChange/unknown``, and so is what was marked by a principal of other rights, or before a
  /// change of the schema.
  ///
  /// - Complexity: O(*n* log *m*) in the changed records, *m* being all records; nothing else is read.
  public func change(of query: Query, since mark: QueryMark) throws(StoreError) -> QueryChange {
    switch try reader.change(of: query, since: mark.scan) {
    case .nothing: .nothing
    case .unknown: .unknown
    case .groups(let removed, let added):
      .groups(removed: try reader.columns(query, of: removed), added: try reader.columns(query, of: added))
    }
  }
}
