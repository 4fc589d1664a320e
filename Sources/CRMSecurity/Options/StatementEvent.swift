public import CRMModel
public import CRMStorage
internal import Synchronization

/// One statement that ran on the engine: what it did, on which entity, over how many rows, for how long. Never values.
public struct StatementEvent: Hashable, Sendable {
  /// What it did.
  public let kind: EngineEvent.Kind
  /// The entity; nil for a commit and for changes of the schema.
  public let entity: EntityName?
  /// How many rows were read or written.
  public let rows: Int
  /// How long it took, by the workspace's clock.
  public let duration: TimeSpan
}

/// Names tables by their entities, for instruments.
final class TableNames: Sendable {
  private let names = Mutex<[TableID: EntityName]>([:])

  func learn(_ layout: StoreLayout) {
    let known = Dictionary(layout.entities.map { ($0.table, $0.schema.name) }, uniquingKeysWith: { first, _ in first })
    names.withLock { $0 = known }
  }

  func event(_ event: EngineEvent) -> StatementEvent {
    StatementEvent(
      kind: event.kind, entity: event.table.flatMap { table in names.withLock { $0[table] } }, rows: event.rows,
      duration: event.duration)
  }
}
