package import CRMModel

/// What whoever reads or writes may see and do.
///
/// The record engine asks it for every query it binds, every row it looks up and every change it makes, so that no verb of the door can
/// forget to. What the engine reads for itself (whether a value is unique, a reference whole, what a deletion takes along) is not asked for.
package protocol RecordAccess: Sendable {
  /// Lets a request pass.
  ///
  /// - Throws: Why not; nothing has happened then.
  func permit(_ request: AccessRequest) throws(StoreError)

  /// Which records of an entity may be seen and changed, as a condition on their own fields; nil for all of them.
  ///
  /// To everybody else the others are not there: queries pass over them, and changing them is `recordNotFound`.
  func visible(_ entity: EntityName) -> Formula?

  /// The schema as it may be seen.
  func admit(_ catalog: Catalog) -> Catalog
}

/// One thing that is asked for.
package enum AccessRequest: Hashable, Sendable {
  /// Records of an entity, or the fields of a parent or child of that entity.
  case read(EntityName)
  /// A change of records of an entity.
  case change(RecordVerb, EntityName)
  /// A command by its name. What it reads and changes is asked for besides.
  case perform(CommandName)
  /// What concerns the store as a whole.
  case administer(StoreVerb)

  /// What happens to records.
  package enum RecordVerb: String, Hashable, Sendable, CaseIterable {
    case insert, update, delete, restore, remove
  }

  /// What happens to the store.
  package enum StoreVerb: String, Hashable, Sendable, CaseIterable {
    case readChanges, forgetChanges, planSchema, changeSchema, backUp, check
  }
}

/// May see and do everything: the library's own work.
package struct FullAccess: RecordAccess {
  package init() {}

  package func permit(_ request: AccessRequest) throws(StoreError) {}

  package func visible(_ entity: EntityName) -> Formula? { nil }

  package func admit(_ catalog: Catalog) -> Catalog { catalog }
}
