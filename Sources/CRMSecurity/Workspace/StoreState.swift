import CRMModel
import CRMStorage
internal import Synchronization

/// What all openers of one store in this process have in common beside its engine: the schema as of the last look, the
/// last commit, and whom to tell of commits.
final class StoreState: Sendable {
  private struct Content {
    var layout: StoreLayout
    var lastSequence: Int64?
    var hubs: [CommitHub] = []
  }

  private let content: Mutex<Content>
  /// The number of the node whose ids the store gives.
  let node: Int

  init(_ layout: StoreLayout, lastSequence: Int64?, node: Int) {
    self.node = node
    content = Mutex(Content(layout: layout, lastSequence: lastSequence))
  }

  /// The schema and where everything lies, as of the last look.
  var layout: StoreLayout { content.withLock { $0.layout } }

  /// The last commit made or seen here; nil if that is not known.
  var lastSequence: Int64? {
    get { content.withLock { $0.lastSequence } }
    set { content.withLock { $0.lastSequence = newValue } }
  }

  /// Takes a layout for the newest, unless a newer one is known.
  func learn(_ layout: StoreLayout) {
    content.withLock { if $0.layout.catalog.generation < layout.catalog.generation { $0.layout = layout } }
  }

  /// Tells an opener's observers of commits from now on.
  func add(_ hub: CommitHub) { content.withLock { $0.hubs.append(hub) } }

  /// Tells an opener's observers of commits no longer.
  func remove(_ hub: CommitHub) { content.withLock { $0.hubs.removeAll { $0 === hub } } }

  /// Tells the observers of all openers that the store goes on after it was suspended.
  func resume() {
    let hubs = content.withLock { $0.hubs }
    for hub in hubs { hub.resume() }
  }

  /// Tells the observers of all openers of a commit.
  func publish(_ sequence: Int64, _ tables: Set<TableID>) {
    let hubs = content.withLock { content in
      // Commits may be told of in another order than they were made in, for several may wait for the disk together.
      content.lastSequence = max(content.lastSequence ?? sequence, sequence)
      return content.hubs
    }
    for hub in hubs { hub.publish(sequence, tables) }
  }
}
