internal import CRMModel
internal import CRMSecurity

/// The users in the order of a tree of managers.
struct ForecastTree {
  struct Node {
    let user: User.ID
    let name: String
    let isActive: Bool
    var manager: User.ID?
    /// The place of the manager among the nodes.
    fileprivate(set) var managerPlace: Int?
    var depth = 0
  }

  /// Of whom it is made.
  let users: ForecastUsers
  /// Each before those who report to him, those of one manager by name; last those below a manager whom the tree does not have.
  private(set) var nodes: [Node] = []
  /// Where those begin who are below a manager whom the tree does not have; they stand a level lower, under whatever nobody has.
  private(set) var firstStray = 0
  private var places: [User.ID: Int] = [:]

  /// The tree of a hierarchy, made where users have changed.
  static func current(_ snapshot: Snapshot, _ hierarchy: ForecastHierarchy) throws(StoreError) -> ForecastTree {
    guard hierarchy == .users else { return try ForecastTree(try ForecastUsers.current(snapshot), hierarchy) }
    return try snapshot.derived(from: ForecastUsers.query) { () throws(StoreError) in
      try ForecastTree(try ForecastUsers.current(snapshot), hierarchy)
    }
  }

  /// Orders users by who reports to whom.
  ///
  /// - Throws: ``ErrorCode/cyclicReference`` with everybody who is his own manager, directly or not; those below them are not named.
  init(_ users: ForecastUsers, _ hierarchy: ForecastHierarchy) throws(StoreError) {
    self.users = users
    var read = users.lines.map { line in
      Node(
        user: line.user, name: line.name, isActive: line.isActive,
        manager: hierarchy.manager(of: line))
    }
    let indexes = Dictionary(
      read.enumerated().map { ($0.element.user, $0.offset) }, uniquingKeysWith: { first, _ in first })
    var reports: [Int: [Int]] = [:]
    var tops: [Int] = []
    var strays: [Int] = []
    for (index, node) in read.enumerated() {
      if let manager = node.manager {
        if let above = indexes[manager] {
          reports[above, default: []].append(index)
        } else {
          read[index].manager = nil
          strays.append(index)
        }
      } else {
        tops.append(index)
      }
    }
    place(tops, at: 0, read, reports)
    firstStray = nodes.count
    place(strays, at: 1, read, reports)
    guard nodes.count < read.count else { return }
    let circling = Self.circling(read.map { node in node.manager.flatMap { indexes[$0] } })
    let violations = circling.map { index in
      Violation(
        .cyclicReference, "the user is among those above himself", entity: User.name, field: "manager",
        record: read[index].user.erased)
    }
    throw StoreError(
      .conflict, .cyclicReference,
      "\(violations.count) users report to themselves, directly or through others; mend that first",
      violations: violations)
  }

  /// Places some users, each with everybody below, in their order.
  private mutating func place(_ users: [Int], at depth: Int, _ read: [Node], _ reports: [Int: [Int]]) {
    var open = users.reversed().map { (index: $0, depth: depth) }
    while let (index, depth) = open.popLast() {
      var node = read[index]
      node.depth = depth
      node.managerPlace = place(of: node.manager)
      places[node.user] = nodes.count
      nodes.append(node)
      open += (reports[index] ?? []).reversed().map { ($0, depth + 1) }
    }
  }

  /// Those who come back to themselves by going up, in their order.
  ///
  /// - Complexity: O(*n*), as nobody is passed twice.
  private static func circling(_ above: [Int?]) -> [Int] {
    // On which walk somebody was passed first.
    var walks: [Int?] = Array(repeating: nil, count: above.count)
    var circling = Array(repeating: false, count: above.count)
    for start in above.indices where walks[start] == nil {
      var next: Int? = start
      while let index = next, walks[index] == nil {
        walks[index] = start
        next = above[index]
      }
      // Whom the walk met again, it met on a circle.
      guard let met = next, walks[met] == start else { continue }
      next = met
      while let index = next, !circling[index] {
        circling[index] = true
        next = above[index]
      }
    }
    return circling.indices.filter { circling[$0] }
  }

  /// The place of a user; nil for nobody and for one who is not there.
  func place(of owner: User.ID?) -> Int? { owner.flatMap { places[$0] } }
}
