public import CRMModel

/// What a transaction does, or would do, to records: each change with the values before and after.
///
/// It is what a dry run returns: everything that was written by the transaction itself and by what follows from it, cascades, histories and
/// cleared references included, in the order in which it was done. A record that is changed twice is there twice. Updates that write what is
/// there already are not changes. Records and fields that the principal may not see are left out.
///
/// Change sets are equal when they say the same, so a dry run can be compared with another one, or with one that was stored as JSON
/// (`Documentation/JSON.md`).
public struct ChangeSet: Hashable, Sendable {
  /// The changes, in the order in which they are made.
  public var changes: [Change]

  /// Collects changes.
  public init(_ changes: [Change] = []) { self.changes = changes }

  /// Whether nothing changes.
  public var isEmpty: Bool { changes.isEmpty }

  /// The changes of the records of an entity, in their order.
  ///
  /// - Complexity: O(*n*) in the number of changes.
  public func of(_ entity: EntityName) -> [Change] { changes.filter { $0.record.entity == entity } }

  /// What is done to one record at once.
  public struct Change: Hashable, Sendable {
    /// What is done.
    public var operation: RecordChange.Operation
    /// The record.
    public var record: AnyRecordID
    /// The fields that change, ordered by name.
    ///
    /// Of a record that is added those that have a value then, of one that is removed for good those that had one, of one that is deleted or
    /// restored `deleted_at`. The owner is a field; id, revision and the moments of insert and last change are not.
    public var fields: [FieldChange]

    /// Describes a change; fields are put into order.
    public init(_ operation: RecordChange.Operation, _ record: AnyRecordID, fields: [FieldChange]) {
      self.operation = operation
      self.record = record
      self.fields = fields.sorted { $0.field < $1.field }
    }

    /// The change of a field; nil if the field does not change.
    public subscript(field: FieldName) -> FieldChange? { fields.first { $0.field == field } }
  }

  /// What one field of a record was and becomes.
  public struct FieldChange: Hashable, Sendable {
    /// The field.
    public var field: FieldName
    /// What kind of value it holds, picklists without their options.
    public var type: FieldType
    /// The value before; null if there was none.
    public var old: FieldValue
    /// The value after; null if there is none.
    public var new: FieldValue

    /// Describes the change of a field.
    public init(_ field: FieldName, _ type: FieldType, from old: FieldValue, to new: FieldValue) {
      self.field = field
      self.type = type.withoutOptions
      self.old = old
      self.new = new
    }
  }
}

extension FieldType {
  /// The same type without the options of a picklist, which are not needed to read a value.
  fileprivate var withoutOptions: FieldType {
    switch self {
    case .picklist: .picklist([])
    case .picklistSet: .picklistSet([])
    default: self
    }
  }
}
