public import CRMModel
public import CRMStorage

extension Session {
  /// The record of an id; nil if there is none.
  @concurrent public func fetch<E: Entity>(_ id: RecordID<E>) async throws(StoreError) -> E? {
    try await reading { try $0.fetch(id) }
  }

  /// The record of an id.
  ///
  /// - Throws: ``ErrorCode/recordNotFound`` if there is none.
  @concurrent public func find<E: Entity>(_ id: RecordID<E>) async throws(StoreError) -> E {
    try await reading { try $0.find(id) }
  }

  /// The live record whose unique field has a value; nil if there is none.
  ///
  /// - Throws: `needs_unique_field` for a field that is not unique; ``StoreError`` for a value that the field cannot hold.
  @concurrent public func fetch<E: Entity, V: FieldRepresentable>(
    _ property: any KeyPath<E, V> & Sendable, _ value: V.Base
  ) async throws(StoreError) -> E? {
    try await reading { try $0.fetch(property, value) }
  }

  /// The live records whose unique field has one of some values, in the order of the values; values without one are left out.
  ///
  /// - Throws: As for one value, for the first that is wrong.
  @concurrent public func fetch<E: Entity, V: FieldRepresentable>(
    _ property: any KeyPath<E, V> & Sendable, in values: [V.Base]
  ) async throws(StoreError) -> [E] {
    try await reading { try $0.fetch(property, in: values) }
  }

  /// All records that a query finds, in its order.
  @concurrent public func fetch<E: Entity>(_ query: EntityQuery<E>) async throws(StoreError) -> [E] {
    try await reading { try $0.fetch(query) }
  }

  /// The first record that a query finds; nil if there is none.
  @concurrent public func first<E: Entity>(_ query: EntityQuery<E>) async throws(StoreError) -> E? {
    try await reading { try $0.first(query) }
  }

  /// All rows of a query as tuples.
  @concurrent public func fetch<each V: FieldRepresentable>(
    _ query: TupleQuery<repeat each V>
  ) async throws(StoreError) -> [(repeat each V)] {
    try await reading { try $0.fetch(query) }
  }

  /// All groups of a query as tuples.
  @concurrent public func fetch<E: Entity, each V: FieldRepresentable>(
    _ query: GroupQuery<E, repeat each V>
  ) async throws(StoreError) -> [(repeat each V)] {
    try await reading { try $0.fetch(query) }
  }

  /// All rows of a query, grouped or not, as values under column names.
  @concurrent public func table(_ query: Query) async throws(StoreError) -> ResultTable {
    try await reading { try $0.table(query) }
  }

  /// The groups of a query, column by column, in any order unless the query has one: for whoever computes with many of them.
  ///
  /// - Throws: `not_grouped` for a query without groups.
  @concurrent public func columns(_ query: Query) async throws(StoreError) -> ResultColumns {
    try await reading { try $0.columns(query) }
  }

  /// All records that a query finds, by field names.
  @concurrent public func records(_ query: Query) async throws(StoreError) -> [Record] {
    try await reading { try $0.records(query) }
  }

  /// How many records a query finds, counted no further than `limit`; nil counts all.
  @concurrent public func count<E: Entity>(_ query: EntityQuery<E>, upTo limit: Int? = nil) async throws(StoreError)
    -> Int
  {
    try await reading { try $0.count(query, upTo: limit) }
  }

  /// How many records a query finds, counted no further than `limit`; nil counts all.
  @concurrent public func count(_ query: Query, upTo limit: Int? = nil) async throws(StoreError) -> Int {
    try await reading { try $0.count(query, upTo: limit) }
  }

  /// One page of what a query finds: the first, or the one at a cursor of the same query.
  @concurrent public func page<E: Entity>(
    _ query: EntityQuery<E>, first count: Int, at cursor: String? = nil
  ) async throws(StoreError) -> Page<E> {
    try await reading { try $0.page(query, first: count, at: cursor) }
  }

  /// One page of what a query finds, as records.
  @concurrent public func page(
    _ query: Query, first count: Int, at cursor: String? = nil
  ) async throws(StoreError) -> Page<Record> {
    try await reading { try $0.page(query, first: count, at: cursor) }
  }

  /// One page of what a query finds, as tuples.
  @concurrent public func page<each V: FieldRepresentable>(
    _ query: TupleQuery<repeat each V>, first count: Int, at cursor: String? = nil
  ) async throws(StoreError) -> Page<(repeat each V)> {
    try await reading { try $0.page(query, first: count, at: cursor) }
  }

  /// How the rows of a query would be found, without reading them.
  ///
  /// - Parameter count: How many rows of a page are wanted; nil for all, or as many as the query's own limit says.
  @concurrent public func explain(_ query: Query, first count: Int? = nil) async throws(StoreError) -> QueryPlan {
    try await reading { try $0.explain(query, first: count) }
  }

  /// How the records of a query would be found, without reading them.
  @concurrent public func explain<E: Entity>(
    _ query: EntityQuery<E>, first count: Int? = nil
  ) async throws(StoreError) -> QueryPlan {
    try await reading { try $0.explain(query, first: count) }
  }

  /// What a query finds, again after every commit that may have changed it, with the difference.
  public func observe<E: Entity>(_ query: EntityQuery<E>) -> Observation<E> { Observation(session: self, query: query) }

  /// What was committed after a sequence number, ascending, at most `limit` commits. The first commit has number 1.
  @concurrent public func changes(after sequence: Int64, limit: Int = 1_000) async throws(StoreError) -> [CommitRecord]
  {
    do {
      return try await workspace.read(gate) { reader in try reader.commits(after: sequence, limit: limit) }
    } catch {
      throw StoreError(wrapping: error)
    }
  }
}
