import CRMModel

extension PlanBuilder {
  /// What the steps of an upgrade take away for good: it goes late, so that backfills may read it, but its name is free at once.
  enum Departure: Hashable {
    case entity(EntityName)
    case field(FieldPlace)

    var entity: EntityName {
      switch self {
      case .entity(let name): name
      case .field(let place): place.entity
      }
    }
  }

  /// The renames and conversions that lead from the stored version to the code's, each named as its own version found things.
  ///
  /// What a version between brought, and the store never had, is passed over: it comes as the code describes it today.
  mutating func reshape(_ install: ModuleInstall) {
    guard let stored = base.modules[install.name]?.version else { return }
    for upgrade in install.upgrades(from: stored) {
      // The next version finds what the store has. What a later one names may have come between.
      for step in upgrade.steps { take(step, of: install, mustFind: upgrade.version == stored + 1) }
    }
    for departure in departures[install.name] ?? [] where names(of: departure).contains(where: install.claims) {
      carryOut(departure, of: install)
    }
  }

  private mutating func take(_ step: ModuleUpgrade.Step, of install: ModuleInstall, mustFind: Bool) {
    switch step {
    case .renameEntity(let name, let new):
      guard found(.entity(name), of: install, by: .renameEntity(name, to: new), mustFind) else { return }
      free(.entity(new), of: install)
      add(.renameEntity(name, to: new), by: install.author)
      newNames[name] = (new, install.name)
      follow(name, to: new)
    case .rename(let entity, let field, let new):
      let place = place(entity, field, of: install)
      guard found(.field(place), of: install, by: .renameField(place, to: new), mustFind) else { return }
      free(.field(FieldPlace(place.entity, new)), of: install)
      add(.renameField(place, to: new), by: install.author)
    case .retype(let entity, let field, let type, let losing):
      let place = place(entity, field, of: install)
      guard found(.field(place), of: install, by: .retypeField(place, to: type), mustFind) else { return }
      add(.retypeField(place, to: type), by: install.author, mayLose: losing)
    case .remove(let entity, let field):
      let place = place(entity, field, of: install)
      guard found(.field(place), of: install, by: .removeField(place), mustFind) else { return }
      departures[install.name, default: []].append(.field(place))
    case .removeEntity(let name):
      guard found(.entity(name), of: install, by: .removeEntity(name), mustFind) else { return }
      departures[install.name, default: []].append(.entity(name))
    case .backfill: break
    }
  }

  /// A field that a step names; another module may have renamed its entity in the same plan.
  private func place(_ entity: EntityName, _ field: FieldName, of install: ModuleInstall) -> FieldPlace {
    guard let new = newNames[entity], new.by != install.name, catalog[entity] == nil else {
      return FieldPlace(entity, field)
    }
    return FieldPlace(new.name, field)
  }

  // MARK: What goes

  /// Takes away for good what the upgrades say, now that all that may want to read it has run.
  mutating func depart(_ install: ModuleInstall) {
    for departure in departures[install.name] ?? [] { carryOut(departure, of: install) }
  }

  /// Whether a field is there only to be read until it goes.
  func isDeparting(_ place: FieldPlace, of install: ModuleInstall) -> Bool {
    let going = departures[install.name] ?? []
    return going.contains(.field(place)) || going.contains(.entity(place.entity))
  }

  private mutating func carryOut(_ departure: Departure, of install: ModuleInstall) {
    departures[install.name]?.removeAll { $0 == departure }
    switch departure {
    case .field(let place): add(.removeField(place), by: install.author)
    case .entity(let name):
      departures[install.name]?.removeAll { $0.entity == name }
      add(.removeEntity(name), by: install.author)
    }
  }

  /// Lets what goes go at once if its name, or one that it had, is wanted.
  private mutating func free(_ name: Departure, of install: ModuleInstall) {
    for departure in departures[install.name] ?? [] where names(of: departure).contains(name) {
      carryOut(departure, of: install)
    }
  }

  /// Gives what goes of an entity, whosever it is, the entity's new name.
  private mutating func follow(_ name: EntityName, to new: EntityName) {
    departures = departures.mapValues { going in
      going.map { departure in
        guard case .field(let place) = departure, place.entity == name else { return departure }
        return .field(FieldPlace(new, place.field))
      }
    }
  }

  /// The names that nobody else can have as long as something is there.
  private func names(of departure: Departure) -> [Departure] {
    guard case .field(let place) = departure else { return [departure] }
    let former = catalog[place.entity]?.fields.first { $0.name == place.field }?.formerNames ?? []
    return [departure] + former.map { .field(FieldPlace(place.entity, $0)) }
  }

  /// Whether what a step names is there; if it must be and is not, the step is added refused.
  private mutating func found(
    _ subject: Departure, of install: ModuleInstall, by edit: SchemaEdit, _ mustFind: Bool
  ) -> Bool {
    let isGone = departures[install.name]?.contains { $0 == subject || $0 == .entity(subject.entity) } == true
    if !isGone, isThere(subject, of: install) { return true }
    if mustFind {
      let code: ErrorCode = subject == .entity(subject.entity) ? .unknownEntity : .unknownField
      let gone = Violation(code, "a step before takes it away", entity: subject.entity, field: edit.place?.field)
      add(edit, by: install.author, besides: isGone ? [gone] : [])
    }
    return false
  }

  /// Whether a store has an entity, or has or had a field of this name: what it had is not what came between, and is told.
  private func isThere(_ subject: Departure, of install: ModuleInstall) -> Bool {
    switch subject {
    case .entity(let name): catalog[name] != nil
    case .field(let place):
      catalog[place.entity]?.fields.contains { field in
        (field.name == place.field || field.formerNames.contains(place.field))
          && !isDeparting(FieldPlace(place.entity, field.name), of: install)
      } == true
    }
  }
}

extension ModuleInstall {
  /// Whether the code wants a name for itself.
  fileprivate func claims(_ departure: PlanBuilder.Departure) -> Bool {
    switch departure {
    case .entity(let name): declares(name)
    case .field(let place): claims(place)
    }
  }
}
