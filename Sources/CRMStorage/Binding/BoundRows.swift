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
  /// How the values come out of a row's cells; nil if one of them is made of cells that do not lie one behind the other.
  private let quick: RowValues?
  /// The cell that holds the revision, if it is one of the values.
  let revision: Int?

  init(entity: EntityName, scan: RowScan, outputs: [OutputColumn], positions: [CursorCell]) {
    self.entity = entity
    self.scan = scan
    self.outputs = outputs
    self.positions = positions
    quick = Self.starts(outputs).map { starts in
      RowValues(zip(outputs, starts).map { (decoding: $0.decoding, start: $1) })
    }
    revision = outputs.first { $0.name == SystemField.revision.name }?.cells.first
  }

  private static func starts(_ outputs: [OutputColumn]) -> [Int]? {
    let starts = outputs.compactMap { $0.isInOrder ? $0.cells.first : nil }
    return starts.count == outputs.count ? starts : nil
  }

  /// For each value its decoding and the position of its first cell; nil if one is made of cells that do not lie one behind the other.
  package var cells: [(decoding: CellDecoding, start: Int)]? {
    Self.starts(outputs).map { starts in zip(outputs, starts).map { ($0.decoding, $1) } }
  }

  /// The values of a row, in the order of ``outputs``.
  package func values(_ cells: borrowing CellRow) -> [FieldValue] {
    if let quick { return quick.values(cells) }
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
