/// The kinds of failure there are, closed so that a host may switch over them for ever.
///
/// A kind says what a caller can do about an error; the ``CRMError/code`` says exactly what happened.
public enum CRMErrorKind: String, Hashable, Sendable, Codable, CaseIterable {
  /// The input is wrong; sending it again will not help.
  case invalid
  /// What was asked for does not exist, or is invisible to the principal.
  case notFound
  /// The principal may see it but not do this.
  case forbidden
  /// Somebody else changed it in the meantime, or another record stands in the way.
  case conflict
  /// It exists already.
  case exists
  /// The store is taken by another writer; trying again may work.
  case busy
  /// The workspace, session or transaction has ended.
  case closed
  /// The engine, platform or file version cannot do this.
  case unsupported
  /// The task was cancelled.
  case cancelled
  /// The file or a row in it is not what it should be.
  case damaged
  /// A fault of the library or the system below it.
  case `internal`
}

/// What every error of this library tells.
///
/// `description` is safe to log: it names entities, fields and codes, never customer data. `debugDescription` may hold data.
public protocol CRMError: Error, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
  /// What a caller can do about it.
  var kind: CRMErrorKind { get }
  /// Exactly what happened; stable across versions, to be matched and translated.
  var code: ErrorCode { get }
  /// Whether the same call may succeed if it is made again unchanged.
  var isRetryable: Bool { get }
}

extension CRMError {
  /// Whether the same call may succeed if it is made again unchanged: only when the store was `busy`, unless an error says otherwise.
  public var isRetryable: Bool { kind == .busy }
}
