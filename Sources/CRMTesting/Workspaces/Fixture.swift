public import CRMSecurity

/// Records that tests start from, under a name; fixtures are put together out of others.
///
///     let acme = Fixture("acme") { tx in try tx.insert(Account { $0.name = "Acme" }) }
///     let deals = Fixture("deals", requires: [acme]) { tx in … }
///     let workspace = try await Workspace.inMemory(modules: [.sales], fixtures: [deals])
///
/// With fixed ids and a fixed clock the same fixtures give the same records, ids included.
public struct Fixture: Sendable {
  /// The name, unique among the fixtures of a workspace: a fixture required twice is applied once.
  public let name: String
  /// What must be there before.
  public let requirements: [Fixture]
  private let body: @Sendable (WriteTransaction) throws -> Void

  /// Describes records.
  ///
  /// - Parameters:
  ///   - requirements: Fixtures that are applied before, in this order.
  ///   - body: Adds the records; runs in a transaction of its own.
  public init(
    _ name: String, requires requirements: [Fixture] = [],
    _ body: @escaping @Sendable (WriteTransaction) throws -> Void
  ) {
    self.name = name
    self.requirements = requirements
    self.body = body
  }

  /// Several fixtures under one name.
  public init(_ name: String, of parts: [Fixture]) { self.init(name, requires: parts) { _ in } }

  /// The fixtures and all that they require, each once, requirements first.
  public static func ordered(_ fixtures: [Fixture]) -> [Fixture] {
    var names: Set<String> = []
    var result: [Fixture] = []
    func visit(_ fixture: Fixture) {
      guard names.insert(fixture.name).inserted else { return }
      fixture.requirements.forEach(visit)
      result.append(fixture)
    }
    fixtures.forEach(visit)
    return result
  }

  /// Adds the records, without those of the requirements.
  public func apply(in tx: WriteTransaction) throws { try body(tx) }
}

extension Workspace {
  /// Applies fixtures and what they require, each in a transaction of its own whose cause is `fixture` and its name.
  ///
  /// - Throws: What a fixture throws; those before it stay applied.
  public func apply(_ fixtures: [Fixture]) async throws {
    let session = try await session(as: .system)
    for fixture in Fixture.ordered(fixtures) {
      try await session.write(cause: "fixture \(fixture.name)") { tx in try fixture.apply(in: tx) }
    }
  }
}
