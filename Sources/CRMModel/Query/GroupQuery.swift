/// A query whose rows are groups of records, as tuples: what was grouped by, and what is measured of each group.
///
///     let won = Opportunity.query.where { $0.stage.isWon }
///       .group { ($0.owner, $0.closeDate.start(of: .quarter), $0.count, $0.amount.sum) }
///       .having { $0.count >= 2 && $0.amount.sum >= .usd(10_000) }
///       .order(by: { $0.amount.sum }, .descending)
///     for (owner, quarter, count, sum) in try await session.fetch(won) { … }
///
/// Records without a value to group by make a group of their own. Groups that are tied in everything asked for come in the order of
/// their keys, nulls last.
public struct GroupQuery<E: Entity, each V: FieldRepresentable>: Hashable, Sendable {
  /// The same rows without the entity's type.
  public let rows: TupleQuery<repeat each V>

  /// The same query without its types.
  public var query: Query { rows.query }

  init(_ query: Query) { rows = TupleQuery(query: query) }

  /// The same groups, kept to those that also meet a condition on measures and on what they are grouped by.
  public func having(_ condition: (GroupRef<E>) -> Condition) -> Self { Self(query.having(condition(GroupRef()))) }

  /// The same groups with a further sort key, a measure or what they are grouped by; nulls go last unless said otherwise.
  public func order<R: GroupedRef>(
    by key: (GroupRef<E>) -> R, _ direction: SortDirection = .ascending, nulls: NullPlacement = .last
  ) -> Self {
    Self(query.ordered(by: key(GroupRef()).selected, direction, nulls))
  }

  /// The same query with at most `count` groups.
  public func limit(_ count: Int) -> Self { Self(query.limit(count)) }
}

extension EntityQuery {
  /// The records gathered in groups, each told by a tuple: whatever in it is no measure is grouped by.
  ///
  ///     Opportunity.query.group { ($0.owner, $0.count, $0.amount.sum) }     // a row for each owner
  ///     Opportunity.query.group { $0.stage.name }                           // each name once
  ///     Opportunity.query.group { ($0.count, $0.amount.average) }           // one row, even of no records
  public func group<each R: GroupedRef>(
    _ columns: (GroupRef<E>) -> (repeat each R)
  ) -> GroupQuery<E, repeat (each R).Value> {
    var result = query
    result.selection = []
    for column in repeat each columns(GroupRef()) {
      result.selection.append(SelectTerm(column.selected))
      if let group = GroupTerm(column.selected) { result.groups.append(group) }
    }
    return GroupQuery(result)
  }
}

extension GroupTerm {
  /// What a column is grouped by; nil for a measure.
  fileprivate init?(_ column: SelectTerm.Value) {
    switch column {
    case .field(let path): self.init(path)
    case .bucket(let path, let unit): self.init(path, by: unit)
    case .aggregate: return nil
    }
  }
}
