import CRMModel

/// Why it cannot be told how an answer differs from that of an earlier state.
enum UntoldChange: Error, Hashable {
  /// The change log has forgotten entries since.
  case forgotten
  /// An entry is damaged.
  case damaged(Int64)
  /// The schema has changed since.
  case schemaChanged
  /// More records have changed than are taken back.
  case tooMany
  /// Records that those of the query refer to have changed since.
  case parentsChanged
  /// The query asks for what is not kept in the log: revisions, moments of change, folded keys.
  case unlogged
  /// The query asks for records that refer to others, or that others of its own refer to.
  case relations
  /// The query measures more than counts and sums, keeps, sorts or limits its groups, or has none.
  case arranged

  /// The error of an answer as of a moment.
  func error(_ query: Query) -> StoreError {
    switch self {
    case .forgotten:
      StoreError(
        .notFound, .changesExpired,
        "the changes of \(query.entity) since that moment were forgotten; ask for a later one")
    case .damaged(let sequence):
      StoreError(.damaged, .damaged, "entry \(sequence) of the change log is damaged")
    case .schemaChanged: untold("the schema has changed since that moment; ask for a later one", query)
    case .tooMany:
      untold(
        "more than \(LoggedChanges.Bounds.asOf.records) records have changed since that moment; ask for a later one",
        query)
    case .parentsChanged:
      untold("records that it refers to have changed since that moment; ask for a later one", query)
    case .unlogged:
      untold("it reads revisions, moments of change or folded texts, which the change log does not keep", query)
    case .relations: untold("it asks for records that refer to others", query)
    case .arranged: untold("only groups by counts and sums are, that are not kept, sorted or limited", query)
    }
  }

  private func untold(_ reason: String, _ query: Query) -> StoreError {
    let message = "what \(query.entity) was at that moment cannot be told: \(reason)"
    return StoreError(
      .unsupported, .asOfUntold, message, violations: [Violation(.asOfUntold, message, entity: query.entity)])
  }
}
