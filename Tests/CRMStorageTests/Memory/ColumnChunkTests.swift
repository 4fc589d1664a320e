import CRMModel
import CRMTesting
import Testing

@testable import CRMStorage

@Suite struct `A chunk of a column` {
  /// What is done to a chunk and to plain cells beside it, at random.
  private static func differences(_ kind: ColumnKind, _ seed: UInt64) -> [Int] {
    var random = SeededGenerator(seed: seed)
    let spread = Int64.random(in: 1...3_000, using: &random)
    func cell() -> Scalar {
      if random.happens(10) { return .null }
      let number = Int64.random(in: -spread...spread, using: &random)
      return switch kind {
      case .integer: .integer(number &* (.max / spread))
      case .real: .real(Double(number) / 8)
      case .text: .text(number == 0 ? "" : "text \(number)")
      }
    }
    var chunk = ColumnChunk(kind)
    var cells: [Scalar] = []
    for _ in 0..<2_000 {
      cells.append(cell())
      chunk.append(cells[cells.count - 1])
    }
    chunk.seal()
    for _ in 0..<4_000 {
      let row = Int.random(in: cells.indices, using: &random)
      cells[row] = cell()
      chunk.set(row, to: cells[row])
      if random.happens(1) { chunk.seal() }
    }
    for _ in 0..<10 {
      cells.append(cell())
      chunk.append(cells[cells.count - 1])
    }
    return cells.indices.filter { row in
      chunk[row] != cells[row] || chunk.nulls[row] != cells[row].isNull
        || (chunk.isCoded && (chunk.codes[row] == 0) != cells[row].isNull)
    }
  }

  @Test(arguments: ColumnKind.allCases, [UInt64](1...6))
  func `holds what was put into it however it is packed`(_ kind: ColumnKind, _ seed: UInt64) {
    #expect(Self.differences(kind, seed) == [])
  }

  @Test func `takes a quarter of the room for numbers of which many are the same`() {
    var chunk = ColumnChunk(.integer)
    for row in 0..<2_048 { chunk.append(.integer(Int64(row % 16) << 40)) }
    let before = chunk.byteCount
    chunk.seal()
    #expect(chunk.isCoded)
    #expect(chunk.byteCount * 3 < before)
    #expect((0..<2_048).allSatisfy { chunk[$0] == .integer(Int64($0 % 16) << 40) })
  }

  @Test func `is left as it is if most numbers differ`() {
    var chunk = ColumnChunk(.integer)
    for row in 0..<2_048 { chunk.append(.integer(Int64(row))) }
    chunk.seal()
    #expect(!chunk.isCoded)
  }
}
