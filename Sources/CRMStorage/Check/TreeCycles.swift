/// Finds what cannot be in a tree: records that are their own ancestors.
enum TreeCycles {
  /// The least id of each cycle, ascending; what only hangs below a cycle is not told.
  ///
  /// - Parameter parents: The parent of each record that has one.
  /// - Complexity: O(*n* log *n*) in the number of records.
  static func leastIDs(_ parents: [Int64: Int64]) -> [Int64] {
    // The start of the walk that came by first.
    var walks: [Int64: Int64] = [:]
    var found: [Int64] = []
    for start in parents.keys.sorted() {
      var at = start
      while walks[at] == nil, let parent = parents[at] {
        walks[at] = start
        at = parent
      }
      // A walk that meets itself has gone round.
      guard walks[at] == start, var next = parents[at] else { continue }
      var least = at
      while next != at, let further = parents[next] {
        least = min(least, next)
        next = further
      }
      found.append(least)
    }
    return found.sorted()
  }
}
