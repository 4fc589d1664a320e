internal import CRMModel
internal import CRMSecurity

/// The users in the order of the tree of managers.
struct ForecastTree {
  struct Node {
    let user: User.ID
    let name: String
    let isActive: Bool
    var manager: User.ID?
    var depth = 0
  }

  /// Each before those who report to him, those of one manager by name.
  private(set) var nodes: [Node] = []
  private var places: [User.ID: Int] = [:]

  /// Reads the users there are.
  ///
  /// Somebody whose manager is not there, or may not be seen, stands at the top.
  ///
  /// - Throws: ``ErrorCode/cyclicReference`` with everybody who is his own manager, directly or not.
  init(_ snapshot: Snapshot) throws(StoreError) {
    let users = User.query.order(by: { $0.displayName })
    var read: [Node] = []
    for (id, name, isActive, manager) in try snapshot.fetch(
      users.select { ($0.id, $0.displayName, $0.isActive, $0.manager) })
    {
      read.append(Node(user: id, name: name, isActive: isActive, manager: manager))
    }
    let known = Set(read.map(\.user))
    var reports: [User.ID: [Int]] = [:]
    var open: [(index: Int, depth: Int)] = []
    for (index, node) in read.enumerated() {
      if let manager = node.manager, known.contains(manager) {
        reports[manager, default: []].append(index)
      } else {
        read[index].manager = nil
        open.append((index, 0))
      }
    }
    open.reverse()
    while let (index, depth) = open.popLast() {
      read[index].depth = depth
      places[read[index].user] = nodes.count
      nodes.append(read[index])
      open += (reports[read[index].user] ?? []).reversed().map { ($0, depth + 1) }
    }
    guard nodes.count < read.count else { return }
    let violations = read.filter { places[$0.user] == nil }.map { node in
      Violation(
        .cyclicReference, "the user is among those above himself", entity: User.name, field: "manager",
        record: node.user.erased)
    }
    throw StoreError(
      .conflict, .cyclicReference,
      "\(violations.count) users report to themselves, directly or through others; mend that first",
      violations: violations)
  }

  /// The place of a user; nil for nobody and for one who is not there.
  func place(of owner: User.ID?) -> Int? { owner.flatMap { places[$0] } }
}
