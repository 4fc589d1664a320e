/// A stable name for one way to fail, such as `amount_out_of_range`.
///
/// The set is open: modules add codes of their own as static members. Codes are lower case words joined by underscores.
public struct ErrorCode: RawRepresentable, Hashable, Sendable, Codable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  /// The code as it appears in logs, error files and JSON.
  public let rawValue: String

  /// Makes a code from its stable text.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Makes a code from its stable text.
  public init(_ rawValue: String) { self.rawValue = rawValue }

  /// Makes a code from its stable text.
  public init(stringLiteral value: String) { rawValue = value }

  /// The stable text.
  public var description: String { rawValue }
}
