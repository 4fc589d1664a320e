import CRMModel
import Testing

@testable import CRMSales

@Suite struct `The sums of a forecast` {
  @Test func `take room only where there is something`() throws {
    var matrix = ForecastMatrix(rows: 2_000, periods: 1_000)
    let sum = ForecastSum(count: 1, amount: 300, weighted: 15_050)
    try matrix.add(try Self.line(sum, 999, of: 1_000), 1_999)
    try matrix.add(row: 1_999, to: 0)
    #expect(matrix.lines.filter { !$0.isEmpty }.count == 2)
    #expect(matrix.lines[0][999].count == ForecastCategory.inOrder.count)
    #expect(matrix.lines[0][998].isEmpty)
    #expect(Self.amounts(matrix, 5, 5).isEmpty)
    let figure = try Self.amounts(matrix, 0, 999).single(.commit)
    // 150.5 minor units are rounded half to even.
    #expect(figure == ForecastFigure(count: 1, amount: Money(minor: 300, .usd), weighted: Money(minor: 150, .usd)))
    #expect(Self.amounts(matrix, 0, 999) == Self.amounts(matrix, 1_999, 999))
    #expect(Self.amounts(matrix, 0, 998) == Self.amounts(matrix, 7, 3))
  }

  @Test func `are those of nothing once everything is taken away`() throws {
    var matrix = ForecastMatrix(rows: 2, periods: 2)
    let sum = ForecastSum(count: 1, amount: 300, weighted: 15_050)
    try matrix.add(try Self.line(sum, 1, of: 2), 0)
    #expect(Self.amounts(matrix, 0, 1) != Self.amounts(matrix, 1, 1))
    try matrix.add(try Self.line(try sum.opposite, 1, of: 2), 0)
    #expect(matrix.lines[0].isEmpty)
    #expect(Self.amounts(matrix, 0, 1) == Self.amounts(matrix, 1, 1))
    #expect(Self.amounts(matrix, 0, 1).hashValue == Self.amounts(matrix, 1, 1).hashValue)
  }

  @Test func `of one owner are gathered apart from those of the next`() throws {
    var gathering = ForecastGathering(periods: 3)
    let sum = ForecastSum(count: 1, amount: 2, weighted: 3)
    try gathering.add(sum, 2, category: 4)
    try gathering.add(sum, 2, category: 4)
    try gathering.add(sum, 0, category: 1)
    let first = gathering.take()
    #expect(Array(first[2]).map(\.count) == [0, 0, 0, 0, 2, 0])
    #expect(Array(first[0]).map(\.amount) == [0, 2, 0, 0, 0, 0])
    #expect(first[1].isEmpty)
    #expect(gathering.take().isEmpty)
    try gathering.add(sum, 2, category: 0)
    #expect(Array(gathering.take()[2]).map(\.weighted) == [3, 0, 0, 0, 0, 0])
  }

  private static func line(_ sum: ForecastSum, _ period: Int, of periods: Int) throws -> ForecastLine {
    var gathering = ForecastGathering(periods: periods)
    try gathering.add(sum, period, category: ForecastCategory.commit.place)
    return gathering.take()
  }

  private static func amounts(_ matrix: ForecastMatrix, _ row: Int, _ period: Int) -> ForecastAmounts {
    let unit = ForecastUnit(currency: .usd, decimals: 0, weightDecimals: 2)
    return ForecastAmounts(line: matrix.lines[row], period: period, unit: unit)
  }

  @Test(
    arguments: [
      (5, 1, 0), (15, 1, 2), (25, 1, 2), (-15, 1, -2), (-5, 1, 0), (-6, 1, -1), (7, 0, 7), (Int128.max, 38, 2),
      (Int128.min, 38, -2), (Int128.max, 39, 0), (Int128.min, 60, 0), (Int128.max, 0, nil), (Int128.max, 18, nil),
    ] as [(Int128, Int, Int64?)])
  func `are rounded half to even, whatever decimals they have`(_ sum: Int128, _ decimals: Int, _ minor: Int64?) {
    #expect(ForecastUnit(currency: .usd, decimals: decimals, weightDecimals: 0).amount(sum) == minor)
    #expect(ForecastUnit(currency: .usd, decimals: 0, weightDecimals: decimals).weighted(sum) == minor)
  }
}
