public import CRMModel

/// Who reports to whom in a forecast.
///
///     let planned = ForecastHierarchy([ann.id: vera.id])
///     let forecast = try snapshot.forecast(of: Opportunity.self, in: year, managers: planned)
public struct ForecastHierarchy: Hashable, Sendable {
  /// Whom each user reports to; nil for what the users' field says.
  private let managers: [User.ID: User.ID]?

  /// As the users' field `manager` has it.
  public static let users = ForecastHierarchy(managers: nil)

  /// A tree of its own: a planned one, or last year's.
  ///
  /// It says nothing about who may be seen: a user whom the principal may not see, or who is not there, has no row in
  /// it, and the teams of such a manager stand below ``Forecast/unassigned``.
  ///
  /// - Parameter managers: Whom each user reports to. Who is not in it reports to nobody.
  public init(_ managers: [User.ID: User.ID]) { self.init(managers: managers) }

  private init(managers: [User.ID: User.ID]?) { self.managers = managers }

  func manager(of line: ForecastUsers.Line) -> User.ID? {
    guard let managers else { return line.manager }
    return managers[line.user]
  }
}
