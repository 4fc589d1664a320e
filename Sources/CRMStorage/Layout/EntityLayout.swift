package import CRMModel

/// Where the fields of one entity lie in its table.
///
/// A field owns as many consecutive column numbers as its type has columns, beginning with the field's own number, and one more for the
/// folded key of its text where it has one. Numbers are given once and never again, so renaming, adding and dropping fields move nothing.
///
/// A class, as the layout of a field is: both are passed on for each record that is written, and to copy a schema costs
/// more than to look something up in it.
package final class EntityLayout: Sendable {
  /// The entity.
  package let schema: EntitySchema
  /// The fields that are stored, with their columns, retired ones among them, in the order of the schema.
  package let fields: [FieldLayout]
  /// The columns of system and own fields, by ascending number.
  package let columns: [ColumnLayout]
  /// The numbers of all columns but the row key.
  package let storedColumns: [Int32]
  /// The fields that writes have to look at.
  let roles: FieldRoles
  /// The field that each of ``columns`` belongs to; nil for system columns.
  private let owners: [FieldLayout?]

  package init(_ schema: EntitySchema, currency: Currency) {
    self.schema = schema
    fields = schema.fields.map { FieldLayout($0, currency: currency) }
    let system = SystemField.allCases.map { ColumnLayout(number: $0.columnNumber, kind: .integer) }
    let own = fields.flatMap { field in field.columns.map { (column: $0, field: field) } }
      .sorted { $0.column.number < $1.column.number }
    columns = system + own.map(\.column)
    owners = system.map { _ in nil } + own.map(\.field)
    storedColumns = columns.map(\.number).filter { $0 != SystemField.id.columnNumber }
    roles = FieldRoles(fields, of: schema.name)
  }

  /// The field that a column belongs to; nil for a system column.
  func owner(ofColumn column: Int32) -> FieldLayout? { columns.position(of: column).flatMap { owners[$0] } }

  /// What a column stores; integers for a number that is not there.
  package func kind(of column: Int32) -> ColumnKind {
    columns.position(of: column).map { columns[$0].kind } ?? .integer
  }

  /// The table's number.
  package var table: TableID { schema.number }

  /// The layout of a field by name or former name; nil for a retired one, which nobody may name.
  package func field(_ name: FieldName) -> FieldLayout? {
    storedField(name).flatMap { $0.schema.isRetired ? nil : $0 }
  }

  /// The layout of a field by name or former name, retired or not: for what goes on with stored values.
  package func storedField(_ name: FieldName) -> FieldLayout? {
    fields.first { $0.schema.name == name } ?? fields.first { $0.schema.formerNames.contains(name) }
  }
}

extension EntityLayout {
  /// The layout of a field that refers to records, retired or not, the owner included: who owns records cannot be deleted.
  package func reference(_ name: FieldName) -> FieldLayout? {
    name == SystemField.owner.name ? .owner : storedField(name)
  }

  /// The same for who names it in a query: nil for a retired one.
  package func nameableReference(_ name: FieldName) -> FieldLayout? {
    name == SystemField.owner.name ? .owner : field(name)
  }

  /// Whether a name is that of a field that was retired.
  package func isRetired(_ name: FieldName) -> Bool { storedField(name)?.schema.isRetired ?? false }

  /// What is wrong with naming a field that is not there; a retired one is told as such.
  ///
  /// - Parameters:
  ///   - name: The name that ``field(_:)`` knows nothing of.
  ///   - index: The position in the batch.
  package func unknownField(_ name: FieldName, index: Int? = nil) -> Violation {
    let message =
      isRetired(name)
      ? "the field is retired; its values are kept, and restoring it brings them back" : "no field of this name"
    return Violation(.unknownField, message, entity: schema.name, field: name, index: index)
  }
}

/// Where one field lies.
package final class FieldLayout: Sendable {
  /// The field.
  package let schema: FieldSchema
  /// The field's type with the workspace's currency filled in.
  package let type: FieldType
  /// The columns of the value, in the order of ``FieldType/columns``.
  package let valueColumns: [ColumnLayout]
  /// The column of the folded key, if the field has one.
  package let foldedColumn: ColumnLayout?

  package init(_ schema: FieldSchema, currency: Currency) {
    self.schema = schema
    type = schema.type.resolved(currency: currency)
    let kinds = schema.type.columns.map(\.kind)
    valueColumns = kinds.enumerated().map { ColumnLayout(number: schema.number &+ Int32($0.offset), kind: $0.element) }
    foldedColumn =
      FieldLayout.hasFoldedColumn(schema)
      ? ColumnLayout(number: schema.number &+ Int32(kinds.count), kind: .text) : nil
  }

  /// The owner of any record, as a reference like others.
  package static let owner: FieldLayout = {
    var schema = FieldSchema(SystemField.owner.name, .reference(.one("user")))
    schema.number = SystemField.owner.columnNumber
    schema.relationship = RelationshipSchema(onDelete: .restrict)
    return FieldLayout(schema, currency: .usd)
  }()

  /// How the field lay before it was retyped, the latest first: values of that time are in the change log.
  package func former(currency: Currency) -> [FieldLayout] {
    schema.formerTypes.reversed().map { former in
      var past = schema
      (past.number, past.type) = (former.number, former.type)
      return FieldLayout(past, currency: currency)
    }
  }

  /// Every column of the field.
  package var columns: [ColumnLayout] { valueColumns + (foldedColumn.map { [$0] } ?? []) }

  /// The column that equality, uniqueness and indexes go by.
  package var keyColumn: ColumnLayout? {
    if schema.isFolded, let foldedColumn { return foldedColumn }
    switch type {
    case .phone: return valueColumns.last
    default: return valueColumns.first
    }
  }

  /// The columns that an index for sorting and searching goes by.
  package var indexColumns: [Int32] {
    switch type {
    case .text, .email, .longText: foldedColumn.map { [$0.number, schema.number] } ?? [schema.number]
    case .personName: foldedColumn.map { [$0.number] } ?? [schema.number]
    case .phone: [schema.number &+ 1]
    case .reference(let targets) where targets.isPolymorphic: [schema.number, schema.number &+ 1]
    default: [schema.number]
    }
  }

  /// The columns that tell two values apart: of a reference to records of several entities both, because ids are unique
  /// within an entity only.
  package var uniqueColumns: [Int32] {
    if type.referenceTargets?.isPolymorphic == true { return valueColumns.map(\.number) }
    return keyColumn.map { [$0.number] } ?? []
  }

  /// How many column numbers a field takes; always one more than its type has columns, so that an index may be added later.
  package static func numbersTaken(by type: FieldType) -> Int32 { Int32(type.columns.count) &+ 1 }

  /// Whether a field keeps the folded key of its text beside it: where it is sorted, searched or compared without case.
  static func hasFoldedColumn(_ field: FieldSchema) -> Bool {
    switch field.type {
    case .personName: true
    case .text, .email: field.isIndexed || field.isFolded
    default: false
    }
  }

  /// The folded key of a value's cells: of the text itself, or of a person's name by family name.
  package func foldedKey(of cells: [Scalar]) -> Scalar {
    if case .personName = type {
      let parts = [3, 1, 2].compactMap { cells.indices.contains($0) ? cells[$0].textValue : nil }
      return parts.isEmpty ? .null : .text(TextKey.folded(parts.joined(separator: " ")))
    }
    return cells.first?.textValue.map { .text(TextKey.folded($0)) } ?? .null
  }
}
