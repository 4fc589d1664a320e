internal import CRMModel
internal import CRMStorage

/// The tables a filter may speak of.
struct PlanScope {
  var sources: [Source]
  /// The columns of each source.
  var columns: [[Int32]]
}

extension PlanWorld {
  /// A filter over a scope; a flat one speaks of neither children nor trees.
  mutating func filter(in scope: PlanScope, depth: Int, isFlat: Bool = false) -> Filter {
    if depth > 0, random.happens(55) {
      switch random.number(below: 10) {
      case ..<3: return .and(filters(in: scope, depth, isFlat))
      case ..<6: return .or(filters(in: scope, depth, isFlat))
      case ..<8: return .not(filter(in: scope, depth: depth - 1, isFlat: isFlat))
      default: return .isTrue(filter(in: scope, depth: depth - 1, isFlat: isFlat))
      }
    }
    switch random.number(below: 100) {
    case ..<4: return .constant(random.pick([true, false, nil]) ?? nil)
    case ..<40: return comparison(in: scope, depth, isFlat)
    case ..<52: return .isNull(operand(random.pick(ColumnKind.allCases) ?? .text, in: scope, depth, isFlat))
    case ..<64:
      let kind = random.pick(ColumnKind.allCases) ?? .text
      let operand = operand(kind, in: scope, depth, isFlat)
      return .isIn(operand, (0..<random.number(below: 5)).map { _ in literal(kind, for: operand) })
    case ..<72: return .contains(operand(.text, in: scope, depth, isFlat), fragment())
    case ..<80: return .hasPrefix(operand(.text, in: scope, depth, isFlat), fragment())
    case ..<90:
      guard !isFlat, depth > 0, let children = children(in: scope, depth) else {
        return comparison(in: scope, depth, isFlat)
      }
      return .exists(children)
    default:
      guard !isFlat, let tree = tree(in: scope) else { return comparison(in: scope, depth, isFlat) }
      return .within(tree)
    }
  }

  private mutating func filters(in scope: PlanScope, _ depth: Int, _ isFlat: Bool) -> [Filter] {
    (0..<(random.happens(5) ? 0 : 1 + random.number(below: 3))).map { _ in
      filter(in: scope, depth: depth - 1, isFlat: isFlat)
    }
  }

  private mutating func comparison(in scope: PlanScope, _ depth: Int, _ isFlat: Bool) -> Filter {
    let comparison = random.pick(Comparison.allCases) ?? .equal
    let kind = random.pick(ColumnKind.allCases) ?? .text
    let first = operand(kind, in: scope, depth, isFlat)
    var other = kind
    if kind != .text, random.happens(30) { other = kind == .real ? .integer : .real }
    if random.happens(5) { return .compare(first, comparison, .literal(.null)) }
    if random.happens(60) { return .compare(first, comparison, .literal(literal(other, for: first))) }
    return .compare(first, comparison, operand(other, in: scope, depth, isFlat))
  }

  /// Anything of a kind that is not a constant.
  mutating func operand(_ kind: ColumnKind, in scope: PlanScope, _ depth: Int, _ isFlat: Bool) -> Operand {
    switch kind {
    case .integer:
      if random.happens(15) { return .difference(column(.integer, in: scope), column(.integer, in: scope)) }
      if !isFlat, depth > 0, random.happens(15), let children = children(in: scope, depth) { return .count(children) }
      return .column(column(.integer, in: scope))
    case .real:
      if random.happens(30), let place = place(in: scope) { return place }
      return .column(column(.real, in: scope))
    case .text:
      let column = column(.text, in: scope)
      return random.happens(35) ? .folded(column) : .column(column)
    }
  }

  /// A column of a kind; parents' columns are taken as often as the row's own.
  mutating func column(_ kind: ColumnKind, in scope: PlanScope) -> ColumnRef {
    let source = random.number(below: scope.sources.count)
    let fitting = scope.columns[source].filter { self.kind($0) == kind }
    return ColumnRef(source: source, column: random.pick(fitting) ?? 0)
  }

  private mutating func place(in scope: PlanScope) -> Operand? {
    let source = random.number(below: scope.sources.count)
    let columns = scope.columns[source]
    let latitude = columns.first { roles[$0] == .latitude }
    let longitude = columns.first { roles[$0] == .longitude }
    guard let latitude, let longitude, let point = try? GeoPoint(latitude: 40.4, longitude: 2.2) else { return nil }
    return .distance(
      latitude: ColumnRef(source: source, column: latitude), longitude: ColumnRef(source: source, column: longitude),
      point)
  }

  /// A constant that an operand may well equal.
  private mutating func literal(_ kind: ColumnKind, for operand: Operand) -> Scalar {
    switch (kind, operand) {
    case (_, .column(let column)) where self.kind(column.column) == kind:
      return column.column == 0 ? .integer(random.pick(Self.ids) ?? 1) : value(like: column.column)
    case (.real, .column): return .real(random.pick([0.5, 9_007_199_254_740_992, 9_007_199_254_740_992]) ?? 0)
    case (.integer, .column): return .integer(random.pick([1, 9_007_199_254_740_993, 9_007_199_254_740_993]) ?? 0)
    case (.text, .folded): return .text(TextKey.folded(random.pick(Self.texts) ?? ""))
    case (.integer, .count): return .integer(Int64(random.number(below: 3)))
    case (.real, .distance): return .real(random.pick([0, 20_000, 1_000_000, 9_000_000]) ?? 0)
    case (.integer, _): return .integer(random.pick(Self.wholes) ?? 0)
    case (.real, _): return .real(random.pick(Self.reals) ?? 0)
    case (.text, _): return .text(random.pick(Self.texts) ?? "")
    }
  }

  private mutating func fragment() -> String { random.pick(Self.fragments) ?? "a" }

  /// Rows of some table that point to a row of the scope.
  private mutating func children(in scope: PlanScope, _ depth: Int) -> ChildScan? {
    let source = random.number(below: scope.sources.count)
    let target = scope.sources[source].table
    var found: [(TableLayout, Int32, PlanRole)] = []
    for table in tables {
      for column in table.columns {
        guard let role = roles[column.number] else { continue }
        if role == .reference(target) { found.append((table, column.number, role)) }
        if case .anyReference = role { found.append((table, column.number, role)) }
      }
    }
    guard let (table, column, role) = random.pick(found) else { return nil }
    let inner = self.scope(of: table, parents: random.number(below: 2))
    var scan = ChildScan(
      sources: inner.sources, reference: .own(column), outer: ColumnRef(source: source, column: 0))
    if case .anyReference(let entity) = role, random.happens(80) {
      scan.entity = EntityMark(column: .own(entity), name: Self.entityName(target))
    }
    if random.happens(10) { scan.outer = self.column(.integer, in: scope) }
    if random.happens(70) { scan.filter = filter(in: inner, depth: depth - 1) }
    return scan
  }

  private mutating func tree(in scope: PlanScope) -> TreeScan? {
    guard let table = random.pick(tables) else { return nil }
    guard let parent = table.columns.first(where: { roles[$0.number] == .reference(table.id) }) else { return nil }
    let own = scope.sources.firstIndex { $0.table == table.id }.map { ColumnRef(source: $0, column: 0) }
    let member = own ?? column(.integer, in: scope)
    let root = random.happens(10) ? 99 : random.pick(Self.ids) ?? 1
    return TreeScan(
      member: random.happens(80) ? member : column(.integer, in: scope), table: table.id, parent: parent.number,
      root: root)
  }
}
