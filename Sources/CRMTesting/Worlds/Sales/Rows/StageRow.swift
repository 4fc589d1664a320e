public import CRMModel

/// A stage of a ``SalesWorld``'s only pipeline.
public struct StageRow: Hashable, Sendable {
  /// What people call it.
  public let name: String
  /// Its place in the pipeline, from 1.
  public let position: Int
  /// How likely a deal in it is won, in per cent.
  public let probability: Int
  /// How much of its deals is counted on.
  public let category: ForecastCategory
  /// Whether deals in it are decided.
  public let isClosed: Bool
  /// Whether deals in it are won.
  public let isWon: Bool

  /// The stages of `SalesModule.standardPipeline`.
  static let standard = [
    StageRow("Prospecting", 1, 10, .pipeline), StageRow("Qualified", 2, 25, .pipeline),
    StageRow("Proposal", 3, 50, .bestCase), StageRow("Negotiation", 4, 75, .commit),
    StageRow("Won", 5, 100, .closed, isClosed: true, isWon: true), StageRow("Lost", 6, 0, .omitted, isClosed: true),
  ]

  private init(
    _ name: String, _ position: Int, _ probability: Int, _ category: ForecastCategory, isClosed: Bool = false,
    isWon: Bool = false
  ) {
    self.name = name
    self.position = position
    self.probability = probability
    self.category = category
    self.isClosed = isClosed
    self.isWon = isWon
  }
}
