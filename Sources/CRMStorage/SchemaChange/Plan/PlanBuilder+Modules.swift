import CRMModel

extension PlanBuilder {
  /// Adds the steps after which the catalog follows the modules' code.
  mutating func install(_ modules: [any CRMModule]) {
    var accepted: [ModuleInstall] = []
    for module in modules {
      let install = ModuleInstall(module)
      let isRepeated = accepted.contains { $0.name == install.name }
      let violations = moduleViolations(install, isRepeated: isRepeated)
      if violations.isEmpty {
        accepted.append(install)
      } else {
        add(.setModule(install.name, version: install.version), by: .module(install.name), besides: violations)
      }
    }
    // Entities of all modules come before the fields they add to each other's.
    for install in accepted { follow(install.content.entities, of: install) }
    for install in accepted { follow(install.content.extensions, of: install) }
    for install in accepted {
      retireWhatIsGone(from: install)
      if catalog.modules[install.name] != install.version {
        add(.setModule(install.name, version: install.version), by: install.author)
      }
    }
  }

  private func moduleViolations(_ install: ModuleInstall, isRepeated: Bool) -> [Violation] {
    var found = install.content.problems
    if !install.name.isValid {
      found.append(Violation(.badName, "the name of a module is one word other than `custom`"))
    }
    if isRepeated { found.append(Violation(.nameTaken, "two modules are called \(install.name)")) }
    if install.version < 1 { found.append(Violation(.badTrait, "versions of a module count from 1")) }
    if let stored = catalog.modules[install.name], stored > install.version {
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
      for field in added.fields { follow(field, of: added.entity, install) }
    }
  }

  private mutating func follow(_ declared: FieldSchema, of entity: EntityName, _ install: ModuleInstall) {
    let fields = catalog[entity]?.fields ?? []
    var stored = fields.first { $0.name == declared.name }
    if stored == nil, let former = fields.first(where: { declared.formerNames.contains($0.name) }) {
      add(.renameField(FieldPlace(entity, former.name), to: declared.name), by: install.author)
      stored = catalog[entity]?.fields.first { $0.name == declared.name }
      if stored == nil { return }
    }
    guard let stored else { return add(.addField(declared, to: entity), by: install.author) }
    let isUpgrade = (catalog.modules[install.name] ?? 0) < install.version
    let place = FieldPlace(entity, declared.name)
    for edit in FieldDifference(from: stored, to: declared, at: place, isUpgrade: isUpgrade).typeEdits {
      add(edit, by: install.author)
    }
    let converted = catalog[entity]?.fields.first { $0.name == declared.name } ?? stored
    for edit in FieldDifference(from: converted, to: declared, at: place, isUpgrade: isUpgrade).traitEdits {
      add(edit, by: install.author)
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

/// One module with its content, made once.
struct ModuleInstall {
  let name: ModuleName
  let version: Int
  let content: ModuleContent
  private let entities: Set<EntityName>
  private let fields: Set<FieldPlace>

  init(_ module: any CRMModule) {
    name = type(of: module).name
    version = type(of: module).version
    content = module.content
    entities = Set(content.entities.map(\.name))
    let own = content.entities.flatMap { schema in schema.fields.map { FieldPlace(schema.name, $0.name) } }
    let added = content.extensions.flatMap { added in added.fields.map { FieldPlace(added.entity, $0.name) } }
    fields = Set(own + added)
  }

  var author: SchemaAuthor { .module(name) }

  func declares(_ entity: EntityName) -> Bool { entities.contains(entity) }
  func declares(_ place: FieldPlace) -> Bool { fields.contains(place) }
}
