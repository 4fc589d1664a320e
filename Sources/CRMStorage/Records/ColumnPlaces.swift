import CRMModel

/// The type and the columns of a field of an entity.
///
/// A class, because to copy a type costs more than to read a cell; of no entity's type, because what is generic is looked up at each call.
final class ColumnPlaces: Sendable {
  let type: FieldType
  let columns: [ColumnLayout]
  /// Where the first of the columns stands among those that are read.
  let start: Int

  init(_ field: FieldLayout, start: Int) {
    type = field.type
    columns = field.valueColumns
    self.start = start
  }

  /// The field's cells in some rows; nulls for a column that the rows do not name.
  func cells(_ rows: RowBatch) -> FieldColumns {
    var vectors: [ColumnVector] = []
    vectors.reserveCapacity(columns.count)
    for column in columns {
      if let position = rows.position(of: column.number) {
        vectors.append(rows.vectors[position])
      } else {
        vectors.append(ColumnVector(nulls: rows.count, kind: column.kind))
      }
    }
    return FieldColumns(type: type, vectors: vectors)
  }

  /// Whether any of some columns is the field's.
  func has(anyOf numbers: [Int32]) -> Bool {
    for column in columns where numbers.contains(column.number) { return true }
    return false
  }

  /// The positions of the fields that have any of some columns.
  static func positions(_ places: [ColumnPlaces?], having numbers: [Int32]) -> [Int] {
    var positions: [Int] = []
    for index in places.indices where places[index]?.has(anyOf: numbers) ?? false { positions.append(index) }
    return positions
  }
}
