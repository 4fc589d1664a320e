public import CRMModel

/// A field of an entity.
public struct FieldPlace: Hashable, Sendable, CustomStringConvertible {
  /// The entity.
  public var entity: EntityName
  /// The field.
  public var field: FieldName

  /// Names a field of an entity.
  public init(_ entity: EntityName, _ field: FieldName) {
    self.entity = entity
    self.field = field
  }

  /// Entity and field joined by a dot.
  public var description: String { "\(entity).\(field)" }
}
