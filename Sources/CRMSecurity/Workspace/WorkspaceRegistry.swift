import CRMStorage
internal import Synchronization

/// Which stores this process has open.
///
/// This is the library's one piece of state that the whole process shares, because the rule is one about the process: two connections' sets to one
/// SQLite file, each unaware of the other, would checkpoint and lock against each other.
final class WorkspaceRegistry: Sendable {
  static let shared = WorkspaceRegistry()

  private struct Entry {
    var workspace: Workspace
    var openers: Int
  }

  private let entries = Mutex<[String: Entry]>([:])

  /// The workspace of a store that is open, counted once more; nil if it is not.
  func join(_ identity: String) -> Workspace? {
    entries.withLock { entries in
      entries[identity]?.openers += 1
      return entries[identity]?.workspace
    }
  }

  /// Notes a workspace that was just opened; returns the one that was there first, if somebody was quicker.
  func add(_ workspace: Workspace, _ identity: String) -> Workspace? {
    entries.withLock { entries in
      if entries[identity] != nil {
        entries[identity]?.openers += 1
        return entries[identity]?.workspace
      }
      entries[identity] = Entry(workspace: workspace, openers: 1)
      return nil
    }
  }

  /// Counts one opener less; true if it was the last.
  func release(_ identity: String, _ workspace: Workspace) -> Bool {
    entries.withLock { entries in
      guard var entry = entries[identity], entry.workspace === workspace else { return true }
      entry.openers -= 1
      entries[identity] = entry.openers > 0 ? entry : nil
      return entry.openers <= 0
    }
  }
}
