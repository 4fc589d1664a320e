extension StorageSource {
  /// A store in memory that is empty when it is opened and gone when it is closed; every opening makes one of its own.
  public static let memory = StorageSource { options in MemoryEngine(isReadOnly: options.isReadOnly) }

  /// A store in memory that begins with the committed state of an engine at the moment of opening, and is independent of it.
  public static func memory(forking engine: MemoryEngine) -> StorageSource {
    StorageSource { _ in try engine.fork() }
  }
}
