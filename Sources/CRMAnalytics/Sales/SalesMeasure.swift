public import CRMModel

/// What is measured of which deals.
public struct SalesMeasure: Hashable, Sendable {
  /// The deals.
  public var status: DealStatus
  /// What is measured of them.
  public var aggregate: Aggregate

  /// Names a measure; any field of a deal or its parents can be measured.
  public init(_ status: DealStatus, _ aggregate: Aggregate) {
    self.status = status
    self.aggregate = aggregate
  }

  /// What won deals are worth.
  public static let wonValue = SalesMeasure(.won, Aggregate(.sum, "amount"))
  /// How many deals were won.
  public static let wonCount = SalesMeasure(.won, .count)
  /// What lost deals were worth.
  public static let lostValue = SalesMeasure(.lost, Aggregate(.sum, "amount"))
  /// How many deals were lost.
  public static let lostCount = SalesMeasure(.lost, .count)
  /// What open deals are worth.
  public static let openValue = SalesMeasure(.open, Aggregate(.sum, "amount"))
  /// How many deals are open.
  public static let openCount = SalesMeasure(.open, .count)
}
