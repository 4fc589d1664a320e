import CRMModel

extension PlanBuilder {
  /// Adds the steps after which the catalog follows the modules' code.
  mutating func install(_ modules: [any CRMModule]) {
    var accepted: [ModuleInstall] = []
    for module in modules {
      let install = ModuleInstall(module)
      let violations = moduleViolations(install, besides: accepted)
      if violations.isEmpty {
        accepted.append(install)
      } else {
        add(.setModule(install.name, install.installed), by: install.author, besides: violations)
      }
    }
    accepted.removeAll { catalog.modules[$0.name]?.isOff == true }
    for install in accepted { reshape(install) }
    // Entities of all modules come before the fields they add to each other's.
    for install in accepted { follow(install.content.entities, of: install) }
    for install in accepted { follow(install.content.extensions, of: install) }
    for install in accepted { backfill(install) }
    for install in accepted {
      depart(install)
      retireWhatIsGone(from: install)
      let known = catalog.modules[install.name]
      if known != install.installed { add(.setModule(install.name, install.installed), by: install.author) }
      if !install.content.seeds.isEmpty, known?.version != install.version {
        add(.seed(install.name, records: install.content.seeds.count), by: install.author)
      }
    }
  }

  // MARK: Upgrades

  /// Whether code of the module writes records in the upgrade.
  private func isFilled(_ install: ModuleInstall) -> Bool {
    guard let stored = base.modules[install.name]?.version else { return false }
    return install.upgrades(from: stored).contains { !$0.backfills.isEmpty }
  }

  /// The code that writes records, and what may be required only after it.
  private mutating func backfill(_ install: ModuleInstall) {
    guard let stored = base.modules[install.name]?.version, isFilled(install) else { return }
    relax(install)
    for upgrade in install.upgrades(from: stored) {
      for work in upgrade.backfills {
        add(.backfill(install.name, version: upgrade.version, work.name), by: install.author)
      }
    }
    for place in deferred.removeValue(forKey: install.name) ?? [] {
      add(.setField(place, .isRequired(true)), by: install.author)
    }
  }

  /// Asks no more for fields that are about to go, so that backfills may insert records without.
  private mutating func relax(_ install: ModuleInstall) {
    for schema in catalog.entities where schema.module != install.name || install.declares(schema.name) {
      for field in schema.fields where field.isRequired && !field.isRetired {
        let place = FieldPlace(schema.name, field.name)
        guard schema.author(qualifier: field.name.qualifier) == install.author, !install.declares(place) else {
          continue
        }
        add(.setField(place, .isRequired(false)), by: install.author)
      }
    }
  }

  // MARK: Following the code

  private func moduleViolations(_ install: ModuleInstall, besides others: [ModuleInstall]) -> [Violation] {
    var found = install.content.problems
    if !install.name.isValid {
      found.append(Violation(.badName, "the name of a module is one word other than `custom`"))
    }
    if others.contains(where: { $0.name == install.name }) {
      found.append(Violation(.nameTaken, "two modules are called \(install.name)"))
    }
    if install.version < 1 { found.append(Violation(.badTrait, "versions of a module count from 1")) }
    // A module that is off is not upgraded, so its version stands in nobody's way.
    let isOff = catalog.modules[install.name]?.isOff == true
    let stored = isOff ? nil : catalog.modules[install.name]?.version
    found += install.upgradeViolations(from: stored) + install.seedViolations
    var taken: [CommandName: ModuleName] = [:]
    for other in others where other.name != install.name {
      for command in other.content.commands { taken[command.name] = other.name }
    }
    found += install.commandViolations(taken: taken)
    if let stored, stored > install.version {
      let message =
        "the store was written by version \(stored) of module \(install.name), the code is version \(install.version)"
      found.append(Violation(.newerModule, message))
    }
    return found
  }

  private mutating func follow(_ entities: [EntitySchema], of install: ModuleInstall) {
    var seen: Set<EntityName> = []
    for declared in entities {
      let isFirst = seen.insert(declared.name).inserted
      if isFirst, let stored = catalog[declared.name], stored.module == install.name {
        follow(declared, over: stored, of: install)
      } else {
        add(.addEntity(declared), by: install.author)
      }
    }
  }

  private mutating func follow(_ declared: EntitySchema, over stored: EntitySchema, of install: ModuleInstall) {
    if stored.isRetired { add(.restoreEntity(declared.name), by: install.author) }
    for field in declared.fields { follow(field, of: declared.name, install) }
    for trait in EntityDifference.traits(from: stored, to: declared, fields: catalog[declared.name]) {
      add(.setEntity(declared.name, trait), by: install.author)
    }
    for edit in EntityDifference.rules(from: catalog[declared.name] ?? stored, to: declared) {
      add(edit, by: install.author)
    }
  }

  private mutating func follow(_ extensions: [FieldExtension], of install: ModuleInstall) {
    for added in extensions {
      for field in added.fields {
        let isKnown = catalog[added.entity]?.fields.contains { $0.name == field.name } == true
        if isKnown, catalog[added.entity]?.author(qualifier: field.name.qualifier) != install.author {
          // A field of somebody else's, also one that is described alike: adding it tells what stands against the name.
          add(.addField(field, to: added.entity), by: install.author)
        } else {
          follow(field, of: added.entity, install)
        }
      }
    }
  }

  private mutating func follow(_ declared: FieldSchema, of entity: EntityName, _ install: ModuleInstall) {
    let fields = catalog[entity]?.fields ?? []
    var stored = fields.first { $0.name == declared.name }
    let former = fields.first { former in
      declared.formerNames.contains(former.name) && !isDeparting(FieldPlace(entity, former.name), of: install)
    }
    if stored == nil, let former {
      add(.renameField(FieldPlace(entity, former.name), to: declared.name), by: install.author)
      stored = catalog[entity]?.fields.first { $0.name == declared.name }
      if stored == nil { return }
    }
    let isFilled = isFilled(install)
    guard let stored else {
      var added = declared
      if isFilled, declared.isRequired, declared.defaultValue == nil {
        added.isRequired = false
        deferred[install.name, default: []].append(FieldPlace(entity, declared.name))
      }
      return add(.addField(added, to: entity), by: install.author)
    }
    let isUpgrade = (catalog.modules[install.name]?.version ?? 0) < install.version
    let place = FieldPlace(entity, declared.name)
    for edit in FieldDifference(from: stored, to: declared, at: place, isUpgrade: isUpgrade).typeEdits {
      add(edit, by: install.author, mayLose: false)
    }
    let converted = catalog[entity]?.fields.first { $0.name == declared.name } ?? stored
    for edit in FieldDifference(from: converted, to: declared, at: place, isUpgrade: isUpgrade).traitEdits {
      if isFilled, edit == .setField(place, .isRequired(true)) {
        deferred[install.name, default: []].append(place)
      } else {
        add(edit, by: install.author)
      }
    }
  }

  /// What the module declared once and no longer does is kept, but no longer offered.
  private mutating func retireWhatIsGone(from install: ModuleInstall) {
    for schema in catalog.entities {
      if schema.module == install.name, !install.declares(schema.name) {
        if !schema.isRetired { add(.retireEntity(schema.name), by: install.author) }
        continue
      }
      for field in schema.fields where !field.isRetired {
        let place = FieldPlace(schema.name, field.name)
        let isOurs = schema.author(qualifier: field.name.qualifier) == install.author
        if isOurs, !install.declares(place) { add(.retireField(place), by: install.author) }
      }
    }
  }
}
