import CRMModel

/// Everything that is wrong in a catalog as a whole: what its entities, fields, indexes and rules name must be there
/// and fit.
struct CatalogCheck {
  let catalog: Catalog
  private let layout: StoreLayout

  init(_ catalog: Catalog) {
    self.catalog = catalog
    layout = StoreLayout(catalog)
  }

  /// All that is wrong, by entity in the order of names.
  func violations(_ compile: ConditionCompiler) -> [Violation] {
    var found: [Violation] = []
    for schema in catalog.entities {
      for field in schema.fields {
        found += FieldCheck(field, in: schema.name, of: catalog).violations
      }
      found += titleViolations(schema)
      for index in schema.indexes { found += violations(of: index, in: schema, compile) }
      found += FacetCheck(schema, in: catalog).violations
      for rule in schema.rules { found += violations(of: rule, in: schema, compile) }
      for overlap in schema.overlaps { found += violations(of: overlap, in: schema, compile) }
      if let history = schema.history {
        found += HistoryCheck(history, of: schema, in: catalog, layout).violations(compile)
      }
    }
    return found + inverseViolations
  }

  private func titleViolations(_ schema: EntitySchema) -> [Violation] {
    schema.title.compactMap { name in
      guard let field = schema.field(name) else {
        return Violation(.badTitle, "the title names \(name), which is no field", entity: schema.name, field: name)
      }
      guard field.isRetired, !schema.isRetired else { return nil }
      return Violation(.badTitle, "the title names \(name), which is retired", entity: schema.name, field: name)
    }
  }

  private func violations(
    of index: IndexSchema, in schema: EntitySchema, _ compile: ConditionCompiler
  ) -> [Violation] {
    guard let entity = layout.entity(schema.name) else { return [] }
    var found: [Violation] = []
    if index.fields.isEmpty {
      found.append(Violation(.badIndex, "index \(index.name) has no fields", entity: schema.name))
    }
    for path in index.fields {
      guard let reason = IndexPlan.problem(with: path, isUnique: index.isUnique, in: entity) else { continue }
      found.append(
        Violation(.badIndex, "index \(index.name): \(reason)", entity: schema.name, field: fieldName(path, schema)))
    }
    return found + violations(of: index.condition, named: index.name.rawValue, in: schema, compile)
  }

  private func fieldName(_ path: FieldPath, _ schema: EntitySchema) -> FieldName? {
    schema.fields.first { path.words.starts(with: FieldPath($0.name).words) }?.name
  }

  private func violations(
    of rule: RuleSchema, in schema: EntitySchema, _ compile: ConditionCompiler
  ) -> [Violation] {
    var found = violations(of: rule.condition, named: rule.code.rawValue, in: schema, compile)
    if let field = rule.field, schema.field(field) == nil, SystemField(rawValue: field.rawValue) == nil {
      found.append(
        Violation(
          .unknownField, "rule \(rule.code) is shown at \(field), which is no field", entity: schema.name, field: field)
      )
    }
    return found
  }

  private func violations(
    of overlap: OverlapSchema, in schema: EntitySchema, _ compile: ConditionCompiler
  ) -> [Violation] {
    var found = violations(of: overlap.condition, named: overlap.code.rawValue, in: schema, compile)
    switch schema.field(overlap.interval)?.type {
    case .interval, .zonedInterval, .dateRange: break
    case nil:
      found.append(
        Violation(
          .badOverlap, "\(overlap.code): there is no field \(overlap.interval)", entity: schema.name,
          field: overlap.interval))
    case .some(let type):
      found.append(
        Violation(
          .badOverlap, "\(overlap.code): an interval or date range expected, \(overlap.interval) is a \(type.name)",
          entity: schema.name, field: overlap.interval))
    }
    for name in [overlap.interval] + overlap.key where schema.field(name)?.isRetired == true {
      found.append(Violation(.badOverlap, "\(overlap.code): \(name) is retired", entity: schema.name, field: name))
    }
    for key in overlap.key where schema.field(key) == nil && SystemField(rawValue: key.rawValue) == nil {
      found.append(Violation(.badOverlap, "\(overlap.code): there is no field \(key)", entity: schema.name, field: key))
    }
    return found
  }

  private func violations(
    of condition: Formula?, named name: String, in schema: EntitySchema, _ compile: ConditionCompiler
  ) -> [Violation] {
    guard let condition else { return [] }
    if condition.isTooDeep {
      return [Violation(.tooDeep, "\(name): nested deeper than \(Formula.deepestNesting)", entity: schema.name)]
    }
    do throws(StoreError) {
      _ = try compile(condition, schema.name, layout)
      return []
    } catch {
      let causes = error.violations.isEmpty ? [Violation(error.code, error.message)] : error.violations
      return causes.map { Violation($0.code, "\(name): \($0.message)", entity: schema.name, field: $0.field) }
    }
  }

  /// A record must see one set of records under an inverse, and no field of its own under the same name.
  private var inverseViolations: [Violation] {
    var holders: [FieldPlace: [(place: FieldPlace, number: Int32)]] = [:]
    var found: [Violation] = []
    let entities = catalog.entities
    for schema in entities where !schema.isRetired {
      for field in schema.fields where !field.isRetired {
        guard let inverse = field.relationship?.inverse, let targets = field.type.referenceTargets else { continue }
        let place = FieldPlace(schema.name, field.name)
        for target in entities where targets.contains(target.name) {
          holders[FieldPlace(target.name, inverse), default: []].append((place, field.number))
          if target.field(inverse) != nil || SystemField(rawValue: inverse.rawValue) != nil {
            let message = "\(target.name) has a field \(inverse), so records cannot be seen under that name"
            found.append(Violation(.ambiguousInverse, message, entity: place.entity, field: place.field))
          }
        }
      }
    }
    let shared = holders.filter { $0.value.count > 1 }
    for (seen, all) in shared.sorted(by: { $0.key.description < $1.key.description }) {
      guard let newest = all.max(by: { $0.number < $1.number }) else { continue }
      let others = all.filter { $0.place != newest.place }.map(\.place.description).joined(separator: ", ")
      found.append(
        Violation(
          .ambiguousInverse, "a record of \(seen.entity) sees \(others) under \(seen.field) already",
          entity: newest.place.entity, field: newest.place.field))
    }
    return found
  }
}
