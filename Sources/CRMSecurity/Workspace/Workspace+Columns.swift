import CRMStorage

extension Workspace {
  /// About how many bytes the columns take that are held in memory for groupings; at most ``WorkspaceOptions/columnMemory``.
  ///
  /// A store that is itself in memory holds none beside its records.
  ///
  /// - Complexity: O(*n*) in the texts of the columns' dictionaries.
  public var columnMemoryInUse: Int { (engine.base as? AcceleratedEngine)?.residentBytes ?? 0 }
}
