import BenchmarkCases
import BenchmarkWorld

/// The contenders of one size, with their stores filled when they are first needed.
actor Contenders {
  private let size: Int
  private var hand: HandContender?
  private var sessions: [SessionContender.Engine: SessionContender] = [:]
  private let directory: String

  init(size: Int, directory: String) {
    self.size = size
    self.directory = directory
  }

  /// A contender, nil for the one by hand; its store has all deals.
  func contender(_ engine: SessionContender.Engine?) async throws -> any Contender {
    if let engine, let known = sessions[engine] { return known }
    if engine == nil, let hand { return hand }
    let world = World(deals: size)
    guard let engine else {
      let made = try HandContender(world, directory: directory)
      try await fill(made)
      hand = made
      return made
    }
    let made = SessionContender(engine, world, directory: directory)
    try await fill(made)
    sessions[engine] = made
    return made
  }

  private func fill(_ contender: any Contender) async throws {
    try await contender.reset()
    _ = try await contender.run(.bulkInsert)
  }

  /// Removes the stores.
  func close() async throws {
    try await hand?.close()
    for session in sessions.values { await session.close() }
    hand = nil
    sessions = [:]
  }
}
