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
  /// Identifies the query, for cursors.
  package let fingerprint: UInt64

  /// Turns the rows of a batch into values, in the order of ``outputs``.
  package func values(_ batch: RowBatch, row: Int) -> [FieldValue] {
    outputs.map { output in
      if output.cells.count == 1 { return FieldCodec.decode(batch.vectors[output.cells[0]][row], as: output.type) }
      return FieldCodec.decode(output.cells.map { batch.vectors[$0][row] }, as: output.type)
    }
  }

  /// Where a row stands in the order: its sort cells.
  package func position(of row: Int, in batch: RowBatch) -> [Scalar] {
    positions.map { cell in
      let value = batch.vectors[cell.position][row]
      return cell.isFolded ? value.textValue.map { .text(TextKey.folded($0)) } ?? .null : value
    }
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
}

/// One cell of a row's place in the order.
package struct CursorCell: Sendable {
  /// The position in the scan's columns.
  package let position: Int
  /// Whether the order goes by its folded key.
  package let isFolded: Bool
}
