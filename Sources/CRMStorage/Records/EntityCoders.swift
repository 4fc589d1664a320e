import CRMModel
internal import Synchronization

/// The coders of one layout, by entity type: each is made once for a generation of the schema, not once a read.
final class EntityCoders: Sendable {
  private let coders = Mutex<[ObjectIdentifier: any Sendable]>([:])

  /// The coder of an entity for a layout; made now if it is the first time.
  func coder<E: Entity>(_ layout: EntityLayout) -> EntityCoder<E> {
    let type = ObjectIdentifier(E.self)
    if let known = coders.withLock({ $0[type] }) as? EntityCoder<E> { return known }
    let coder = EntityCoder<E>(layout)
    coders.withLock { $0[type] = coder }
    return coder
  }
}
