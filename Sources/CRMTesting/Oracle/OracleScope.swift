internal import CRMModel
internal import CRMStorage

/// One row of a scan together with its parents: what a filter or an operand is evaluated on.
struct OracleScope {
  let state: OracleState
  let sources: [Source]
  /// One a source; nil where the parent is missing.
  var rows: [OracleRow?]
  var faults: Set<OracleFault> = []

  /// All rows of source 0, each with its parents, by id.
  static func all(_ sources: [Source], in state: OracleState, _ faults: Set<OracleFault>) throws -> [OracleScope] {
    guard let first = sources.first else { return [] }
    for source in sources { _ = try state.table(source.table) }
    return try state.table(first.table).sortedRows.map { row in
      var scope = OracleScope(state: state, sources: sources, rows: [row], faults: faults)
      for source in sources.dropFirst() { scope.rows.append(try scope.parent(source)) }
      return scope
    }
  }

  /// The row of source 0.
  var id: Int64 { rows.first.flatMap { $0?.id } ?? 0 }

  /// A cell; null if the row is missing.
  func value(_ column: ColumnRef) -> Scalar {
    guard rows.indices.contains(column.source) else { return .null }
    return rows[column.source]?[column.column] ?? .null
  }

  private func parent(_ source: Source) throws -> OracleRow? {
    guard let link = source.link, case .integer(let id) = value(link.id), agrees(link.entity) else { return nil }
    guard let row = try state.table(source.table).row(id) else { return nil }
    return row[5].isNull || faults.contains(.deletedParentsShow) ? row : nil
  }

  /// Whether the entity column holds the name asked for.
  func agrees(_ mark: EntityMark?) -> Bool {
    guard let mark else { return true }
    return value(mark.column) == .text(mark.name)
  }

  /// The rows that a child scan finds for this row.
  func children(_ scan: ChildScan) throws -> [OracleScope] {
    let outer = value(scan.outer)
    guard !outer.isNull else { return [] }
    return try OracleScope.all(scan.sources, in: state, faults).filter { child in
      guard child.value(scan.reference) == outer, child.agrees(scan.entity) else { return false }
      guard let filter = scan.filter else { return true }
      return try child.truth(of: filter) == true
    }
  }

  /// Whether this row's member column lies in a tree; nil if it is null.
  func isWithin(_ tree: TreeScan) throws -> Bool? {
    guard case .integer(let member) = value(tree.member) else { return nil }
    let table = try state.table(tree.table)
    var seen: Set<Int64> = []
    var place = member
    while seen.insert(place).inserted {
      if place == tree.root { return true }
      guard case .integer(let parent)? = table.row(place)?[tree.parent] else { return false }
      place = parent
    }
    return false
  }
}
