import CRMModel

/// The tables and columns a plan may name, and the check that it names no others.
///
/// What passes the check can be run without a further look at numbers: every source, column and kind is what the plan says.
struct PlanScope {
  /// The nesting that a plan may have; the record engine allows far less.
  private static let deepestNesting = 256

  let layouts: [TableLayout]
  private let find: (TableID) -> TableLayout?

  /// Finds the tables of some sources and checks how they are linked.
  init(_ sources: [Source], layouts find: @escaping (TableID) -> TableLayout?) throws {
    self.find = find
    var known: [TableLayout] = []
    guard !sources.isEmpty else { throw EngineError.noSuchLayout("a scan needs a table", table: -1) }
    for source in sources {
      guard let layout = find(source.table) else {
        throw EngineError.noSuchLayout("no table \(source.table)", table: source.table)
      }
      if known.isEmpty {
        guard source.link == nil else { throw EngineError.noSuchLayout("source 0 has no link", table: source.table) }
      } else {
        guard let link = source.link else {
          throw EngineError.noSuchLayout("a parent needs a link", table: source.table)
        }
        try PlanScope.check(link.id, .integer, in: known)
        if let entity = link.entity { try PlanScope.check(entity.column, .text, in: known) }
      }
      known.append(layout)
    }
    layouts = known
  }

  @discardableResult
  private static func check(_ column: ColumnRef, _ kind: ColumnKind? = nil, in layouts: [TableLayout]) throws
    -> ColumnKind
  {
    guard layouts.indices.contains(column.source) else {
      throw EngineError.noSuchLayout("no source \(column.source)", table: layouts.first?.id ?? -1)
    }
    let layout = layouts[column.source]
    guard let found = layout.kind(of: column.column) else {
      throw EngineError.noSuchLayout("no column \(column.column)", table: layout.id)
    }
    guard kind == nil || kind == found else {
      throw EngineError.noSuchLayout("column \(column.column) is \(found.rawValue)", table: layout.id)
    }
    return found
  }

  /// Checks that a column is there, and of a kind if one is given.
  @discardableResult
  func check(_ column: ColumnRef, _ kind: ColumnKind? = nil) throws -> ColumnKind {
    try PlanScope.check(column, kind, in: layouts)
  }

  /// Checks an operand; returns its kind, nil for the literal null.
  @discardableResult
  func check(_ operand: Operand, depth: Int = 0) throws -> ColumnKind? {
    switch operand {
    case .column(let column): return try check(column)
    case .folded(let column): return try check(column, .text)
    case .literal(let scalar): return scalar.kind
    case .difference(let left, let right):
      try check(left, .integer)
      return try check(right, .integer)
    case .distance(let latitude, let longitude, _):
      try check(latitude, .real)
      return try check(longitude, .real)
    case .count(let scan):
      try check(scan, depth: depth + 1)
      return .integer
    }
  }

  /// Checks a filter.
  func check(_ filter: Filter, depth: Int = 0) throws {
    guard depth < PlanScope.deepestNesting else {
      throw EngineError(.invalid, .tooDeep, "the condition nests too deep", table: layouts.first?.id)
    }
    switch filter {
    case .constant: break
    case .compare(let left, _, let right):
      let kinds = (try check(left, depth: depth), try check(right, depth: depth))
      try checkComparable(kinds.0, kinds.1)
    case .isNull(let operand): try check(operand, depth: depth)
    case .isIn(let operand, let list):
      let kind = try check(operand, depth: depth)
      for scalar in list { try checkComparable(kind, scalar.kind) }
    case .contains(let operand, _), .hasPrefix(let operand, _):
      try checkComparable(try check(operand, depth: depth), .text)
    case .and(let all), .or(let all): for inner in all { try check(inner, depth: depth + 1) }
    case .not(let inner), .isTrue(let inner): try check(inner, depth: depth + 1)
    case .exists(let scan): try check(scan, depth: depth + 1)
    case .within(let tree):
      try check(tree.member, .integer)
      let inner = try PlanScope([Source(table: tree.table)], layouts: find)
      try inner.check(ColumnRef(column: tree.parent), .integer)
    }
  }

  private func checkComparable(_ left: ColumnKind?, _ right: ColumnKind?) throws {
    guard let left, let right, left != right, left == .text || right == .text else { return }
    throw EngineError.noSuchLayout(
      "\(left.rawValue) is compared with \(right.rawValue)", table: layouts.first?.id ?? -1)
  }

  private func check(_ scan: ChildScan, depth: Int) throws {
    try check(scan.outer, .integer)
    let inner = try PlanScope(scan.sources, layouts: find)
    try inner.check(scan.reference, .integer)
    if let entity = scan.entity { try inner.check(entity.column, .text) }
    if let filter = scan.filter { try inner.check(filter, depth: depth) }
  }
}

extension Scalar {
  /// The kind of column that could hold it; nil for null.
  var kind: ColumnKind? {
    switch self {
    case .null: nil
    case .integer: .integer
    case .real: .real
    case .text: .text
    }
  }
}
