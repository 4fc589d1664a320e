public import CRMModel
public import CRMSecurity

/// Records that tests start from, under a name; fixtures are put together out of others.
///
///     let acme = Fixture("acme") { tx in try tx.insert(Account { $0.name = "Acme" }) }
///     let deals = Fixture("deals", requires: [acme]) { tx in … }
///     let workspace = try await Workspace.inMemory(modules: [.sales], fixtures: [deals])
///
/// With fixed ids and a fixed clock the same fixtures give the same records, ids included.
///
/// Two fixtures are the same if they have one name and are written in one place of the source. A function or property that makes fixtures of
/// its arguments puts into the name what they differ in.
public struct Fixture: Sendable {
  /// The name, unique among the fixtures of a workspace: a fixture required twice is applied once, and another one of its name is refused.
  public let name: String
  /// What must be there before.
  public let requirements: [Fixture]
  /// Where it is written.
  private let place: String
  private let body: @Sendable (WriteTransaction) throws -> Void

  /// Describes records.
  ///
  /// - Parameters:
  ///   - requirements: Fixtures that are applied before, in this order.
  ///   - body: Adds the records; runs in a transaction of its own.
  ///   - file: Where it is written, by which it is told from others of its name; as it stands unless a function makes it for others.
  public init(
    _ name: String, requires requirements: [Fixture] = [], file: StaticString = #fileID, line: UInt = #line,
    column: UInt = #column, _ body: @escaping @Sendable (WriteTransaction) throws -> Void
  ) {
    self.name = name
    self.requirements = requirements
    place = "\(file):\(line):\(column)"
    self.body = body
  }

  /// Several fixtures under one name.
  public init(
    _ name: String, of parts: [Fixture], file: StaticString = #fileID, line: UInt = #line, column: UInt = #column
  ) {
    self.init(name, requires: parts, file: file, line: line, column: column) { _ in }
  }

  /// The fixtures and all that they require, each once, requirements first.
  ///
  /// - Throws: ``ErrorCode/fixtureNameTaken`` for two that have one name and are written in different places.
  public static func ordered(_ fixtures: [Fixture]) throws(StoreError) -> [Fixture] {
    var places: [String: String] = [:]
    var result: [Fixture] = []
    func visit(_ fixture: Fixture) throws(StoreError) {
      if let known = places[fixture.name] {
        if known == fixture.place { return }
        throw StoreError(
          .invalid, .fixtureNameTaken,
          "two fixtures are called \(fixture.name), at \(known) and at \(fixture.place): one of them needs another name"
        )
      }
      places[fixture.name] = fixture.place
      for requirement in fixture.requirements { try visit(requirement) }
      result.append(fixture)
    }
    for fixture in fixtures { try visit(fixture) }
    return result
  }

  /// Adds the records, without those of the requirements.
  public func apply(in tx: WriteTransaction) throws { try body(tx) }
}

extension Workspace {
  /// Applies fixtures and what they require, each in a transaction of its own whose cause is `fixture` and its name.
  ///
  /// - Throws: ``ErrorCode/fixtureNameTaken``, before any is applied; what a fixture throws, where those before it stay applied.
  public func apply(_ fixtures: [Fixture]) async throws {
    let ordered = try Fixture.ordered(fixtures)
    let session = try await session(as: .system)
    for fixture in ordered {
      try await session.write(cause: "fixture \(fixture.name)") { tx in try fixture.apply(in: tx) }
    }
  }
}

extension ErrorCode {
  /// Another fixture has the name.
  public static let fixtureNameTaken = ErrorCode("fixture_name_taken")
}
