public import CRMModel
public import CRMSales

/// Which deals a figure is about.
public enum DealStatus: String, Hashable, Sendable, CaseIterable {
  /// In a stage that is not closed.
  case open
  /// In a closed stage: won or lost.
  case closed
  /// In a won stage.
  case won
  /// In a stage that is closed and not won.
  case lost
  /// Any.
  case all

  /// The deals of the status.
  public var deals: EntityQuery<Opportunity> {
    switch self {
    case .open: Opportunity.query.where { !$0.stage.isClosed }
    case .closed: Opportunity.query.where { $0.stage.isClosed }
    case .won: Opportunity.query.where { $0.stage.isWon }
    case .lost: Opportunity.query.where { $0.stage.isClosed && !$0.stage.isWon }
    case .all: Opportunity.query
    }
  }
}
