package import CRMModel

/// Checks a query against the schema and turns it into a scan.
package struct QueryBinder {
  let layout: StoreLayout
  let context: BindingContext
  let access: any RecordAccess

  package init(layout: StoreLayout, context: BindingContext, access: any RecordAccess) {
    self.layout = layout
    self.context = context
    self.access = access
  }

  /// The filter that a condition on records of an entity means; only for conditions that need neither parents nor children.
  package func rowFilter(_ condition: Formula, on entity: EntityName) throws(StoreError) -> Filter {
    try lastingRowFilter(condition, on: entity).filter
  }

  /// The filter that a condition on records of an entity means, and whether it means that at any moment.
  func lastingRowFilter(
    _ condition: Formula, on entity: EntityName
  ) throws(StoreError) -> (filter: Filter, isLasting: Bool) {
    let binder = try scope(of: entity)
    let filter = binder.bind(condition)
    try binder.finish()
    if binder.sources.count > 1 || filter.readsOtherRows {
      throw StoreError(.invalid, "not_row_local", "only fields of the record itself may be used here")
    }
    return (filter, binder.isLasting)
  }

  /// A filter with the sources it needs.
  package func filter(_ condition: Formula, on entity: EntityName) throws(StoreError) -> (
    filter: Filter, sources: [Source]
  ) {
    let binder = try scope(of: entity)
    let filter = binder.bind(condition)
    try binder.finish()
    return (filter, binder.sources)
  }

  /// The scan of a query without groups.
  ///
  /// - Parameter columns: The columns to read in the place of what the query selects; those that its order needs come after them.
  /// - Throws: Everything that is wrong with the query, at once.
  package func rows(_ query: Query, columns wanted: [ColumnRef]? = nil) throws(StoreError) -> BoundRows {
    let binder = scope(of: try layout.offeredEntity(query.entity))
    binder.seeksIndexes = true
    if query.isGrouped { binder.report("grouped", "the rows of a grouped query are groups, not records") }
    var columns = ColumnList(wanted ?? [])
    var outputs: [OutputColumn] = []
    if wanted == nil {
      for (name, field) in selectedFields(query, binder) {
        let cells = field.columns.map { columns.position(of: $0) }
        outputs.append(OutputColumn(name: name, type: field.type, cells: cells))
      }
    }
    var order: [SortKey] = []
    var positions: [CursorCell] = []
    for term in query.order {
      for key in sortKeys(term, binder) {
        order.append(key)
        switch key.operand {
        case .column(let ref): positions.append(CursorCell(position: columns.position(of: ref), isFolded: false))
        case .folded(let ref): positions.append(CursorCell(position: columns.position(of: ref), isFolded: true))
        default: break
        }
      }
    }
    let filter = self.filter(query, binder)
    checkLimit(query, binder)
    try binder.finish()
    let scan = RowScan(
      sources: binder.sources, filter: filter, order: order, limit: query.limit, columns: columns.refs)
    return BoundRows(entity: query.entity, scan: scan, outputs: outputs, positions: positions)
  }

  func scope(of entity: EntityName) throws(StoreError) -> ScopeBinder {
    // A retired one too: its rules and indexes have to be compiled as long as it is kept.
    if let retired = layout.entity(entity) { return scope(of: retired) }
    return scope(of: try layout.offeredEntity(entity))
  }

  func scope(of entity: EntityLayout) -> ScopeBinder {
    ScopeBinder(entity, layout: layout, context: context, access: access)
  }

  /// The query's condition together with its record scope and what may be seen.
  func filter(_ query: Query, _ binder: ScopeBinder) -> Filter? {
    let deleted = Operand.column(ColumnRef(column: SystemField.deletedAt.columnNumber))
    var filters: [Filter] = []
    switch query.scope {
    case .live: filters.append(.isNull(deleted))
    case .deleted: filters.append(.not(.isNull(deleted)))
    case .all: break
    }
    if let visible = binder.visible() { filters.append(visible) }
    if let condition = query.condition { filters.append(binder.bind(condition)) }
    return query.scope == .all && filters.count <= 1 ? filters.first : .and(filters)
  }

  func checkLimit(_ query: Query, _ binder: ScopeBinder) {
    if let limit = query.limit, limit < 0 { binder.report("bad_limit", "a limit is 0 or more") }
  }

  private func selectedFields(_ query: Query, _ binder: ScopeBinder) -> [(FieldName, BoundField)] {
    if query.selection.isEmpty {
      let system = SystemField.allCases.filter { $0 != .deletedAt || query.scope != .live }.map(\.name)
      let own = binder.root.entity.fields.filter { !$0.schema.isRetired }.map(\.schema.name)
      return (system + own).compactMap { name in binder.find(FieldPath(name)).map { (name, $0) } }
    }
    return query.selection.compactMap { term in
      guard case .field(let path) = term.value else {
        binder.report("needs_grouping", "periods and measures need a grouped query")
        return nil
      }
      return binder.find(path).map { (FieldName(term.alias ?? path.description), $0) }
    }
  }

  private func sortKeys(_ term: OrderTerm, _ binder: ScopeBinder) -> [SortKey] {
    guard case .field(let path) = term.value else {
      binder.report("needs_grouping", "only a grouped query can be sorted by a measure or period")
      return []
    }
    guard let field = binder.find(path) else { return [] }
    let isDescending = term.direction == .descending
    let nullsFirst = term.nulls == .first
    func keys(_ operands: [Operand]) -> [SortKey] {
      operands.map { SortKey($0, isDescending: isDescending, nullsFirst: nullsFirst) }
    }
    if field.ends != nil {
      binder.report(
        "cannot_sort", "the length of an interval cannot be sorted by", entity: field.entity, field: field.name)
      return []
    }
    switch field.type {
    case .text, .longText, .email, .url, .picklist, .autoNumber: return keys([field.foldedOperand, field.operand])
    case .personName:
      return keys([field.foldedOperand] + [3, 1].map { .column(field.columns[$0]) })
    case .address: return keys([4, 2, 1, 0].map { .folded(field.columns[$0]) })
    case .money(.any):
      binder.report(
        .currencyMismatch, "amounts of any currency have no common order", entity: field.entity, field: field.name)
      return []
    case .geoPoint, .file, .condition, .picklistSet:
      binder.report("cannot_sort", "a \(field.type.name) has no order", entity: field.entity, field: field.name)
      return []
    case .phone: return keys([field.operand])
    default: return keys(field.columns.prefix(2).map { .column($0) })
    }
  }
}

/// The columns of a scan, each once.
struct ColumnList {
  private(set) var refs: [ColumnRef]

  init(_ refs: [ColumnRef]) { self.refs = refs }

  /// - Complexity: O(*n*) in the number of columns, which is quicker than hashing as long as a row has no more than some dozens.
  mutating func position(of ref: ColumnRef) -> Int {
    if let position = refs.firstIndex(of: ref) { return position }
    refs.append(ref)
    return refs.count - 1
  }
}

extension Filter {
  /// Whether the filter reads other rows than the one it is asked about.
  var readsOtherRows: Bool {
    switch self {
    case .exists, .within: true
    case .compare(let left, _, let right): left.readsOtherRows || right.readsOtherRows
    case .isNull(let operand), .isIn(let operand, _), .contains(let operand, _), .hasPrefix(let operand, _):
      operand.readsOtherRows
    case .and(let all), .or(let all): all.contains { $0.readsOtherRows }
    case .not(let filter), .isTrue(let filter): filter.readsOtherRows
    case .constant: false
    }
  }
}

extension Operand {
  var readsOtherRows: Bool { if case .count = self { true } else { false } }
}
