import CRMModel

/// The tables that one scan reads, and what it has found out about other rows so far.
///
/// It lives as long as the scan; what it remembers is valid because the state it reads never changes.
final class ScanScope {
  let state: MemoryState
  let sources: [Source]
  private let snapshots: [Snapshot]
  private var parents: [CodeTable]
  private var children: [ChildScan: ChildCounter] = [:]
  private var trees: [TreeScan: Set<Int64>] = [:]

  /// What ``parent(_:of:)`` gives for a row that is missing.
  static let missing = -1

  /// Finds the tables; the sources must have passed ``PlanScope``.
  init(_ sources: [Source], in state: MemoryState) throws {
    self.sources = sources
    self.state = state
    snapshots = try sources.map { Snapshot(try state.table($0.table)) }
    parents = Array(repeating: CodeTable(), count: sources.count)
  }

  /// A table that is passed around by reference, because a copy counts a dozen references.
  final class Snapshot {
    let table: MemoryTable
    init(_ table: MemoryTable) { self.table = table }

    /// One cell; null if the row is missing.
    @inline(__always)
    func cell(_ position: Int, _ column: Int32) -> Scalar {
      guard position != ScanScope.missing, let place = table.layout.position(of: column) else { return .null }
      return table.cell(position, column: place)
    }
  }

  /// The table of a source.
  func snapshot(_ source: Int) -> Snapshot { snapshots[source] }
  /// The table whose rows are returned.
  var base: Snapshot { snapshots[0] }

  /// Where the parent of a source lies, by its id; ``missing`` if it is not there or deleted.
  @inline(__always)
  func parent(_ source: Int, id: Int64) -> Int {
    parents[source].code(for: id) { find(source, id) }
  }

  private func find(_ source: Int, _ id: Int64) -> Int {
    guard let position = snapshots[source].table.position(of: id) else { return ScanScope.missing }
    return snapshots[source].cell(position, SystemField.deletedAt.columnNumber).isNull ? position : ScanScope.missing
  }

  /// Where the row of a source lies that belongs to a row of source 0.
  func position(_ source: Int, for position: Int) -> Int {
    guard source > 0, let link = sources[source].link else { return position }
    let row = RowCells(scope: self, position: position)
    guard let id = row.cell(link.id).integerValue else { return ScanScope.missing }
    if let mark = link.entity {
      guard let name = row.cell(mark.column).textValue, ScalarOrder.areEqual(name, mark.name) else {
        return ScanScope.missing
      }
    }
    return parent(source, id: id)
  }

  /// A row of source 0 with its parents.
  struct RowCells: CellSource {
    let scope: ScanScope
    let position: Int

    func cell(_ column: ColumnRef) -> Scalar {
      let row = column.source == 0 ? position : scope.position(column.source, for: position)
      return scope.snapshot(column.source).cell(row, column.column)
    }
  }

  /// Decides filters for one row.
  var evaluator: FilterEvaluator<ScanScope> { FilterEvaluator(relations: self) }

  /// Whether a filter is true for a row of source 0; no filter always is.
  func isKept(_ position: Int, by filter: Filter?) throws -> Bool {
    guard let filter else { return true }
    return try evaluator.truth(filter, cells: RowCells(scope: self, position: position)) == true
  }
}

extension ScanScope: RelationSource {
  func count(_ scan: ChildScan, for outer: Scalar, limit: Int) throws -> Int {
    guard let value = outer.integerValue else { return 0 }
    return try counter(scan).count(value, limit: limit)
  }

  /// What counts the rows of a child scan.
  func counter(_ scan: ChildScan) throws -> ChildCounter {
    if let known = children[scan] { return known }
    let counter = try ChildCounter(scan, in: state)
    children[scan] = counter
    return counter
  }

  func contains(_ id: Int64, in tree: TreeScan) throws -> Bool { try members(of: tree).contains(id) }

  /// The ids in a tree.
  func members(of tree: TreeScan) throws -> Set<Int64> {
    if let known = trees[tree] { return known }
    let members = try TreeMembers.find(tree, in: state)
    trees[tree] = members
    return members
  }
}
