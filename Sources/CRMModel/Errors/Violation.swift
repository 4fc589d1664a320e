/// One thing that is wrong with a record, a query or a schema, and where.
///
/// Violations are values: a check returns all of them, not the first.
public struct Violation: Hashable, Sendable, CustomStringConvertible {
  /// Which rule is broken.
  public var code: ErrorCode
  /// The entity concerned.
  public var entity: EntityName?
  /// The field concerned.
  public var field: FieldName?
  /// The record concerned, once it has an id.
  public var record: AnyRecordID?
  /// The position in the batch, from 0, when several records were given.
  public var index: Int?
  /// What is wrong and what to do, in words that hold no customer data.
  public var message: String

  /// Describes what is wrong.
  public init(
    _ code: ErrorCode, _ message: String, entity: EntityName? = nil, field: FieldName? = nil,
    record: AnyRecordID? = nil,
    index: Int? = nil
  ) {
    self.code = code
    self.message = message
    self.entity = entity
    self.field = field
    self.record = record
    self.index = index
  }

  /// Place, code and message; safe to log.
  public var description: String {
    var place = entity.map(\.rawValue) ?? ""
    if let field { place += place.isEmpty ? field.rawValue : ".\(field)" }
    if let index { place += "[\(index)]" }
    return place.isEmpty ? "\(code): \(message)" : "\(place): \(code): \(message)"
  }
}
