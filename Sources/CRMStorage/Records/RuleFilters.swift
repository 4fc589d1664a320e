import CRMModel
internal import Synchronization

/// The bound conditions of one layout's rules, kept as long as they mean the same: not those that speak of today or a zone.
final class RuleFilters: Sendable {
  private struct Key: Hashable {
    let table: TableID
    let rule: Int
  }

  private let filters = Mutex<[Key: Filter]>([:])

  /// The filter of a rule of an entity, by the rule's place among them.
  func filter(_ rule: Int, of entity: EntityLayout, _ binder: QueryBinder) throws(StoreError) -> Filter {
    let key = Key(table: entity.table, rule: rule)
    if let known = filters.withLock({ $0[key] }) { return known }
    let bound = try binder.lastingRowFilter(entity.schema.rules[rule].condition, on: entity.schema.name)
    if bound.isLasting { filters.withLock { $0[key] = bound.filter } }
    return bound.filter
  }
}
