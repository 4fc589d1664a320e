public import CRMModel
import CRMStorage

/// One state of the workspace, inside `session.read { }`. Calls are synchronous; writers that commit meanwhile are not seen.
///
/// It must not be used after its closure has returned; if it is, every call throws ``ErrorCode/transactionEnded``.
public class Snapshot {
  let reader: RecordReader
  /// What was computed from answers before; nil inside a transaction.
  let kept: DerivedValues?

  init(_ reader: RecordReader, _ kept: DerivedValues?) {
    self.reader = reader
    self.kept = kept
  }

  /// The schema as the principal may see it.
  public var schema: Catalog { reader.schema }

  /// The record of an id; nil if there is none.
  ///
  /// - Complexity: O(log *n*) in the number of records.
  public func fetch<E: Entity>(_ id: RecordID<E>) throws(StoreError) -> E? {
    try reader.entity(E.self, id: id.rawValue)
  }

  /// The records of some ids, in the order of the ids; ids without one are left out.
  public func fetch<E: Entity>(_ ids: [RecordID<E>]) throws(StoreError) -> [E] {
    try reader.entities(E.self, ids: ids.map(\.rawValue))
  }

  /// The record of an id.
  ///
  /// - Throws: ``ErrorCode/recordNotFound`` if there is none.
  public func find<E: Entity>(_ id: RecordID<E>) throws(StoreError) -> E {
    guard let found = try fetch(id) else { throw StoreError.notFound(id.erased) }
    return found
  }

  /// All records that a query finds, in its order.
  public func fetch<E: Entity>(_ query: EntityQuery<E>) throws(StoreError) -> [E] {
    try reader.entities(query)
  }

  /// The first record that a query finds; nil if there is none.
  public func first<E: Entity>(_ query: EntityQuery<E>) throws(StoreError) -> E? {
    try fetch(query.limit(1)).first
  }

  /// All rows of a query, grouped or not, as values under column names.
  public func table(_ query: Query) throws(StoreError) -> ResultTable { try reader.table(query) }

  /// The groups of a query, column by column, in any order unless the query has one: for whoever computes with many of them.
  ///
  /// - Throws: `not_grouped` for a query without groups.
  public func columns(_ query: Query) throws(StoreError) -> ResultColumns { try reader.columns(query) }

  /// All records that a query finds, by field names.
  public func records(_ query: Query) throws(StoreError) -> [Record] {
    try reader.records(query)
  }

  /// How many records a query finds, counted no further than `limit`; nil counts all.
  public func count(_ query: Query, upTo limit: Int? = nil) throws(StoreError) -> Int {
    try reader.count(query, upTo: limit)
  }

  /// How many records a query finds, counted no further than `limit`; nil counts all.
  public func count<E: Entity>(_ query: EntityQuery<E>, upTo limit: Int? = nil) throws(StoreError) -> Int {
    try count(query.query, upTo: limit)
  }

  /// Gives what a query finds in batches, in order, until `body` returns false.
  ///
  /// A batch is made when the one before it was taken, so no more than one is in memory, however many records there are. Beside it, SQLite
  /// holds no more than its page cache, also where it has to sort, for which it takes a file outside of write transactions; the memory engine
  /// holds the places of all rows found, and while it sorts their keys.
  ///
  /// - Parameter size: The most records of a batch, 1 or more.
  public func forEachBatch<E: Entity>(
    of query: EntityQuery<E>, size: Int = 1_024, _ body: ([E]) throws -> Bool
  ) throws(StoreError) {
    try reader.entities(query, batchSize: max(size, 1), body)
  }

  /// One page of what a query finds: the first, or the one at a cursor of the same query.
  ///
  /// - Parameter count: The most records of a page, 1 or more.
  /// - Throws: ``ErrorCode/badCursor`` for a cursor of another query or a damaged one.
  public func page<E: Entity>(
    _ query: EntityQuery<E>, first count: Int, at cursor: String? = nil
  ) throws(StoreError) -> Page<E> {
    let page = try reader.page(query, first: count, at: cursor)
    return Page(items: page.items, next: page.next, previous: page.previous, entity: E.name, catalog: schema)
  }

  /// One page of what a query finds, as records.
  public func page(_ query: Query, first count: Int, at cursor: String? = nil) throws(StoreError) -> Page<Record> {
    var names: [FieldName] = []
    let page = try reader.page(query, first: count, at: cursor) { bound, cells in
      if names.isEmpty { names = bound.names }
      return bound.record(cells, names)
    }
    return Page(items: page.items, next: page.next, previous: page.previous, entity: query.entity, catalog: schema)
  }

  /// The parents that records refer to, by id, in one read however many there are.
  public func parents<E: Entity, P: Entity>(
    of items: [E], _ reference: KeyPath<E, RecordID<P>?>
  ) throws(StoreError) -> [RecordID<P>: P] {
    try byID(Array(Set(items.compactMap { $0[keyPath: reference] })))
  }

  /// The parents that records refer to, by id, in one read however many there are.
  public func parents<E: Entity, P: Entity>(
    of items: [E], _ reference: KeyPath<E, RecordID<P>>
  ) throws(StoreError) -> [RecordID<P>: P] {
    try byID(Array(Set(items.map { $0[keyPath: reference] })))
  }

  /// The records that refer to others, by the id they refer to, in one read however many there are.
  public func children<P: Entity, C: Entity>(
    of items: [P], _ reference: KeyPath<C, RecordID<P>>, in query: EntityQuery<C> = C.query
  ) throws(StoreError) -> [RecordID<P>: [C]] {
    let ids = items.map(\.id)
    let found = try fetch(query.where { (fields: Fields<C>) in fields.reference(reference).isIn(ids) })
    return Dictionary(grouping: found) { $0[keyPath: reference] }
  }

  /// The records that refer to others, by the id they refer to, in one read however many there are.
  public func children<P: Entity, C: Entity>(
    of items: [P], _ reference: KeyPath<C, RecordID<P>?>, in query: EntityQuery<C> = C.query
  ) throws(StoreError) -> [RecordID<P>: [C]] {
    let ids = items.map(\.id)
    let found = try fetch(query.where { (fields: Fields<C>) in fields.reference(reference).isIn(ids) })
    return Dictionary(grouping: found) { $0[keyPath: reference] ?? .unset }
  }

  private func byID<P: Entity>(_ ids: [RecordID<P>]) throws(StoreError) -> [RecordID<P>: P] {
    Dictionary(try fetch(ids.sorted()).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }
}

/// A stretch of what a query finds, with the places to go on from.
public struct Page<Item: Sendable>: Sendable {
  /// The records, in the query's order.
  public let items: [Item]
  /// The cursor of the next page; nil at the end. A page before a cursor that became empty gives that of the rows from
  /// there on.
  public let next: String?
  /// The cursor of the page before; nil at the beginning. A page after a cursor that became empty gives that of the rows
  /// up to there.
  public let previous: String?
  /// What the records are of, and what the principal may see of it.
  let entity: EntityName
  let catalog: Catalog
}

extension Page: Equatable where Item: Equatable {
  /// Pages are equal when their records and places are.
  public static func == (lhs: Page, rhs: Page) -> Bool {
    lhs.items == rhs.items && lhs.next == rhs.next && lhs.previous == rhs.previous
  }
}

extension StoreError {
  static func notFound(_ id: AnyRecordID) -> StoreError {
    let violation = Violation(.recordNotFound, "no record of this id", entity: id.entity, record: id)
    return StoreError(.notFound, .recordNotFound, violation.description, violations: [violation])
  }
}
