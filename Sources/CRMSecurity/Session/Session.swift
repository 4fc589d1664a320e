public import CRMModel
import CRMStorage

/// The door to a workspace for one principal. Every read, write and schema change goes through a session.
///
/// Sessions are values without state of their own: cheap to make, free to share between tasks.
public struct Session: Sendable {
  /// Who asks.
  public let principal: Principal
  /// The workspace asked.
  public let workspace: Workspace
  let gate: any RecordAccess

  init(_ workspace: Workspace, _ principal: Principal) throws(StoreError) {
    self.init(workspace, principal, gate: try AccessGate(principal))
  }

  /// A session behind a gate of its own; for tests.
  init(_ workspace: Workspace, _ principal: Principal, gate: any RecordAccess) {
    self.workspace = workspace
    self.principal = principal
    self.gate = gate
  }

  /// The schema as the principal may see it now.
  public var schema: Catalog { gate.admit(workspace.layout.catalog) }

  /// The same with every label, help text, option and message in the workspace's language
  /// (``WorkspaceOptions/language``), or the nearest there is; for showing.
  ///
  /// For another language, ask ``schema`` for `localized(for:)`.
  ///
  /// - Complexity: O(*n*) in the texts of the schema.
  public var localizedSchema: Catalog { schema.localized(for: workspace.options.language) }

  /// Runs `body` on one state of the workspace.
  ///
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws, as it is; ``StoreError`` for what goes wrong below.
  @concurrent public func read<T: Sendable>(
    _ body: sending @escaping (Snapshot) throws -> T
  ) async throws -> T {
    do {
      return try await workspace.read(gate) { [derived = workspace.derived] reader in
        try body(Snapshot(reader, derived))
      }
    } catch let error as EngineError {
      throw StoreError(wrapping: error)
    }
  }

  /// Runs `body` in a transaction and commits when it returns; if it throws, nothing has happened.
  ///
  /// The closure may be run again when another writer came first, so it must not do anything outside the transaction.
  ///
  /// - Parameter cause: Why, for the change log; empty for a plain write. What a command is called, or may be called by a module of the store, is
  ///   no cause of a write: only the commands themselves have it.
  /// - Throws: What `body` throws, as it is; ``ErrorCode/causeIsCommand``; ``StoreError`` for what goes wrong below.
  @concurrent public func write<T: Sendable>(
    cause: String = "", _ body: sending @escaping (WriteTransaction) throws -> T
  ) async throws -> T {
    if !cause.isEmpty { try workspace.registry.check(cause: cause, in: workspace.layout.catalog) }
    do {
      return try await workspace.write(gate, actor: principal.description, cause: cause) { writer, reader in
        try body(WriteTransaction(writer, reader: reader))
      }
    } catch let error as EngineError {
      // What the engine says of the commit itself, for instance that the disk is full.
      throw StoreError(wrapping: error)
    }
  }

  /// The tables that a query reads, for observers.
  func tables(read query: Query) throws(StoreError) -> Set<TableID> {
    try workspace.tables(gate, read: query)
  }

  /// Runs one read whose errors are all the library's.
  @concurrent func reading<T: Sendable>(
    _ body: sending @escaping (Snapshot) throws -> T
  ) async throws(StoreError) -> T {
    do { return try await read(body) } catch { throw StoreError(wrapping: error) }
  }

  /// Runs one write whose errors are all the library's.
  @concurrent func writing<T: Sendable>(
    _ body: sending @escaping (WriteTransaction) throws -> T
  ) async throws(StoreError) -> T {
    do { return try await write(body) } catch { throw StoreError(wrapping: error) }
  }
}
