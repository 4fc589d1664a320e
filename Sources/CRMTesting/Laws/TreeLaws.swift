internal import CRMModel
internal import CRMStorage

extension EngineLaws {
  static let treeLaws: [EngineLaw] = [treeHoldsDescendants, treesWithCyclesEnd, missingRootIsARoot]

  private static func tree(_ root: Int64, member: ColumnRef = .own(0)) -> Filter {
    .within(TreeScan(member: member, table: LawTable.first, parent: .parent, root: root))
  }

  static let treeHoldsDescendants = EngineLaw(
    "tree: holds its root and all below",
    "A row lies in a tree if it is the root or its parent does, deleted or not; null for a null member."
  ) { bench in
    try await bench.create([
      1: [:], 2: [.parent: .integer(1)], 3: [.parent: .integer(2), .deletedAt: .integer(1)], 4: [.parent: .integer(3)],
      5: [:], 6: [.parent: .integer(5)], 7: [.parent: .integer(99)],
    ])
    try await bench.require(tree(1), isTrue: [1, 2, 3, 4], isFalse: [5, 6, 7], "root 1")
    try await bench.require(tree(2), isTrue: [2, 3, 4], isFalse: [1, 5, 6, 7], "root 2")
    try await bench.require(tree(4), isTrue: [4], isFalse: [1, 2, 3, 5, 6, 7], "leaf")
    try await bench.require(
      tree(1, member: .own(.parent)), isTrue: [2, 3, 4], isFalse: [6, 7], "member is the parent")
  }

  static let treesWithCyclesEnd = EngineLaw(
    "tree: cycles end", "Rows that are each other's parents lie in each other's trees, and asking comes to an end."
  ) { bench in
    try await bench.create([
      1: [.parent: .integer(3)], 2: [.parent: .integer(1)], 3: [.parent: .integer(2)], 4: [.parent: .integer(4)],
      5: [.parent: .integer(3)], 6: [:],
    ])
    try await bench.require(tree(2), isTrue: [1, 2, 3, 5], isFalse: [4, 6], "in a cycle")
    try await bench.require(tree(4), isTrue: [4], isFalse: [1, 2, 3, 5, 6], "its own parent")
    try await bench.require(tree(6), isTrue: [6], isFalse: [1, 2, 3, 4, 5], "outside of cycles")
  }

  static let missingRootIsARoot = EngineLaw(
    "tree: a missing root",
    "A root that is no row has the tree of those who name it as their parent, and is in it as a member."
  ) { bench in
    try await bench.create([
      1: [.parent: .integer(99)], 2: [.parent: .integer(1), .whole: .integer(99)], 3: [.whole: .integer(98)],
    ])
    try await bench.require(tree(99), isTrue: [1, 2], isFalse: [3], "root 99")
    try await bench.require(tree(50), isTrue: [], isFalse: [1, 2, 3], "root 50")
    try await bench.require(tree(99, member: .own(.whole)), isTrue: [2], isFalse: [3], "member is the root")
  }
}
