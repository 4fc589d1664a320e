import CRMModel
internal import Synchronization

/// The coders of one layout, by entity type: each is made once for a generation of the schema, not once a read.
final class EntityCoders: Sendable {
  private let coders = Mutex<[ObjectIdentifier: any AnyObject & Sendable]>([:])

  /// The coder of an entity; made now if it is the first time.
  ///
  /// - Parameter layout: Where the entity's fields lie; asked only if the coder is made.
  func coder<E: Entity>(_ layout: () throws(StoreError) -> EntityLayout) throws(StoreError) -> EntityCoder<E> {
    let type = ObjectIdentifier(E.self)
    // Under a type's identity lies its coder and nothing else, so there is no need to look what it is.
    if let known = coders.withLock({ $0[type] }) { return unsafeDowncast(known, to: EntityCoder<E>.self) }
    let coder = EntityCoder<E>(try layout())
    coders.withLock { $0[type] = coder }
    return coder
  }
}
