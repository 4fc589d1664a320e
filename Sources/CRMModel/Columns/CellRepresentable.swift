/// A field type that is one whole-number cell, so that columns of it are read and written without going through ``FieldValue``.
public protocol CellRepresentable: FieldRepresentable {
  /// The value of a cell; `type` is the field's.
  init(cell: Int64, type: FieldType)
  /// The cell; nil for the type's empty value.
  var cell: Int64? { get }
}

extension CellRepresentable {
  /// Reads a whole column of cells.
  public static func load(_ columns: FieldColumns, into target: StridedProperty<Self>) {
    guard columns.vectors.count == 1, case .integers(let values, let present) = columns.vectors[0] else {
      return loadValues(columns, into: target)
    }
    let type = columns.type
    if let present {
      for row in 0..<min(values.count, target.count) where present[row] {
        target[row] = Self(cell: values[row], type: type)
      }
    } else {
      for row in 0..<min(values.count, target.count) { target[row] = Self(cell: values[row], type: type) }
    }
  }

  /// Reads a whole column of cells into properties that may be nil.
  public static func loadOptionals<V>(_ columns: FieldColumns, into target: StridedProperty<V>) {
    guard columns.vectors.count == 1, case .integers(let values, let present) = columns.vectors[0],
      let target = target as? StridedProperty<Self?>
    else { return loadValues(columns, into: target) }
    let type = columns.type
    for row in 0..<min(values.count, target.count) {
      target[row] = present?[row] == false ? nil : Self(cell: values[row], type: type)
    }
  }

  private static func loadValues<V>(_ columns: FieldColumns, into target: StridedProperty<V>) {
    for row in 0..<min(columns.count, target.count) {
      if let value = Optional<Self>(fieldValue: columns.value(at: row)) as? V { target[row] = value }
    }
  }
}
