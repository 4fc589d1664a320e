/// A field type that is one whole-number cell, so that columns of it are read and written without going through ``FieldValue``.
public protocol CellRepresentable: FieldRepresentable {
  /// The value of a cell; `type` is the field's.
  init(cell: Int64, type: FieldType)
  /// The cell; nil for the type's empty value.
  var cell: Int64? { get }
  /// Whether fields of a type keep such values as cells; those of other types are read and written through ``FieldValue``.
  static func isKept(by type: FieldType) -> Bool
  /// Whether this value may be kept as its cell by a field of a type that keeps such values; ``FieldCodec`` has the last word.
  func fits(_ type: FieldType) -> Bool
}

extension CellRepresentable {
  /// Whether the field is of the type that the property's type stands for.
  public static func isKept(by type: FieldType) -> Bool { type == fieldType }
  /// Always.
  public func fits(_ type: FieldType) -> Bool { true }

  /// Reads a whole column of cells; null as the empty value, if the type has one.
  public static func load(_ columns: FieldColumns, into target: StridedProperty<Self>) {
    guard isKept(by: columns.type), case .integers(let values, let present) = columns.vectors.first else {
      for row in 0..<min(columns.count, target.count) {
        if let value = Self(fieldValue: columns.value(at: row)) { target[row] = value }
      }
      return
    }
    let type = columns.type
    guard let present else {
      for row in 0..<min(values.count, target.count) { target[row] = Self(cell: values[row], type: type) }
      return
    }
    let empty = Self(fieldValue: .null)
    for row in 0..<min(values.count, target.count) {
      if present[row] {
        target[row] = Self(cell: values[row], type: type)
      } else if let empty {
        target[row] = empty
      }
    }
  }

  /// Reads a whole column of cells into properties that may be nil.
  public static func loadOptionals(_ columns: FieldColumns, into target: StridedProperty<Self?>) {
    guard isKept(by: columns.type), case .integers(let values, let present) = columns.vectors.first else {
      for row in 0..<min(columns.count, target.count) {
        if let value = Self?(fieldValue: columns.value(at: row)) { target[row] = value }
      }
      return
    }
    let type = columns.type
    for row in 0..<min(values.count, target.count) {
      target[row] = present?[row] ?? true ? Self(cell: values[row], type: type) : nil
    }
  }

  /// Writes a whole column of cells.
  public static func store(_ source: StridedProperty<Self>, into columns: inout FieldColumns) throws(ValueError) {
    try storeCells(source.count, into: &columns) { source[$0] }
  }

  /// Writes a whole column of cells of properties that may be nil.
  public static func storeOptionals(
    _ source: StridedProperty<Self?>, into columns: inout FieldColumns
  ) throws(ValueError) {
    try storeCells(source.count, into: &columns) { source[$0] }
  }

  @inline(__always)
  private static func storeCells(
    _ count: Int, into columns: inout FieldColumns, value: (Int) -> Self?
  ) throws(ValueError) {
    let type = columns.type
    guard columns.count == 0, isKept(by: type) else {
      for row in 0..<count { try columns.append(value(row)?.fieldValue ?? .null) }
      return
    }
    var cells = Array(repeating: Int64(0), count: count)
    var present: [Bool]?
    for row in 0..<count {
      let value = value(row)
      if let value, !value.fits(type) {
        do throws(ValueError) {
          cells[row] = try FieldCodec.encode(value.fieldValue, as: type).first?.integerValue ?? 0
        } catch {
          // How many rows there are tells which one is wrong.
          columns.vectors = [.integers(Array(cells[..<row]), present: present.map { Array($0[..<row]) })]
          throw error
        }
      } else if let cell = value?.cell {
        cells[row] = cell
      } else {
        ColumnVector.mark(row, in: &present, of: count)
      }
    }
    columns.vectors = [.integers(cells, present: present)]
  }
}

extension ColumnVector {
  /// Notes that the cell of a row is null.
  fileprivate static func mark(_ row: Int, in present: inout [Bool]?, of count: Int) {
    if present == nil { present = Array(repeating: true, count: count) }
    present?[row] = false
  }
}
