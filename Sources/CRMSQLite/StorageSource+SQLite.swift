public import CRMStorage

extension StorageSource {
  /// A file, made if it is not there.
  ///
  ///     let workspace = try await Workspace.open(.sqlite("acme.crm"))
  ///
  /// Beside the file lie its log and its shared memory (`-wal` and `-shm`) while it is open: never copy, move or read it with other means
  /// then, ``StorageEngine/backup(_:to:)`` makes a copy.
  ///
  /// Opening throws ``EngineError`` with code `not_a_workspace` for a file that is something else, `newer_format` for one of a later
  /// version, `damaged`, `io_error`, `busy` when another process holds it, and `unsupported` for network file systems, releases of
  /// SQLite before 3.37, and builds of it that do not keep the settings that our promises rest on.
  public static func sqlite(_ path: String) -> StorageSource {
    StorageSource(
      identity: { (try? FileLocation(path))?.path },
      open: { options in try await SQLiteEngine.open(path, options) })
  }
}
