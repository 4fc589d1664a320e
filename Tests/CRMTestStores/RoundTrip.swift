public import CRMModel
public import CRMSecurity

extension Session {
  /// Stores an entity in which everything is filled in and reads it back.
  ///
  /// - Returns: What the insert returned, what was fetched later, and the fields that are null although they should not
  ///   be.
  public func roundTrip<E: Entity>(_ entity: E) async throws -> (stored: E, fetched: E, nulls: [FieldName]) {
    let stored = try await insert(entity)
    let fetched = try await find(stored.id)
    let system = Set(SystemField.allCases.map(\.name))
    let isIt = Formula.compare(.equal, .field("id"), .literal(stored.id.fieldValue))
    let record = try await records(Query(E.name).where(isIt)).first
    let nulls = (record?.fields ?? []).filter { $0.value.isNull && !system.contains($0.name) }.map(\.name)
    return (stored, fetched, nulls)
  }
}
