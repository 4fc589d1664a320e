/// Where a law was broken: the expectation that was not met, with what was expected and what was found.
///
/// That a check failed says little: it may have failed for a reason that has nothing to do with the law. So a failure
/// names its expectation, and each of ``EngineMutants`` names the one that it does not meet.
public struct LawFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// How a failure shows.
  public struct Kind: RawRepresentable, Hashable, Sendable {
    /// The kind's stable name.
    public let rawValue: String
    /// Makes a kind of its stable name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The engine did something else than the law says.
    public static let expectation = Kind(rawValue: "expectation")
    /// The engine threw where the law expects no error; the law could not be judged.
    public static let error = Kind(rawValue: "error")
    /// The check itself was not done in time; the law could not be judged.
    public static let delay = Kind(rawValue: "delay")
  }

  /// How it shows.
  public let kind: Kind
  /// Which expectation of the law was not met, in a few words.
  public let expectation: String
  /// What the law expects.
  public let expected: String
  /// What the engine did instead.
  public let found: String

  /// Says what was not met.
  public init(
    _ expectation: String, expected: String, found: String, kind: Kind = .expectation
  ) {
    self.kind = kind
    self.expectation = expectation
    self.expected = expected
    self.found = found
  }

  /// The failure in one line.
  public var description: String { "\(expectation): expected \(expected), found \(found)" }
}
