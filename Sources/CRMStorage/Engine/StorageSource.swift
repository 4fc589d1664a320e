public import CRMModel
public import Logging

/// Where the rows are kept, before anything is opened: `.memory`, or `.sqlite("acme.crm")` with `CRMSQLite`.
public struct StorageSource: Sendable {
  /// What two sources of the same store have in common, such as the file's real path; nil if every opening makes a store of its own.
  public let identity: @Sendable () -> String?
  /// Opens the store, making it if it is not there. Only the library does: whoever held the engine of a file could hand it a grant of
  /// another store's, and so read around the session.
  package let open: @Sendable (EngineOptions) async throws -> any StorageEngine

  /// Describes a store of any engine.
  public init(
    identity: @escaping @Sendable () -> String? = { nil },
    open: @escaping @Sendable (EngineOptions) async throws -> any StorageEngine
  ) {
    self.identity = identity
    self.open = open
  }
}

/// How an engine is opened.
public struct EngineOptions: Sendable {
  /// What a commit promises.
  public var durability: Durability = .full
  /// Whether writes are refused.
  public var isReadOnly = false
  /// How long to wait for a lock that another process holds before ``ErrorCode/busy`` is thrown.
  public var busyTimeout: TimeSpan = .seconds(5)
  /// Where the engine reports what an operator should know; nil for nowhere.
  public var logger: Logger?

  /// The defaults: full durability, writable, five seconds, silent.
  public init() {}
}

/// What a commit promises.
public enum Durability: String, Hashable, Sendable, CaseIterable {
  /// An acknowledged commit survives the end of the process and a loss of power.
  case full
  /// An acknowledged commit survives the end of the process; a loss of power may take the last moments, never the consistency.
  case normal
}
