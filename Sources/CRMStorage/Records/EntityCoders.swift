import CRMModel

/// The coders made so far in one read or transaction, by entity: reading records one by one makes each only once.
final class EntityCoders {
  private var coders: [ObjectIdentifier: Any] = [:]

  /// The coder of an entity; nil if none was kept.
  func known<E: Entity>() -> EntityCoder<E>? { coders[ObjectIdentifier(E.self)] as? EntityCoder<E> }

  /// Keeps a coder.
  func keep<E: Entity>(_ coder: EntityCoder<E>) { coders[ObjectIdentifier(E.self)] = coder }
}
