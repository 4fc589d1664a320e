extension PeerCase {
  /// Work on whole stores.
  static let stores: [PeerCase] = [openWorkspace, memoryFixtures]

  /// A file with all deals opened, that was closed before, and its users counted. Ours: base and sales, up to date.
  private static let openWorkspace = PeerCase(
    "open_workspace", on: .any, engines: [.sqlite], prepare: { contender, _ in try await contender.shut() }
  ) { contender, _ in
    try await contender.open()
  }

  /// A new store in memory with all tables and 100 commits of one user each, the users counted, and closed again.
  private static let memoryFixtures = PeerCase("memory_fixtures", on: .none, engines: [.memory]) { contender, _ in
    try await contender.memoryFixtures()
  }
}
