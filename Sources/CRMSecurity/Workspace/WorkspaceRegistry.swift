import CRMModel
import CRMStorage
internal import Synchronization

/// Which stores this process has open or is opening.
///
/// This is the library's one piece of state that the whole process shares, because the rule is one about the process: two sets of
/// connections to one SQLite file, each unaware of the other, would checkpoint and lock against each other.
final class WorkspaceRegistry: Sendable {
  static let shared = WorkspaceRegistry()

  private enum Entry {
    /// Somebody is opening the store; these wait for it.
    case opening([CheckedContinuation<Void, Never>])
    /// The last opener is closing the store; these wait until it is closed.
    case closing([CheckedContinuation<Void, Never>])
    /// The store is open, for so many openers; the workspace is the first one's.
    case open(Workspace, openers: Int)
  }

  private let entries = Mutex<[String: Entry]>([:])

  /// A workspace on a store, opened by `open` unless it is open already; several that ask at once share it.
  ///
  /// - Throws: ``ErrorCode/alreadyOpen`` if it is open with options that contradict.
  func workspace(
    _ identity: String, _ options: WorkspaceOptions, code: [any CRMModule], open: () async throws -> Workspace
  ) async throws -> Workspace {
    while true {
      switch claim(identity, options) {
      case .joined(let first): return Workspace(joining: first, options, code: code)
      case .refused(let contradictions):
        throw StoreError(
          .conflict, .alreadyOpen,
          "the store is open in this process with other options (\(contradictions.joined(separator: ", "))); open it with the same"
        )
      case .mine:
        do {
          let workspace = try await open()
          finish(identity, .open(workspace, openers: 1))
          return workspace
        } catch {
          finish(identity, nil)
          throw error
        }
      case .waiting: await wait(identity)
      }
    }
  }

  /// Counts one opener less; true if it was the last, or if it is not counted here yet. The last one then closes the store and says
  /// ``closed(_:)``; until then nobody opens it again. Each opener says so once.
  func release(_ identity: String) -> Bool {
    entries.withLock { entries in
      guard case .open(let first, let openers) = entries[identity] else { return true }
      entries[identity] = openers > 1 ? .open(first, openers: openers - 1) : .closing([])
      return openers <= 1
    }
  }

  /// Notes that a store is closed for good.
  func closed(_ identity: String) { finish(identity, nil) }

  private enum Claim {
    case joined(Workspace)
    case refused([String])
    case mine
    case waiting
  }

  private func claim(_ identity: String, _ options: WorkspaceOptions) -> Claim {
    entries.withLock { entries in
      switch entries[identity] {
      case .open(let first, let openers):
        let contradictions = options.contradictions(to: first.options)
        if !contradictions.isEmpty { return .refused(contradictions) }
        entries[identity] = .open(first, openers: openers + 1)
        return .joined(first)
      case .opening, .closing: return .waiting
      case nil:
        entries[identity] = .opening([])
        return .mine
      }
    }
  }

  /// Waits until the store that somebody is opening is open or has failed to.
  private func wait(_ identity: String) async {
    await withCheckedContinuation { continuation in
      let isOver = entries.withLock { entries in
        switch entries[identity] {
        case .opening(let waiting): entries[identity] = .opening(waiting + [continuation])
        case .closing(let waiting): entries[identity] = .closing(waiting + [continuation])
        case .open, nil: return true
        }
        return false
      }
      if isOver { continuation.resume() }
    }
  }

  private func finish(_ identity: String, _ entry: Entry?) {
    let waiting = entries.withLock { entries -> [CheckedContinuation<Void, Never>] in
      switch entries[identity] {
      case .opening(let waiting), .closing(let waiting):
        entries[identity] = entry
        return waiting
      case .open, nil: return []
      }
    }
    for continuation in waiting { continuation.resume() }
  }
}
