/// Why something the store was asked for did not happen.
///
/// This is the one error type at the door: whatever goes wrong below arrives as a `StoreError`. A throw leaves the store as it was.
public struct StoreError: CRMError, Hashable {
  /// What a caller can do about it.
  public let kind: CRMErrorKind
  /// Exactly what happened.
  public let code: ErrorCode
  /// What happened and what to do, in words that hold no customer data.
  public let message: String
  /// Everything that is wrong, when a check found several things.
  public var violations: [Violation]
  /// For ``ErrorCode/staleRevision``: what each side made of the fields.
  public var conflicts: [FieldConflict]
  /// What caused it, for a developer; may hold data.
  public var underlying: String?

  /// Describes a failure.
  public init(
    _ kind: CRMErrorKind, _ code: ErrorCode, _ message: String, violations: [Violation] = [],
    conflicts: [FieldConflict] = [], underlying: String? = nil
  ) {
    self.kind = kind
    self.code = code
    self.message = message
    self.violations = violations
    self.conflicts = conflicts
    self.underlying = underlying
  }

  /// A failure that consists of violations; nil if there are none.
  ///
  /// Its code is the first violation's.
  public init?(_ kind: CRMErrorKind = .invalid, violations: [Violation]) {
    guard let first = violations.first else { return nil }
    let more = violations.count == 1 ? "" : " (and \(violations.count - 1) more)"
    self.init(kind, first.code, "\(first.description)\(more)", violations: violations)
  }

  /// A failure made of a value that is wrong.
  public init(_ error: ValueError, entity: EntityName? = nil, field: FieldName? = nil, index: Int? = nil) {
    let violation = Violation(error.code, error.hint, entity: entity, field: field, index: index)
    self.init(.invalid, error.code, violation.description, violations: [violation], underlying: error.input)
  }

  /// Any error as one of this type; an unknown one becomes ``CRMErrorKind/internal``.
  public init(wrapping error: any Error) {
    switch error {
    case let error as StoreError: self = error
    case let error as ValueError: self.init(error)
    case is CancellationError: self = .cancelled
    case let error as any CRMError:
      self.init(error.kind, error.code, error.description, underlying: error.debugDescription)
    default:
      self.init(.internal, .unexpected, "an unexpected error", underlying: String(reflecting: error))
    }
  }

  /// The entity concerned, if the violations agree on one.
  public var entity: EntityName? { violations.first?.entity }
  /// The field concerned first.
  public var field: FieldName? { violations.first?.field }
  /// The record concerned first.
  public var record: AnyRecordID? { violations.first?.record }

  /// Code and message, safe to log.
  public var description: String { "\(code): \(message)" }

  /// Everything known, with data.
  public var debugDescription: String {
    ([description] + violations.dropFirst().map(\.description) + conflicts.map(\.debugDescription) + [underlying ?? ""])
      .filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// The task was cancelled; nothing was changed.
  public static var cancelled: StoreError { StoreError(.cancelled, .cancelled, "the task was cancelled") }
}

/// What two writers made of one field.
public struct FieldConflict: Hashable, Sendable, CustomDebugStringConvertible {
  /// The field both changed.
  public var field: FieldName
  /// What the store holds now.
  public var current: FieldValue
  /// What the refused update wanted.
  public var attempted: FieldValue

  /// Describes a conflict.
  public init(field: FieldName, current: FieldValue, attempted: FieldValue) {
    self.field = field
    self.current = current
    self.attempted = attempted
  }

  /// Field and both values; holds data.
  public var debugDescription: String { "\(field): stored \(current), attempted \(attempted)" }
}
