public import CRMModel
import CRMStorage

extension Snapshot {
  /// The record that a module's seed became; nil if it was deleted since, or the seed was never brought here.
  public func fetch<E: Entity>(seed key: SeedKey<E>) throws(StoreError) -> E? {
    guard let id = try reader.id(of: key.name), id.entity == E.name else { return nil }
    return try fetch(RecordID<E>(rawValue: id.rawValue))
  }

  /// The record that a module's seed became.
  ///
  /// - Throws: ``ErrorCode/recordNotFound`` if it was deleted since, or the seed was never brought here.
  public func find<E: Entity>(seed key: SeedKey<E>) throws(StoreError) -> E {
    guard let found = try fetch(seed: key) else {
      throw StoreError(
        .notFound, .recordNotFound, "the record \(key.name) that a module brings is not there",
        violations: [Violation(.recordNotFound, "the record \(key.name) is not there", entity: E.name)])
    }
    return found
  }
}
