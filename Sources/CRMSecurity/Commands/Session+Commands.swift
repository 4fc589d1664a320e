public import CRMStorage
import CRMModel

extension Session {
  /// Performs a command in a transaction and returns what it returns.
  ///
  ///     let lesson = try await session.perform(BookLesson(student: ana.id, slot: slot), key: "4fa1-…")
  ///
  /// The command's name is the cause in the change log. With a key it is performed once, however often it is sent: a repeated key returns what
  /// the first performance returned, also after the store was closed and opened again, and when two tasks send it at once. What is remembered
  /// is written with what the command did, so of a command that threw nothing is. A principal's key is no other's; principals are told apart by kind
  /// and record, so those of one kind without a record share their keys. Results are remembered for ``WorkspaceOptions/keyRetention``.
  ///
  /// - Parameter key: Chosen by whoever sends the command, new for each; 1 to 255 visible ASCII characters. Nil if it is never sent twice.
  /// - Throws: What the command throws, as it is; ``ErrorCode/keyReused`` for a key that was used for another command or another input,
  ///   ``ErrorCode/badKey``, ``ErrorCode/resultChanged`` if what is remembered cannot be read as the command's output any more,
  ///   ``ErrorCode/unknownCommand`` for a command that no module of the workspace lists, ``StoreError`` for what goes wrong below. Nothing has
  ///   happened then.
  @discardableResult @concurrent public func perform<C: Command>(
    _ command: C, key: String? = nil
  ) async throws -> C.Output {
    try gate.permit(.perform(C.name))
    let once = try key.map { key throws(StoreError) in try CommandKey(key, principal.description, command) }
    let retention = workspace.options.keyRetention
    let registry = workspace.registry
    do {
      return try await workspace.write(gate, actor: principal.description, cause: C.name.rawValue) { writer, reader in
        try registry.check(C.self, in: reader.layout.catalog)
        guard let once else { return try command.run(in: WriteTransaction(writer, reader: reader)) }
        let now = reader.context.now
        var ledger = CommandLedger(writer, now: now, retention: retention)
        if let first = try once.output(in: &ledger) { return first }
        let output = try command.run(in: WriteTransaction(writer, reader: reader))
        try once.remember(output, in: ledger, at: now)
        return output
      }
    } catch let error as EngineError {
      // What the engine says of the commit itself, for instance that the disk is full.
      throw StoreError(wrapping: error)
    }
  }

  /// What a command would return and change, without doing it.
  ///
  /// It is performed and rolled back: what stands against it is thrown as ``perform(_:key:)`` would, ids and automatic numbers are as before,
  /// so that the same command performed next gets them. The change log and observers do not hear of it. Other writers wait as for any
  /// transaction. A file does not change; SQLite's log beside it (`-wal`) may have grown.
  ///
  /// - Throws: What ``perform(_:key:)`` throws.
  @concurrent public func dryRun<C: Command>(
    _ command: C
  ) async throws -> (output: C.Output, changes: ChangeSet) {
    try gate.permit(.perform(C.name))
    let registry = workspace.registry
    let (output, noted) = try await dryRunning(cause: C.name.rawValue) { writer, reader in
      try registry.check(C.self, in: reader.layout.catalog)
      return try command.run(in: WriteTransaction(writer, reader: reader))
    }
    return (output, noted.changeSet())
  }

  /// What a transaction would return and change, without doing it; as a dry run of a command does.
  ///
  ///     let trial = try await session.dryRun { tx in try tx.delete(acme.id) }
  ///     for change in trial.changes.changes { print(change) }     // delete account/7: deleted_at null -> "2026-03-01T09:30:00Z" …
  ///
  /// - Returns: What `body` returns, and every change with the values before and after, in the order in which they are made.
  /// - Throws: What ``write(cause:_:)`` throws.
  @concurrent public func dryRun<T: Sendable>(
    _ body: sending @escaping (WriteTransaction) throws -> T
  ) async throws -> (result: T, changes: ChangeSet) {
    let (result, noted) = try await dryRunning(cause: "") { writer, reader in
      try body(WriteTransaction(writer, reader: reader))
    }
    return (result, noted.changeSet())
  }

  private func dryRunning<T: Sendable>(
    cause: String, _ body: sending @escaping (RecordWriter, RecordReader) throws -> T
  ) async throws -> (T, NotedChanges) {
    do {
      return try await workspace.dryRun(gate, actor: principal.description, cause: cause, body)
    } catch let error as EngineError {
      throw StoreError(wrapping: error)
    }
  }
}
