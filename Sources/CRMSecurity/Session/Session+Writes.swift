public import CRMModel

extension Session {
  /// Adds a record and returns it as it is stored.
  @discardableResult @concurrent public func insert<E: Entity>(_ entity: E) async throws(StoreError) -> E {
    try await writing { try $0.insert(entity) }
  }

  /// Adds records and returns them as they are stored, in the same order.
  @discardableResult @concurrent public func insert<E: Entity>(_ entities: [E]) async throws(StoreError) -> [E] {
    try await writing { try $0.insert(entities) }
  }

  /// Adds a record given by field names and returns it as it is stored.
  @discardableResult @concurrent public func insert(_ record: Record) async throws(StoreError) -> Record {
    try await writing { try $0.insert(record) }
  }

  /// Writes a record that was read and changed, and returns it as it is stored now.
  ///
  /// - Throws: ``ErrorCode/staleRevision`` with both values of every field that differs, if somebody changed it since it was read.
  @discardableResult @concurrent public func update<E: Entity>(_ entity: E) async throws(StoreError) -> E {
    try await writing { try $0.update(entity) }
  }

  /// Changes the record of an id and returns it as it is stored now.
  @discardableResult @concurrent public func update<E: Entity>(
    _ id: RecordID<E>, _ change: sending @escaping (inout E) throws -> Void
  ) async throws(StoreError) -> E {
    try await writing { try $0.update(id, change) }
  }

  /// Changes every record that a query finds and returns how many were found.
  @discardableResult @concurrent public func update<E: Entity>(
    where query: EntityQuery<E>, _ change: sending @escaping (inout E) throws -> Void
  ) async throws(StoreError) -> Int {
    try await writing { try $0.update(where: query, change) }
  }

  /// Changes some fields of a record and returns it as it is stored now.
  @discardableResult @concurrent public func update(_ id: AnyRecordID, _ patch: Patch) async throws(StoreError)
    -> Record
  {
    try await writing { try $0.update(id, patch) }
  }

  /// Puts a record into the recycle bin.
  @concurrent public func delete<E: Entity>(_ id: RecordID<E>) async throws(StoreError) {
    try await writing { try $0.delete(id) }
  }

  /// Takes a record out of the recycle bin.
  @concurrent public func restore<E: Entity>(_ id: RecordID<E>) async throws(StoreError) {
    try await writing { try $0.restore(id) }
  }

  /// Removes a record for good.
  @concurrent public func removePermanently<E: Entity>(_ id: RecordID<E>) async throws(StoreError) {
    try await writing { try $0.removePermanently(id) }
  }
}
