import CRMModel
import Testing

@Suite struct `A column of cells` {
  static let columns: [ColumnVector] = [
    .integers([], present: nil), .integers([1, 2, 3], present: nil),
    .integers([1, 0, 3], present: [true, false, true]),
    .reals([], present: nil), .reals([0.5, 2], present: nil), .reals([0, 2], present: [false, true]),
    .texts([]), .texts(["a", nil, "é"]),
  ]

  private func cells(_ column: ColumnVector) -> [Scalar] { (0..<column.count).map { column[$0] } }

  @Test(arguments: columns, columns)
  func `takes another column's cells one after the other, those of another kind as nulls`(
    _ first: ColumnVector, _ second: ColumnVector
  ) {
    var whole = first
    whole.append(contentsOf: second)
    var one = first
    for cell in cells(second) { one.append(cell) }
    #expect(cells(whole) == cells(one))
    #expect(whole.count == first.count + second.count)
    #expect(whole.kind == first.kind)
  }

  @Test(arguments: columns)
  func `gives the cells at some positions and leaves out those out of range`(_ column: ColumnVector) {
    let rows = [2, 0, -1, 0, 7, 1]
    let expected = rows.filter { $0 >= 0 && $0 < column.count }.map { column[$0] }
    #expect(cells(column.picking(rows)) == expected)
    #expect(column.picking(rows).kind == column.kind)
  }

  @Test(arguments: columns)
  func `tells nulls as its cells do`(_ column: ColumnVector) {
    #expect((-1...column.count).map { column.isNull(at: $0) } == (-1...column.count).map { column[$0].isNull })
    #expect(column.hasNulls == cells(column).contains(.null))
  }
}
