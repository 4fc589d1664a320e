package import CRMModel

extension QueryBinder {
  /// The tables that a query reads: its own, parents', children's, trees'.
  ///
  /// - Throws: Everything that is wrong with the query, at once.
  package func tables(read query: Query) throws(StoreError) -> Set<TableID> {
    if query.isGrouped {
      let scan = try groups(query).scan
      return Set(scan.sources.map(\.table)).union(scan.filter?.tables ?? [])
    }
    let scan = try rows(query).scan
    return Set(scan.sources.map(\.table)).union(scan.filter?.tables ?? [])
  }
}

extension Filter {
  /// The other tables that the filter reads.
  fileprivate var tables: Set<TableID> {
    switch self {
    case .constant: []
    case .compare(let left, _, let right): left.tables.union(right.tables)
    case .isNull(let operand), .isIn(let operand, _), .contains(let operand, _), .hasPrefix(let operand, _):
      operand.tables
    case .and(let all), .or(let all): all.reduce(into: []) { $0.formUnion($1.tables) }
    case .not(let filter), .isTrue(let filter): filter.tables
    case .exists(let scan): scan.tables
    case .within(let tree): [tree.table]
    }
  }
}

extension Operand {
  fileprivate var tables: Set<TableID> { if case .count(let scan) = self { scan.tables } else { [] } }
}

extension ChildScan {
  fileprivate var tables: Set<TableID> { Set(sources.map(\.table)).union(filter?.tables ?? []) }
}
