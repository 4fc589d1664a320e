internal import CRMModel
internal import CRMSecurity

/// The users there are, by name.
struct ForecastUsers: Sendable {
  struct Line {
    let user: User.ID
    let name: String
    let isActive: Bool
    /// Whom the user's field names.
    let manager: User.ID?
  }

  let lines: [Line]

  private static var users: TupleQuery<User.ID, String, Bool, User.ID?> {
    User.query.order(by: { $0.displayName }).select { ($0.id, $0.displayName, $0.isActive, $0.manager) }
  }

  /// What is asked of the users.
  static var query: Query { users.query }

  /// The users whom the principal may see, read where they have changed.
  static func current(_ snapshot: Snapshot) throws(StoreError) -> ForecastUsers {
    try snapshot.derived(from: query) { () throws(StoreError) in
      var lines: [Line] = []
      for (id, name, isActive, manager) in try snapshot.fetch(users) {
        lines.append(Line(user: id, name: name, isActive: isActive, manager: manager))
      }
      return ForecastUsers(lines: lines)
    }
  }
}
