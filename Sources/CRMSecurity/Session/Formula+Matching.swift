public import CRMModel
import CRMStorage

extension Formula {
  /// Whether the condition is true for a record that need not be stored: false where it is false or null.
  ///
  /// A condition is nothing but names and constants. The session tells what they mean: the schema as its principal may see it, the moment
  /// that `now` is, the zone and the fiscal calendar.
  ///
  ///     let isDue = try Formula(text: "due_date < today")
  ///     try isDue.matches(record, in: session)
  ///
  /// Only fields of the record itself can be asked for, neither parents nor children.
  ///
  /// - Throws: Everything that is wrong with the condition or the record's values; `not_row_local` if it asks for other records.
  public func matches(_ record: Record, in session: Session) throws(StoreError) -> Bool {
    let layout = session.workspace.layout
    let binder = QueryBinder(layout: layout, context: session.workspace.binding(), access: session.gate)
    let filter = try binder.rowFilter(self, on: record.entity)
    guard let entity = layout.entity(record.entity) else { return false }
    return try FieldBatch.matches(filter, record, entity: entity)
  }

  /// Whether the condition is true for a record that need not be stored: false where it is false or null.
  ///
  /// Only fields of the record itself can be asked for, neither parents nor children.
  ///
  /// - Throws: Everything that is wrong with the condition or the record's values; `not_row_local` if it asks for other records.
  public func matches<E: Entity>(_ entity: E, in session: Session) throws(StoreError) -> Bool {
    try matches(Record(entity), in: session)
  }
}

extension Session {
  /// Whether a condition is true for a record that need not be stored: false where it is false or null.
  ///
  ///     try session.matches(lesson) { $0.slot.length <= .hours(3) }
  ///
  /// It is what ``Formula/matches(_:in:)`` says of the same condition.
  public func matches<E: Entity>(
    _ entity: E, _ condition: (Fields<E>) -> Condition
  ) throws(StoreError) -> Bool {
    try condition(Fields()).matches(entity, in: self)
  }
}
