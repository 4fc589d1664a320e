import CRMModel

/// A path that was found: the field it ends at and where that lies.
struct BoundField {
  /// The type, with the workspace's currency filled in.
  let type: FieldType
  /// The columns of the value, in the order of ``FieldType/columns``.
  let columns: [ColumnRef]
  /// The column with the folded key, if there is one.
  var folded: ColumnRef?
  /// Whether equality goes by the folded key.
  var comparesFolded = false
  /// Whether the index that finds a value begins with the folded key, although equality does not go by it.
  var isFoundFolded = false
  /// For the length of an interval: its two ends.
  var ends: (start: ColumnRef, end: ColumnRef)?
  /// The entity and field, for messages.
  let entity: EntityName
  let name: FieldName

  /// What plain comparisons go by.
  var operand: Operand {
    if let ends { return .difference(ends.end, ends.start) }
    if case .phone = type, columns.count == 2 { return .column(columns[1]) }
    return .column(columns[0])
  }

  /// The column under which values meet that are equal without being the same: the folded key of folded text, the digits
  /// of a phone number. Nil where only what is the same is equal.
  var meetingColumn: ColumnRef? {
    if case .phone = type, columns.count == 2 { return columns[1] }
    return comparesFolded && isText ? folded : nil
  }

  /// What comparisons without case go by; only for text.
  var foldedOperand: Operand {
    if let folded { return .column(folded) }
    return .folded(columns[0])
  }

  /// Whether the value is one text column.
  var isText: Bool { columns.count == 1 && type.columns.count == 1 && type.columns[0].kind == .text }
}
