internal import CRMModel
internal import CRMStorage

extension PlanWorld {
  /// A table and some of the parents that can be reached from it.
  mutating func scope(of table: TableLayout, parents: Int) -> PlanScope {
    var scope = PlanScope(sources: [Source(table: table.id)], columns: [table.columns.map(\.number)])
    for _ in 0..<parents {
      let source = random.number(below: scope.sources.count)
      let references = scope.columns[source].filter { number in
        switch roles[number] {
        case .reference, .anyReference: true
        default: false
        }
      }
      guard let column = random.pick(references), let role = roles[column] else { continue }
      var link = Source.Link(id: ColumnRef(source: source, column: column))
      var target = random.pick(tables)
      switch role {
      case .reference(let id): target = tables.first { $0.id == id }
      case .anyReference(let entity):
        let mark = EntityMark(column: ColumnRef(source: source, column: entity), name: Self.entityName(target?.id ?? 1))
        if random.happens(85) { link.entity = mark }
      default: break
      }
      guard let target else { continue }
      scope.sources.append(Source(table: target.id, link: link))
      scope.columns.append(target.columns.map(\.number))
    }
    return scope
  }

  /// A question about some table and its parents.
  mutating func question() -> PlanQuestion {
    guard let table = random.pick(tables) else { return .state }
    let scope = scope(of: table, parents: random.number(below: 4))
    switch random.number(below: 100) {
    case ..<55: return rows(in: scope)
    case ..<70:
      let limit = random.happens(50) ? nil : random.number(below: 10)
      return .count(scope.sources, random.happens(85) ? filter(in: scope, depth: 3) : nil, limit: limit)
    default: return groups(in: scope)
    }
  }

  private mutating func rows(in scope: PlanScope) -> PlanQuestion {
    var scan = RowScan(sources: scope.sources, columns: [])
    if random.happens(15) { scan.ids = random.happens(10) ? [] : someIDs(6) }
    if random.happens(80) { scan.filter = filter(in: scope, depth: 3) }
    for _ in 0..<random.number(below: 3) {
      let kind = random.pick(ColumnKind.allCases) ?? .text
      scan.order.append(
        SortKey(operand(kind, in: scope, 2, false), isDescending: random.happens(50), nullsFirst: random.happens(50)))
    }
    if random.happens(35) { scan.limit = random.number(below: 8) }
    for _ in 0..<random.number(below: 6) {
      scan.columns.append(column(random.pick(ColumnKind.allCases) ?? .text, in: scope))
    }
    return .rows(scan, batchSize: random.pick([1, 2, 5, 100]) ?? 1)
  }

  private mutating func groups(in scope: PlanScope) -> PlanQuestion {
    var scan = GroupScan(sources: scope.sources, keys: [], measures: [.rows])
    if random.happens(60) { scan.filter = filter(in: scope, depth: 2) }
    for _ in 0..<random.number(below: 3) { scan.keys.append(groupKey(in: scope)) }
    for _ in 0..<random.number(below: 4) {
      let any = column(random.pick(ColumnKind.allCases) ?? .text, in: scope)
      let whole = column(.integer, in: scope)
      let ordered = random.happens(50) ? whole : column(.text, in: scope)
      let measures: [Measure] = [.values(any), .distinct(any), .sum(whole), .minimum(ordered), .maximum(ordered)]
      scan.measures.append(random.pick(measures) ?? .rows)
    }
    return .groups(scan)
  }

  private mutating func groupKey(in scope: PlanScope) -> GroupKey {
    let source = random.number(below: scope.sources.count)
    let role: PlanRole = random.happens(50) ? .day : .moment
    let unit = random.pick(PeriodUnit.allCases) ?? .month
    guard random.happens(40), let column = scope.columns[source].first(where: { roles[$0] == role }) else {
      return .column(self.column(random.pick(ColumnKind.allCases) ?? .text, in: scope))
    }
    let calendar = (try? FiscalCalendar(firstMonth: 1 + random.number(below: 12))) ?? .plain
    var bucketing = Bucketing(unit: unit, calendar: calendar)
    if role == .moment {
      let zone = (try? ZoneID(random.pick(["UTC", "+01:00", "-06:00"]) ?? "UTC")) ?? .utc
      bucketing.zone = Bucketing.ZonedRules(id: zone, database: .fixed)
    }
    return .bucket(ColumnRef(source: source, column: column), bucketing)
  }
}
