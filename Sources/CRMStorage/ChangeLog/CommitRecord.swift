public import CRMModel

/// What one commit changed, by whom and why.
///
/// It holds what undoes the commit: ids for inserts, old values of changed fields for updates and deletions, whole rows for removals.
public struct CommitRecord: Hashable, Sendable {
  /// Counts commits without gaps, from 1.
  public let sequence: Int64
  /// When it was committed, by the workspace's clock.
  public let at: Instant
  /// Who did it, as the principal calls itself.
  public let actor: String
  /// Why: the name of a command, an import, or empty for a plain write.
  public let cause: String
  /// The generation of the schema that the commit led to; nil if it left the schema alone.
  public let schemaGeneration: Int64?
  /// What changed in records, in the order it was done. A change of the schema has the old values of fields that it retyped.
  public let changes: [RecordChange]
}

/// What one step of a commit did to records of one entity.
public struct RecordChange: Hashable, Sendable {
  /// What was done.
  public enum Operation: UInt8, Hashable, Sendable, CaseIterable {
    /// Records were added.
    case insert = 1
    /// Fields were changed.
    case update = 2
    /// Records were put into the recycle bin.
    case delete = 3
    /// Records were taken out of the recycle bin.
    case restore = 4
    /// Records were removed for good.
    case remove = 5
  }

  /// What was done.
  public let operation: Operation
  /// The entity.
  public let entity: EntityName
  /// The records, in the order they were given.
  public let ids: [Int64]
  /// The fields whose old values are kept: those changed, or all for a removal.
  public let fields: [FieldName]
  /// The old values, one list a record in the order of ``ids``, each in the order of ``fields``.
  public let oldValues: [[FieldValue]]
}
