import CRMModel
import Testing

@testable import CRMSales

@Suite struct `The sums of a forecast` {
  @Test func `take room only where there is something`() throws {
    var matrix = ForecastMatrix(rows: 2_000, periods: 1_000, scale: 2, .usd)
    let sum = ForecastSum(count: 1, minor: 300, weighted: 15_050)
    try matrix.add(sum, 1_999, 999, category: ForecastCategory.commit.place)
    try matrix.add(row: 1_999, to: 0)
    #expect(matrix.sums.count == 3 * ForecastCategory.inOrder.count)
    #expect(matrix.isEmpty(1))
    #expect(matrix.amounts(5, 5).isEmpty)
    let figure = try matrix.amounts(0, 999).single(.commit)
    // 150.5 minor units are rounded half to even.
    #expect(figure == ForecastFigure(count: 1, amount: Money(minor: 300, .usd), weighted: Money(minor: 150, .usd)))
    #expect(matrix.amounts(0, 999) == matrix.amounts(1_999, 999))
    #expect(matrix.amounts(0, 998) == matrix.amounts(7, 3))
  }
}
