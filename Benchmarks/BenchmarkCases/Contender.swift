/// Somebody who does the work: the library on one engine, or code by hand.
public protocol Contender: Actor {
  /// What the figures stand under.
  nonisolated var name: String { get }
  /// Begins again with a new store that has users, accounts and stages, but no deals. Not measured.
  func reset() async throws
  /// Does a piece of work.
  func run(_ work: Work) async throws -> Outcome
  /// Lets go of the store and its files.
  func close() async throws
}
