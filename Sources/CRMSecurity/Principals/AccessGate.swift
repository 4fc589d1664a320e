import CRMModel
import CRMStorage

/// The place where every read, write and schema change of a session is rewritten to what its principal may see and do.
///
/// Today there are two principals, the owner and the system, and both may do everything; every other is refused before a session begins, so
/// that a program made for one user opens nothing to many.
struct AccessGate: Sendable {
  let principal: Principal

  /// Refuses principals that have no rights.
  init(_ principal: Principal) throws(StoreError) {
    guard principal.kind == .owner || principal.kind == .system else {
      throw StoreError(.forbidden, "no_rights", "principals of kind \(principal.kind.rawValue) have no rights here yet")
    }
    self.principal = principal
  }

  /// Which records of an entity the principal may see; nil means all.
  func visible(_ entity: EntityName) -> Formula? { nil }

  /// The query as the principal may ask it: kept to the records that may be seen.
  func admit(_ query: Query) -> Query { visible(query.entity).map { query.where($0) } ?? query }

  /// The records to be written as the principal may write them.
  func admit(_ batch: FieldBatch) throws(StoreError) -> FieldBatch { batch }

  /// The schema as the principal may see it.
  func admit(_ catalog: Catalog) -> Catalog { catalog }
}
