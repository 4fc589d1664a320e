/// A ``Query`` with its entity's type: the compiler checks names and types.
///
///     let open = Opportunity.query
///       .where { $0.amount >= .usd(10_000) && $0.account.industry == "Retail" && !$0.stage.isClosed }
///       .order(by: { $0.closeDate }, .descending)
public struct EntityQuery<E: Entity>: Hashable, Sendable {
  /// The same query without its type.
  public var query: Query

  /// Every record of the entity.
  public init() { query = Query(E.name) }

  /// The same query, kept to records that also meet a condition.
  public func `where`(_ condition: (Fields<E>) -> Condition) -> EntityQuery {
    changed { $0 = $0.where(condition(Fields())) }
  }

  /// The same query, kept to records whose Boolean field is true.
  public func `where`<V>(_ field: (Fields<E>) -> FieldRef<V>) -> EntityQuery where V.Base == Bool {
    changed { $0 = $0.where(field(Fields()).condition) }
  }

  /// The same query with a further sort key; nulls go last unless said otherwise.
  public func order<V>(
    by field: (Fields<E>) -> FieldRef<V>, _ direction: SortDirection = .ascending, nulls: NullPlacement = .last
  ) -> EntityQuery {
    changed { $0 = $0.order(by: field(Fields()).path, direction, nulls: nulls) }
  }

  /// The same query with at most `count` rows.
  public func limit(_ count: Int) -> EntityQuery { changed { $0.limit = count } }

  /// The same query over other records than the live ones.
  public func scope(_ scope: RecordScope) -> EntityQuery { changed { $0.scope = scope } }

  /// The same rows as tuples of some fields: `.select { ($0.name, $0.amount) }`.
  public func select<each V: FieldRepresentable>(
    _ fields: (Fields<E>) -> (repeat FieldRef<each V>)
  ) -> TupleQuery<repeat each V> {
    var result = query
    result.selection = []
    for field in repeat each fields(Fields()) { result.selection.append(SelectTerm(.field(field.path))) }
    return TupleQuery(query: result)
  }

  private func changed(_ change: (inout Query) -> Void) -> EntityQuery {
    var copy = self
    change(&copy.query)
    return copy
  }
}

extension Entity {
  /// Every record of this entity, to be narrowed down.
  public static var query: EntityQuery<Self> { EntityQuery() }
}
