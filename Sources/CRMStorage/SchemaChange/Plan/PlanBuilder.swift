import CRMModel

/// Takes edits one by one, judges each against the catalog as the ones before leave it, and the whole at the end.
struct PlanBuilder {
  let base: Catalog
  private(set) var catalog: Catalog
  private(set) var steps: [SchemaStep] = []
  /// Fields that modules require once their backfills have run.
  var deferred: [ModuleName: [FieldPlace]] = [:]
  /// What the upgrades of modules take away for good, once backfills have read it.
  var departures: [ModuleName: [Departure]] = [:]
  /// The new names that upgrades of modules have given entities.
  var newNames: [EntityName: (name: EntityName, by: ModuleName)] = [:]

  init(_ base: Catalog) {
    self.base = base
    catalog = base
  }

  /// Adds a step; one that cannot be done changes nothing for those that follow.
  ///
  /// - Parameter mayLose: Whether a conversion that may lose values is meant; only a module's upgrades can say it is not.
  mutating func add(
    _ edit: SchemaEdit, by author: SchemaAuthor, besides known: [Violation] = [], mayLose: Bool = true
  ) {
    let violations = known + EditCheck(catalog, author).violations(of: edit)
    guard violations.isEmpty else {
      return steps.append(SchemaStep(edit, by: author, verdict: .refused(violations)))
    }
    var verdict = verdict(on: edit)
    if !mayLose, case .lossy(let what) = verdict, let place = edit.place {
      let message = "\(what): an upgrade of the module has to say `.retype(…, losing: true)`"
      verdict = .refused([Violation(.undeclaredLoss, message, entity: place.entity, field: place.field)])
    }
    if !verdict.isRefused { edit.apply(to: &catalog, by: author) }
    steps.append(SchemaStep(edit, by: author, verdict: verdict))
  }

  /// The plan, with what is wrong in the resulting catalog told at the steps that caused it.
  func finish(_ compile: ConditionCompiler) -> SchemaPlan {
    guard !steps.isEmpty else { return SchemaPlan(base: base, catalog: base, steps: []) }
    var judged = steps
    let found = CatalogCheck(catalog).violations(compile)
    // What was wrong before is nobody's fault here.
    let known = found.isEmpty ? [] : Set(CatalogCheck(base).violations(compile))
    for violation in found where !known.contains(violation) { judged[culprit(of: violation)].refuse(violation) }
    var result = catalog
    result.generation &+= 1
    return SchemaPlan(base: base, catalog: result, steps: judged)
  }

  private func verdict(on edit: SchemaEdit) -> SchemaVerdict {
    switch edit {
    case .removeEntity: .lossy("all its records are lost")
    case .removeField: .lossy("all its values are lost")
    case .retypeField(let place, let type):
      FieldConversion(
        from: (catalog.field(place.field, of: place.entity)?.type ?? type).resolved(currency: catalog.currency),
        to: type.resolved(currency: catalog.currency)
      ).verdict.at(place)
    default: .safe
    }
  }

  /// The last step that touched what a violation speaks of, or else one that took something away, or else the last of
  /// all.
  private func culprit(of violation: Violation) -> Int {
    let sameField = steps.lastIndex { step in
      guard step.edit.entity == violation.entity, let field = violation.field else { return false }
      if case .addField(let added, _) = step.edit { return added.name == field }
      if case .renameField(_, let new) = step.edit { return new == field }
      return step.edit.place?.field == field
    }
    let sameEntity = steps.lastIndex { step in
      if case .renameEntity(_, let new) = step.edit { return new == violation.entity }
      return step.edit.entity != nil && step.edit.entity == violation.entity
    }
    let removal = steps.lastIndex { if case .removeEntity = $0.edit { true } else { false } }
    return sameField ?? sameEntity ?? removal ?? steps.count - 1
  }
}

extension SchemaVerdict {
  /// The same verdict, its violations told at a field.
  fileprivate func at(_ place: FieldPlace) -> SchemaVerdict {
    guard case .refused(let violations) = self else { return self }
    return .refused(violations.map { Violation($0.code, $0.message, entity: place.entity, field: place.field) })
  }
}
