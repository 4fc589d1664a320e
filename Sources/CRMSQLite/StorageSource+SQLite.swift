public import CRMStorage

extension StorageSource {
  /// A file, made if it is not there.
  ///
  ///     let workspace = try await Workspace.open(.sqlite("acme.crm"))
  ///
  /// Beside the file lie its log, its shared memory and its lock (`-wal`, `-shm` and `-lock`) while it is open: never
  /// copy, move or read it with other means then, ``StorageEngine/backup(_:to:)`` makes a copy.
  ///
  /// Several processes may write to one file only if each runs on a release of SQLite that does it safely: 3.51.3 and
  /// later, 3.50.7 and later 3.50s, 3.44.6 and later 3.44s. On any other, whoever would be the second to write is refused
  /// with `busy`; those that open it read-only never are. Programs that do not use this library are not noticed.
  ///
  /// A file that is moved, removed or replaced while it is open takes no more writes: they throw `damaged`.
  ///
  /// Opening throws ``EngineError`` with code `not_a_workspace` for a file that is something else, `newer_format` for one of a later
  /// version, `damaged`, `io_error`, `busy` when another process holds it, and `unsupported` for network file systems, files with
  /// several names (hard links), releases of SQLite before 3.37, and builds of it that do not keep the settings that our promises rest on.
  public static func sqlite(_ path: String) -> StorageSource {
    StorageSource(
      identity: { (try? FileLocation(path))?.path },
      open: { options in try await SQLiteEngine.open(path, options) })
  }
}
