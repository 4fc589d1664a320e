package import CRMModel

/// A query whose rows are records, ready to be run: a scan, and how its cells become values.
package struct BoundRows: Sendable {
  /// The entity.
  package let entity: EntityName
  /// The scan without any page's bounds.
  package var scan: RowScan
  /// The values of a row, in order.
  package let outputs: [OutputColumn]
  /// The cells of a row that say where it stands in the order: of ``RowScan/columns`` by position, and whether they are folded first.
  package let positions: [CursorCell]

  /// The cell that holds the revision, if it is one of the values.
  var revision: Int? { outputs.first { $0.name == SystemField.revision.name }?.cells.first }

  /// The values of a row, in the order of ``outputs``.
  package func values(_ cells: borrowing CellRow) -> [FieldValue] {
    var values: [FieldValue] = []
    values.reserveCapacity(outputs.count)
    for output in outputs { values.append(output.value(cells)) }
    return values
  }

  /// Where a row stands in the order: its sort cells.
  package func position(_ cells: borrowing CellRow) -> [Scalar] {
    var position: [Scalar] = []
    for cell in positions {
      let value = cells[cell.position]
      position.append(cell.isFolded ? value.textValue.map { .text(TextKey.folded($0)) } ?? .null : value)
    }
    return position
  }
}

/// One value of a row and the cells it is made of.
package struct OutputColumn: Sendable {
  /// The name in the result.
  package let name: FieldName
  /// The type.
  package let type: FieldType
  /// The positions in the scan's columns.
  package let cells: [Int]
  /// How they make the value.
  let decoding: CellDecoding
  /// Whether they lie one behind the other, as a decoding reads them.
  let isInOrder: Bool

  init(name: FieldName, type: FieldType, cells: [Int]) {
    self.name = name
    self.type = type
    self.cells = cells
    decoding = CellDecoding(type)
    isInOrder = cells.count == type.columns.count && zip(cells, cells.dropFirst()).allSatisfy { $1 == $0 + 1 }
  }

  /// The value in a row.
  package func value(_ row: borrowing CellRow) -> FieldValue {
    if isInOrder, let start = cells.first { return decoding.value(row, at: start) }
    var scalars: [Scalar] = []
    for cell in cells { scalars.append(row[cell]) }
    return FieldCodec.decode(scalars, as: type)
  }
}

/// One cell of a row's place in the order.
package struct CursorCell: Sendable {
  /// The position in the scan's columns.
  package let position: Int
  /// Whether the order goes by its folded key.
  package let isFolded: Bool
}
