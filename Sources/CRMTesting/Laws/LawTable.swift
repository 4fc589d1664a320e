internal import CRMModel
internal import CRMStorage

/// The tables that laws are checked on: all have the same columns, so that a column's number tells its kind.
enum LawTable {
  static let first: TableID = 1
  static let second: TableID = 2
  static let third: TableID = 3

  /// The kind of a column.
  static func kind(of column: Int32) -> ColumnKind {
    switch column {
    case .real, .latitude, .longitude: .real
    case .text, .name, .entity: .text
    default: .integer
    }
  }

  /// The layout of a table.
  static func layout(_ id: TableID, indexes: [IndexLayout] = []) -> TableLayout {
    let fields: [Int32] = [.whole, .other, .real, .latitude, .longitude, .text, .name, .parent, .entity]
    let columns = (Array(0...5) + fields).map { ColumnLayout(number: $0, kind: kind(of: $0)) }
    return TableLayout(id: id, columns: columns, indexes: indexes)
  }

  /// A batch of rows by ascending id; all columns that any row names.
  static func batch(_ rows: [Int64: [Int32: Scalar]]) -> RowBatch {
    let ids = rows.keys.sorted()
    let columns = Set(rows.values.flatMap(\.keys)).sorted()
    let vectors = columns.map { column in
      var vector = ColumnVector(kind(of: column))
      for id in ids { vector.append(rows[id]?[column] ?? .null) }
      return vector
    }
    return RowBatch(ids: ids, columns: columns, vectors: vectors)
  }
}

extension Int32 {
  static let deletedAt: Int32 = 5
  static let whole: Int32 = 10
  static let other: Int32 = 11
  static let real: Int32 = 12
  static let latitude: Int32 = 13
  static let longitude: Int32 = 14
  static let text: Int32 = 15
  static let name: Int32 = 16
  static let parent: Int32 = 17
  static let entity: Int32 = 18
}

extension ColumnRef {
  /// A column of source 0.
  static func own(_ column: Int32) -> ColumnRef { ColumnRef(column: column) }
  /// A column of source 1.
  static func parents(_ column: Int32) -> ColumnRef { ColumnRef(source: 1, column: column) }
}

extension Operand {
  /// A column of source 0.
  static func own(_ column: Int32) -> Operand { .column(.own(column)) }
  /// A column of source 1.
  static func parents(_ column: Int32) -> Operand { .column(.parents(column)) }
}

extension Filter {
  /// Whether a column of source 0 equals a value.
  static func own(_ column: Int32, is value: Scalar) -> Filter { .compare(.own(column), .equal, .literal(value)) }
}

extension [Source] {
  /// The first table alone.
  static let first = [Source(table: LawTable.first)]
  /// The first table and the rows of the second that its ``Int32/parent`` column names.
  static let withParent = [Source(table: 1), Source(table: 2, link: Source.Link(id: .own(.parent)))]
}
