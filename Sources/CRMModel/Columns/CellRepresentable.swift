/// A field type that is one whole-number cell, so that columns of it are read and written without going through ``FieldValue``.
public protocol CellRepresentable: FieldRepresentable {
  /// The value of a cell; `type` is the field's.
  init(cell: Int64, type: FieldType)
  /// The cell; nil for the type's empty value.
  var cell: Int64? { get }
  /// Whether the value fits a field of this type as it is; if not, ``FieldCodec`` has the last word.
  func fits(_ type: FieldType) -> Bool
  /// Whether every value fits a field of this type as it is, so that none need be asked.
  static func allFit(_ type: FieldType) -> Bool
}

extension CellRepresentable {
  /// Whether the field is of the type that the property's type stands for.
  public func fits(_ type: FieldType) -> Bool { Self.allFit(type) }
  /// Whether the field is of the type that the property's type stands for.
  public static func allFit(_ type: FieldType) -> Bool { type == fieldType }

  /// Reads a whole column of cells.
  public static func load(_ columns: FieldColumns, into target: StridedProperty<Self>) {
    guard columns.vectors.count == 1, case .integers(let values, let present) = columns.vectors[0] else {
      for row in 0..<min(columns.count, target.count) {
        if let value = Self(fieldValue: columns.value(at: row)) { target[row] = value }
      }
      return
    }
    let type = columns.type
    for row in 0..<min(values.count, target.count) where present?[row] ?? true {
      target[row] = Self(cell: values[row], type: type)
    }
  }

  /// Reads a whole column of cells into properties that may be nil.
  public static func loadOptionals(_ columns: FieldColumns, into target: StridedProperty<Self?>) {
    guard columns.vectors.count == 1, case .integers(let values, let present) = columns.vectors[0] else {
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
    let allFit = allFit(type)
    guard columns.count == 0, columns.vectors.count == 1, columns.vectors[0].kind == .integer else {
      for row in 0..<count { try columns.append(value(row)?.fieldValue ?? .null) }
      return
    }
    var cells = Array(repeating: Int64(0), count: count)
    var present: [Bool]?
    for row in 0..<count {
      let value = value(row)
      if let value, !allFit, !value.fits(type) {
        do throws(ValueError) {
          cells[row] = try FieldCodec.encode(value.fieldValue, as: type).first?.integerValue ?? 0
        } catch {
          // How many rows there are tells which one is wrong.
          columns.vectors[0] = .integers(Array(cells[..<row]), present: present.map { Array($0[..<row]) })
          throw error
        }
      } else if let cell = value?.cell {
        cells[row] = cell
      } else {
        ColumnVector.mark(row, in: &present, of: count)
      }
    }
    columns.vectors[0] = .integers(cells, present: present)
  }
}

extension ColumnVector {
  /// Notes that the cell of a row is null.
  fileprivate static func mark(_ row: Int, in present: inout [Bool]?, of count: Int) {
    if present == nil { present = Array(repeating: true, count: count) }
    present?[row] = false
  }
}
