extension Query {
  /// The same query, kept to records that also meet `condition`.
  public func `where`(_ condition: Formula) -> Query {
    var copy = self
    copy.condition = self.condition.map { $0 && condition } ?? condition
    return copy
  }

  /// The same query with a further sort key; nulls go last unless said otherwise.
  public func order(by field: FieldPath, _ direction: SortDirection = .ascending, nulls: NullPlacement = .last) -> Query
  {
    ordered(by: .field(field), direction, nulls)
  }

  /// The same grouped query with a period that it groups by as a further sort key; nulls go last unless said otherwise.
  public func order(
    by field: FieldPath, _ bucket: PeriodUnit, _ direction: SortDirection = .ascending, nulls: NullPlacement = .last
  ) -> Query {
    ordered(by: .bucket(field, bucket), direction, nulls)
  }

  /// The same grouped query with a measure as a further sort key; nulls go last unless said otherwise.
  public func order(
    by measure: Aggregate, _ direction: SortDirection = .ascending, nulls: NullPlacement = .last
  ) -> Query {
    ordered(by: .aggregate(measure), direction, nulls)
  }

  func ordered(by value: SelectTerm.Value, _ direction: SortDirection, _ nulls: NullPlacement) -> Query {
    var copy = self
    copy.order.append(OrderTerm(value, direction, nulls: nulls))
    return copy
  }

  /// The same query with further fields selected.
  public func select(_ fields: FieldPath...) -> Query {
    var copy = self
    copy.selection += fields.map { SelectTerm(.field($0)) }
    return copy
  }

  /// The same query with a further measure selected.
  public func measure(_ function: Aggregate.Function, _ field: FieldPath? = nil, as alias: String? = nil) -> Query {
    var copy = self
    copy.selection.append(SelectTerm(.aggregate(Aggregate(function, field)), as: alias))
    return copy
  }

  /// The same query grouped further; the group is selected too, before the measures.
  public func group(by field: FieldPath, _ bucket: PeriodUnit? = nil) -> Query {
    var copy = self
    copy.groups.append(GroupTerm(field, by: bucket))
    let value: SelectTerm.Value = bucket.map { .bucket(field, $0) } ?? .field(field)
    copy.selection.insert(SelectTerm(value), at: copy.groups.count - 1)
    return copy
  }

  /// The same query, kept to groups that also meet `condition`: measures, what was grouped by, and constants.
  ///
  ///     Query("opportunity").group(by: "owner").having(Aggregate(.sum, "amount") >= 10_000)
  public func having(_ condition: Formula) -> Query {
    var copy = self
    copy.having = having.map { $0 && condition } ?? condition
    return copy
  }

  /// The same query with at most `count` rows.
  public func limit(_ count: Int) -> Query {
    var copy = self
    copy.limit = count
    return copy
  }

  /// The same query over other records than the live ones.
  public func scope(_ scope: RecordScope) -> Query {
    var copy = self
    copy.scope = scope
    return copy
  }
}
