package import CRMModel

extension QueryBinder {
  /// What the engine gathers for a grouped query.
  ///
  /// - Throws: Everything that is wrong with the query, at once.
  package func groups(_ query: Query) throws(StoreError) -> BoundGroups {
    let binder = scope(of: try layout.offeredEntity(query.entity))
    var collector = GroupCollector(binder: binder)
    var groups: [GroupTerm: GroupOutput] = [:]
    for term in query.groups { groups[term] = collector.group(term) }
    collector.currencyKeys = currencyKeys(query, groups)

    var measures: [Aggregate: GroupOutput] = [:]
    let wanted = query.selection.map(\.value) + query.order.map(\.value)
    for case .aggregate(let aggregate) in wanted {
      measures[aggregate] = measures[aggregate] ?? collector.measure(aggregate)
    }
    for aggregate in query.having?.aggregates ?? [] {
      measures[aggregate] = measures[aggregate] ?? collector.measure(aggregate)
    }

    var terms: [GroupOutput] = []
    for value in wanted {
      let output: GroupOutput? =
        switch value {
        case .field(let path): groups[GroupTerm(path)]
        case .bucket(let path, let unit): groups[GroupTerm(path, by: unit)]
        case .aggregate(let aggregate): measures[aggregate]
        }
      if output == nil, !value.isAggregate {
        binder.report("not_grouped", "\(value.text) is neither grouped by nor measured")
      }
      if terms.count < query.selection.count, let output { terms.append(output) }
    }
    if let having = query.having, !having.isTooDeep { checkHaving(having, groups, binder) }
    if query.having?.isTooDeep == true {
      binder.report(.tooDeep, "a condition may nest \(Formula.deepestNesting) levels")
    }
    let filter = self.filter(query, binder)
    checkLimit(query, binder)
    try binder.finish()
    return BoundGroups(
      entity: query.entity,
      scan: GroupScan(sources: binder.sources, filter: filter, keys: collector.keys, measures: collector.measures),
      names: query.selection.map { FieldName($0.alias ?? $0.value.text) }, terms: terms, measures: measures,
      groups: groups, having: query.having, order: query.order, limit: query.limit)
  }

  /// A `having` compares groups, measures and constants; whatever else it names is told, not taken for null.
  private func checkHaving(_ having: Formula, _ groups: [GroupTerm: GroupOutput], _ binder: ScopeBinder) {
    switch having {
    case .field(let path):
      if groups[GroupTerm(path)] == nil {
        binder.report("not_grouped", "\(path) is neither grouped by nor measured", field: FieldName(path.description))
      }
    case .includes, .during, .related, .count, .within, .distance, .now, .today:
      binder.report(.wrongType, "only groups, measures and constants are compared in having")
    default:
      for part in having.children { checkHaving(part, groups, binder) }
    }
  }

  /// The keys that hold the currency of an amount grouped by it.
  private func currencyKeys(_ query: Query, _ groups: [GroupTerm: GroupOutput]) -> [FieldPath: Int] {
    var result: [FieldPath: Int] = [:]
    for term in query.groups where term.field.words.last == "currency" {
      if case .keys(let keys)? = groups[term]?.source, keys.count == 1 {
        result[FieldPath(words: Array(term.field.words.dropLast()))] = keys[0]
      }
    }
    return result
  }
}

/// Collects the keys and measures of one grouped query.
private struct GroupCollector {
  let binder: ScopeBinder
  var keys: [GroupKey] = []
  var measures: [Measure] = []
  var currencyKeys: [FieldPath: Int] = [:]

  mutating func group(_ term: GroupTerm) -> GroupOutput? {
    guard let field = binder.find(term.field) else { return nil }
    if field.ends != nil { return unfit(field, "the length of an interval cannot be grouped by") }
    guard let unit = term.bucket else {
      if let column = field.meetingColumn {
        // The values of such a group differ, so the least of them stands for it.
        let key = keys.count
        keys.append(.column(column))
        return add(.minimum(field.columns[0]), { .shown(least: $0, key: key) }, field.type)
      }
      let indices = field.columns.map { column in
        keys.append(.column(column))
        return keys.count - 1
      }
      return GroupOutput(source: .keys(indices), type: field.type)
    }
    let zone: Bucketing.ZonedRules?
    switch field.type {
    case .date: zone = nil
    case .instant, .zonedDateTime: zone = Bucketing.ZonedRules(id: binder.context.zone, database: binder.context.zones)
    default: return unfit(field, "only dates and moments fall into periods")
    }
    keys.append(.bucket(field.columns[0], Bucketing(unit: unit, calendar: binder.context.calendar, zone: zone)))
    return GroupOutput(source: .bucket(keys.count - 1), type: .date)
  }

  mutating func measure(_ aggregate: Aggregate) -> GroupOutput? {
    guard let path = aggregate.field else {
      guard aggregate.function == .count else {
        binder.report("needs_field", "\(aggregate.function.rawValue) needs a field")
        return nil
      }
      return add(.rows, { .count($0) }, .integer)
    }
    guard let field = binder.find(path) else { return nil }
    switch aggregate.function {
    case .count:
      if case .address = field.type { return unfit(field, "an address is counted by one of its parts") }
      let column = if case .personName = field.type { field.folded ?? field.columns[3] } else { field.columns[0] }
      return add(.values(column), { .count($0) }, .integer)
    case .distinct:
      let column = field.meetingColumn ?? field.columns[0]
      guard field.columns.count == 1 || field.meetingColumn != nil, field.ends == nil else {
        return unfit(field, "only plain values are counted apart")
      }
      return add(.distinct(column), { .count($0) }, .integer)
    case .sum, .average: return sum(aggregate.function, field, path)
    case .minimum, .maximum: return extremum(aggregate.function, field, path)
    }
  }

  private mutating func sum(_ function: Aggregate.Function, _ field: BoundField, _ path: FieldPath) -> GroupOutput? {
    switch field.type {
    case .integer, .decimal, .percent, .money(.fixed): break
    case .duration:
      guard field.ends == nil else { return unfit(field, "the length of an interval cannot be added") }
    case .money(.any):
      guard currencyKeys[path] != nil else {
        return unfit(
          field, "amounts of any currency are added only by currency: group by \(path).currency", .currencyMismatch)
      }
    default: return unfit(field, "a \(field.type.name) cannot be added")
    }
    var output = add(.sum(field.columns[0]), { function == .sum ? .sum($0) : .average($0) }, field.type)
    output?.currencyKey = currencyKeys[path]
    return output
  }

  private mutating func extremum(
    _ function: Aggregate.Function, _ field: BoundField, _ path: FieldPath
  ) -> GroupOutput? {
    switch field.type {
    case .integer, .decimal, .percent, .money(.fixed), .duration, .date, .instant, .timeOfDay, .zonedDateTime:
      guard field.ends == nil else { return unfit(field, "the length of an interval has no least or greatest") }
    case .money(.any):
      guard currencyKeys[path] != nil else {
        return unfit(
          field, "amounts of any currency are compared only by currency: group by \(path).currency", .currencyMismatch)
      }
    default: return unfit(field, "a \(field.type.name) has no least or greatest")
    }
    let column = field.columns[0]
    let type: FieldType = if case .zonedDateTime = field.type { .instant } else { field.type }
    var output = add(function == .minimum ? .minimum(column) : .maximum(column), { .extremum($0) }, type)
    output?.currencyKey = currencyKeys[path]
    return output
  }

  private mutating func add(
    _ measure: Measure, _ source: (Int) -> GroupOutput.Source, _ type: FieldType
  ) -> GroupOutput? {
    if let index = measures.firstIndex(of: measure) { return GroupOutput(source: source(index), type: type) }
    measures.append(measure)
    return GroupOutput(source: source(measures.count - 1), type: type)
  }

  private func unfit(_ field: BoundField, _ message: String, _ code: ErrorCode = .wrongType) -> GroupOutput? {
    binder.report(code, message, entity: field.entity, field: field.name)
    return nil
  }
}

extension SelectTerm.Value {
  var isAggregate: Bool { if case .aggregate = self { true } else { false } }
}

extension Formula {
  /// The measures named anywhere in the formula; none if it nests too deep.
  var aggregates: [Aggregate] {
    if isTooDeep { return [] }
    if case .aggregate(let aggregate) = self { return [aggregate] }
    return children.flatMap(\.aggregates)
  }
}
