/// How the cells of one row become values: found once for all rows.
package struct RowValues: Sendable {
  private let decodings: ContiguousArray<CellDecoding>
  /// The position of each value's first cell.
  private let starts: ContiguousArray<Int>

  package init(_ values: [(decoding: CellDecoding, start: Int)]) {
    decodings = ContiguousArray(values.map(\.decoding))
    starts = ContiguousArray(values.map(\.start))
  }

  /// How many values there are.
  package var count: Int { starts.count }

  /// The values of a row, in order.
  package func values(_ cells: borrowing CellRow) -> [FieldValue] {
    let count = starts.count
    return Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      if let base = buffer.baseAddress {
        for index in 0..<count { (base + index).initialize(to: decodings[index].value(cells, at: starts[index])) }
      }
      initialized = count
    }
  }
}
