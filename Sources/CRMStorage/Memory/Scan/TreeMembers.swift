import CRMModel

/// Finds all rows of a tree.
enum TreeMembers {
  /// The ids at or below the root. Ends on rows that are their own ancestors, too.
  ///
  /// - Complexity: O(*n*) in the rows of the table, or in the members if the parent column is indexed.
  static func find(_ tree: TreeScan, in state: MemoryState) throws -> Set<Int64> {
    let table = try state.table(tree.table)
    let children = childrenFinder(tree, table)
    var members: Set<Int64> = [tree.root]
    var open = [tree.root]
    while let parent = open.popLast() {
      for child in children(parent) where members.insert(child).inserted { open.append(child) }
    }
    return members
  }

  private static func childrenFinder(_ tree: TreeScan, _ table: MemoryTable) -> (Int64) -> [Int64] {
    if let index = table.indexes.first(where: { $0.layout.columns == [tree.parent] && $0.layout.filter == nil }) {
      return { parent in
        let key = IndexKey(head: IndexKey.sortable(parent))
        var found: [Int64] = []
        index.forEach(KeyRange(isNull: false, lower: key, upper: nil)) {
          guard $0.key == key else { return false }
          found.append($0.id)
          return true
        }
        return found
      }
    }
    var children: [Int64: [Int64]] = [:]
    guard let place = table.layout.position(of: tree.parent) else { return { _ in [] } }
    for chunk in table.chunks {
      let column = chunk.columns[place]
      chunk.live.subtracting(column.nulls).forEach { children[column.word($0), default: []].append(chunk.id($0)) }
    }
    return { children[$0] ?? [] }
  }
}
