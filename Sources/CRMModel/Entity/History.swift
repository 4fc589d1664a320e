/// Makes an entity the history of a field: the store keeps a record of it for each stay of a record in a value.
///
///     History(of: \Opportunity.stage, by: \.opportunity, value: \.stage, stay: \.stay)
///       .copying(\.amount, into: \.amount)
///       .beginning(\.openedOn)
///       .closing(\.closedAt, on: \.closeDate) { $0.isClosed == true }
///
/// It stands in the schema of the entity that keeps the stays, so a module can keep the history of a field of anybody's
/// entity. ``HistorySchema`` says exactly what is written when.
public struct History<S: Entity, R: Entity, V: FieldRepresentable>: Sendable {
  private let parts: @Sendable (Schema<S>) -> HistorySchema

  /// Describes whose stays, in which field's values, are kept where.
  ///
  /// - Parameters:
  ///   - followed: The property whose values are followed.
  ///   - record: The part-of reference to the record whose stay it is.
  ///   - value: The property that keeps the value.
  ///   - stay: The property that keeps from when until when; while the stay goes on, it ends at `Instant.maximum`.
  public init<W: FieldRepresentable>(
    of followed: any KeyPath<R, V> & Sendable, by record: any KeyPath<S, RecordID<R>> & Sendable,
    value: any KeyPath<S, W> & Sendable, stay: any KeyPath<S, InstantInterval?> & Sendable
  ) where W.Base == V.Base {
    let (follows, record, value, stay) = (
      PropertyKey(followed), PropertyKey(record), PropertyKey(value), PropertyKey(stay)
    )
    parts = { schema in
      HistorySchema(
        of: schema.name(of: record.path), following: R.schema.name(of: follows.path),
        value: schema.name(of: value.path),
        stay: schema.name(of: stay.path))
    }
  }

  private init(_ parts: @escaping @Sendable (Schema<S>) -> HistorySchema) { self.parts = parts }

  private func adding(_ change: @escaping @Sendable (inout HistorySchema, Schema<S>) -> Void) -> Self {
    let parts = parts
    return Self { schema in
      var result = parts(schema)
      change(&result, schema)
      return result
    }
  }

  /// Keeps with each stay what the record holds in a field when it begins.
  public func copying<A: FieldRepresentable, B: FieldRepresentable>(
    _ source: any KeyPath<R, A> & Sendable, into target: any KeyPath<S, B> & Sendable
  ) -> Self where A.Base == B.Base {
    let (source, target) = (PropertyKey(source), PropertyKey(target))
    return adding { history, schema in history.copies[schema.name(of: target.path)] = R.schema.name(of: source.path) }
  }

  /// Lets the first stay begin at a date or moment of the record, where it is given and in the past.
  public func beginning<M: FieldRepresentable>(_ moment: any KeyPath<R, M> & Sendable) -> Self
  where M.Base: MomentField {
    let moment = PropertyKey(moment)
    return adding { history, _ in history.begins = R.schema.name(of: moment.path) }
  }

  /// Says which values close a record, by what they refer to, and where the record tells since when it is closed.
  ///
  /// - Parameters:
  ///   - moment: The record's moment since which it is closed.
  ///   - condition: What holds for the records whose values close.
  public func closing<P: Entity>(
    _ moment: any KeyPath<R, Instant?> & Sendable, when condition: @escaping @Sendable (Fields<P>) -> Condition
  ) -> Self where V.Base == RecordID<P> {
    closing(PropertyKey(moment), nil) { _ in condition(Fields()) }
  }

  /// Says which values close a record, by what they refer to, and where the record tells since when it is closed.
  ///
  /// - Parameters:
  ///   - moment: The record's moment since which it is closed.
  ///   - day: The record's date of that moment.
  ///   - condition: What holds for the records whose values close.
  public func closing<P: Entity>(
    _ moment: any KeyPath<R, Instant?> & Sendable, on day: any KeyPath<R, CalendarDate?> & Sendable,
    when condition: @escaping @Sendable (Fields<P>) -> Condition
  ) -> Self where V.Base == RecordID<P> {
    closing(PropertyKey(moment), PropertyKey(day)) { _ in condition(Fields()) }
  }

  /// Says which values close a record, and where the record tells since when it is closed.
  ///
  /// - Parameters:
  ///   - moment: The record's moment since which it is closed.
  ///   - values: The values that close.
  public func closing(_ moment: any KeyPath<R, Instant?> & Sendable, in values: [V.Base]) -> Self {
    closing(PropertyKey(moment), nil) { .isIn(.field(FieldPath($0)), values.map(\.fieldValue)) }
  }

  /// Says which values close a record, and where the record tells since when it is closed.
  ///
  /// - Parameters:
  ///   - moment: The record's moment since which it is closed.
  ///   - day: The record's date of that moment.
  ///   - values: The values that close.
  public func closing(
    _ moment: any KeyPath<R, Instant?> & Sendable, on day: any KeyPath<R, CalendarDate?> & Sendable,
    in values: [V.Base]
  ) -> Self {
    closing(PropertyKey(moment), PropertyKey(day)) { .isIn(.field(FieldPath($0)), values.map(\.fieldValue)) }
  }

  private func closing(
    _ moment: PropertyKey<R>, _ day: PropertyKey<R>?, _ condition: @escaping @Sendable (FieldName) -> Formula
  ) -> Self {
    adding { history, _ in
      history.closing = ClosingSchema(
        when: condition(history.follows), moment: R.schema.name(of: moment.path),
        day: day.map { R.schema.name(of: $0.path) })
    }
  }

  func make(_ schema: Schema<S>) -> HistorySchema { parts(schema) }
}
