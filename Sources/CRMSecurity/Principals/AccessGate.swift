import CRMModel
import CRMStorage

/// The place where every read, write and schema change of a session is judged by what its principal may see and do.
///
/// A session hands it to the record engine, which asks it for each query it binds and each change it makes, and asks it itself for what
/// concerns the store as a whole. Today there are two principals, the owner and the system, and both may do everything; every other is refused
/// before a session begins, so that a program made for one user opens nothing to many.
struct AccessGate: RecordAccess {
  let principal: Principal

  /// Refuses principals that have no rights.
  init(_ principal: Principal) throws(StoreError) {
    guard principal.kind == .owner || principal.kind == .system else {
      throw StoreError(.forbidden, "no_rights", "principals of kind \(principal.kind.rawValue) have no rights here yet")
    }
    self.principal = principal
  }

  func permit(_ request: AccessRequest) throws(StoreError) {}

  func visible(_ entity: EntityName) -> Formula? { nil }

  func admit(_ catalog: Catalog) -> Catalog { catalog }
}
