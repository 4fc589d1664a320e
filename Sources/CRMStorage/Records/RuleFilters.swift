import CRMModel
internal import Synchronization

/// The bound conditions of one layout's rules and histories, kept as long as they mean the same: not those that speak of today or a zone.
final class RuleFilters: Sendable {
  /// Whose condition it is.
  enum Owner: Hashable {
    /// A rule, by its place among those of its entity.
    case rule(Int)
    /// What closes the records of a history, by the table that keeps their stays.
    case closing(TableID)
  }

  private struct Key: Hashable {
    let table: TableID
    let owner: Owner
  }

  private let filters = Mutex<[Key: Filter]>([:])

  /// The filter that a condition on an entity's records means.
  func filter(
    _ condition: Formula, of owner: Owner, on entity: EntityLayout, _ binder: @autoclosure () -> QueryBinder
  ) throws(StoreError) -> Filter {
    let key = Key(table: entity.table, owner: owner)
    if let known = filters.withLock({ $0[key] }) { return known }
    let bound = try binder().lastingRowFilter(condition, on: entity.schema.name)
    if bound.isLasting { filters.withLock { $0[key] = bound.filter } }
    return bound.filter
  }
}
