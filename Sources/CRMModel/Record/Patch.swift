/// A change of some fields of a record: absent is untouched, null clears.
///
/// A patch names fields without knowing the schema; unknown names and values of the wrong kind are told, all at once, when it is applied.
public struct Patch: Hashable, Sendable {
  /// The new values by field.
  public var values: [FieldName: FieldValue]
  /// The revision that the change was made against; nil changes whatever is there.
  ///
  /// It is asked for where no field is named as well: such a patch changes nothing, and throws `stale_revision` if the record has another
  /// revision, for instance before it is deleted in the same transaction.
  public var revision: Int64?

  /// A change of some fields.
  public init(_ values: [FieldName: FieldValue] = [:], revision: Int64? = nil) {
    self.values = values
    self.revision = revision
  }

  /// The new value of a field: nil leaves it untouched, null clears it.
  public subscript(name: FieldName) -> FieldValue? {
    get { values[name] }
    set { values[name] = newValue }
  }

  /// The fields that change, ordered by name.
  public var fieldNames: [FieldName] { values.keys.sorted() }
}

extension Patch: ExpressibleByDictionaryLiteral {
  /// A change of some fields; a name given twice keeps the last value.
  public init(dictionaryLiteral elements: (FieldName, FieldValue)...) {
    self.init(Dictionary(elements, uniquingKeysWith: { _, last in last }))
  }
}
