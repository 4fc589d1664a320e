public import CRMModel

/// Who asks: a session is bound to one principal, and every read, write and schema change of the session is judged as that principal's.
///
/// The kinds are open: users, portal contacts, services and anonymous visitors come with access rights, vertical products may add their own.
public struct Principal: Hashable, Sendable, CustomStringConvertible {
  /// What sort of principal it is.
  public struct Kind: RawRepresentable, Hashable, Sendable {
    /// The kind's stable name.
    public let rawValue: String
    /// Makes a kind of its stable name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Whoever owns the workspace: one user, no server.
    public static let owner = Kind(rawValue: "owner")
    /// The program itself, unrestricted; asked for by name.
    public static let system = Kind(rawValue: "system")
  }

  /// What sort of principal it is.
  public let kind: Kind
  /// The record that stands for the principal, such as a user; nil for principals without one.
  public let record: AnyRecordID?

  /// Names a principal.
  public init(_ kind: Kind, record: AnyRecordID? = nil) {
    self.kind = kind
    self.record = record
  }

  /// Whoever owns the workspace.
  public static let owner = Principal(.owner)
  /// The program itself, unrestricted.
  public static let system = Principal(.system)

  /// How the change log names the principal: `owner`, or `user:user/7218`.
  public var description: String { record.map { "\(kind.rawValue):\($0)" } ?? kind.rawValue }
}
