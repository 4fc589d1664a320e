public import CRMModel
import CRMStorage

/// What a query finds, again after every commit that may have changed it, with the difference.
///
///     for try await change in session.observe(open) {
///       show(change.items)          // all of them; change.inserted, .updated, .removed say what is new
///     }
///
/// The first element is what is there now. Commits while the loop's body runs come as one difference, and so does a change of the schema that
/// touches what is observed. While the workspace is suspended nothing is told; once it is resumed, what is new since. The sequence ends
/// when the workspace is closed or the task is cancelled. It is told of commits in this process;
/// what another process writes into the same file is seen with the next commit made here that touches the same entities.
public struct Observation<E: Entity>: AsyncSequence, Sendable {
  /// What is found now, and how it differs from before.
  public struct Change: Sendable {
    /// Everything the query finds now, in its order.
    public let items: [E]
    /// What was not found before.
    public let inserted: [E]
    /// What was found before with other values.
    public let updated: [E]
    /// The ids of what is not found any more.
    public let removed: [RecordID<E>]
  }

  let session: Session
  let query: EntityQuery<E>

  /// Starts to observe.
  public func makeAsyncIterator() -> Iterator { Iterator(session: session, query: query) }

  /// Goes from one difference to the next.
  public struct Iterator: AsyncIteratorProtocol {
    let session: Session
    let query: EntityQuery<E>
    private var known: [E]?
    private var seen: Int64 = 0
    private var resumptions = 0
    private var registration: ObserverRegistration?

    init(session: Session, query: EntityQuery<E>) {
      self.session = session
      self.query = query
    }

    /// The next difference; nil when the workspace is closed or the task cancelled.
    public mutating func next() async throws(StoreError) -> Change? {
      let change = try await nextChange()
      // Nobody waits for an observer that has come to its end.
      if change == nil { registration = nil }
      return change
    }

    private mutating func nextChange() async throws(StoreError) -> Change? {
      let hub = session.workspace.hub
      let tables = try session.tables(read: query.query)
      let observer: ObserverRegistration
      if let registration {
        observer = registration
      } else {
        observer = ObserverRegistration(hub, tables)
        registration = observer
      }
      while true {
        if known != nil {
          guard await hub.next(after: seen, tables: tables, resumptions: resumptions) != nil else { return nil }
        } else if session.workspace.isClosed || Task.isCancelled {
          return nil
        }
        let through = hub.newest(of: tables)
        resumptions = hub.resumptions
        let items: [E]
        do {
          items = try await session.fetch(query)
        } catch {
          if isEnd(error) { return nil }
          if error.code == .suspended {
            let workspace = session.workspace
            guard await hub.resumption(after: resumptions, unless: { !workspace.isSuspended }) else { return nil }
            continue
          }
          throw error
        }
        seen = through
        defer { hub.delivered(through, to: observer.id) }
        if let change = difference(items) { return change }
      }
    }

    /// Whether a read failed only because the workspace was closed or the task cancelled meanwhile.
    private func isEnd(_ error: StoreError) -> Bool {
      switch error.kind {
      case .closed: session.workspace.isClosed
      case .cancelled: Task.isCancelled
      default: false
      }
    }

    private mutating func difference(_ items: [E]) -> Change? {
      defer { known = items }
      guard let known else { return Change(items: items, inserted: items, updated: [], removed: []) }
      if known == items { return nil }
      let before = Dictionary(known.map { ($0.record.id, $0) }, uniquingKeysWith: { first, _ in first })
      let after = Set(items.map(\.record.id))
      return Change(
        items: items, inserted: items.filter { before[$0.record.id] == nil },
        updated: items.filter { item in before[item.record.id].map { $0 != item } ?? false },
        removed: known.filter { !after.contains($0.record.id) }.map(\.id))
    }
  }
}

/// Counts an observer as long as somebody holds on to its iterator.
final class ObserverRegistration: Sendable {
  let hub: CommitHub
  let id: UInt64

  init(_ hub: CommitHub, _ tables: Set<Int32>) {
    self.hub = hub
    id = hub.register(tables)
  }

  deinit { hub.unregister(id) }
}
