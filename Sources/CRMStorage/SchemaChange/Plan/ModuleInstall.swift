import CRMModel

/// One module with its content, made once.
struct ModuleInstall {
  let name: ModuleName
  let version: Int
  let content: ModuleContent
  let upgrades: [ModuleUpgrade]
  private let requiresCode: Bool
  private let entities: Set<EntityName>
  private let fields: Set<FieldPlace>
  private let formerFields: Set<FieldPlace>

  init(_ module: any CRMModule) {
    name = type(of: module).name
    version = type(of: module).version
    content = module.content
    upgrades = module.upgrades
    requiresCode = type(of: module).requiresCode
    entities = Set(content.entities.map(\.name))
    let own = content.entities.flatMap { schema in schema.fields.map { (schema.name, $0) } }
    let all = own + content.extensions.flatMap { added in added.fields.map { (added.entity, $0) } }
    fields = Set(all.map { FieldPlace($0, $1.name) })
    formerFields = Set(all.flatMap { entity, field in field.formerNames.map { FieldPlace(entity, $0) } })
  }

  var author: SchemaAuthor { .module(name) }

  /// The module as the store will know it.
  var installed: InstalledModule { InstalledModule(version: version, requiresCode: requiresCode) }

  /// The upgrades that lead from a stored version to that of the code, the oldest first.
  func upgrades(from stored: Int) -> [ModuleUpgrade] { upgrades.filter { $0.version > stored } }

  /// What is wrong with the list of upgrades, and with where it begins for a store that has the module already.
  func upgradeViolations(from stored: Int?) -> [Violation] {
    guard let first = upgrades.first?.version else { return [] }
    let expected = first <= version ? Array(max(first, 2)...max(version, 2)) : []
    guard upgrades.map(\.version) == expected else {
      let listed = upgrades.map { String($0.version) }.joined(separator: ", ")
      return [
        Violation(
          .missingUpgrade,
          "module \(name) of version \(version) lists upgrades to \(listed): one to each version is expected, in order")
      ]
    }
    for upgrade in upgrades where Set(upgrade.backfills.map(\.name)).count < upgrade.backfills.count {
      let message = "two backfills of module \(name) to version \(upgrade.version) have the same name"
      return [Violation(.nameTaken, message)]
    }
    guard let stored, stored < first - 1 else { return [] }
    return [
      Violation(
        .missingUpgrade,
        "the store has version \(stored) of module \(name), whose code knows the way from version \(first - 1) on: open it with code of a version between first"
      )
    ]
  }

  /// What is wrong with the names of the seeds.
  var seedViolations: [Violation] {
    var seen: Set<SeedName> = []
    return content.seeds.compactMap { seed in
      if !seed.name.isValid || seed.name.qualifier != name.rawValue {
        return Violation(
          .badSeed, "seed \(seed.name): the name of a seed is the module's and a word", entity: seed.entity)
      }
      return seen.insert(seed.name).inserted
        ? nil : Violation(.badSeed, "two seeds are called \(seed.name)", entity: seed.entity)
    }
  }

  /// What is wrong with the names of the commands.
  ///
  /// - Parameter taken: The names of other modules' commands, and whose they are.
  func commandViolations(taken: [CommandName: ModuleName]) -> [Violation] {
    var seen: Set<CommandName> = []
    return content.commands.compactMap { command in
      let name = command.name
      if let problem = NamePolicy.problem(command: name, by: self.name) {
        return Violation(problem.code, "command \(name): \(problem.message)")
      }
      if let other = taken[name] {
        return Violation(.nameTaken, "command \(name): module \(other) has one of this name")
      }
      return seen.insert(name).inserted ? nil : Violation(.nameTaken, "two commands are called \(name)")
    }
  }

  func declares(_ entity: EntityName) -> Bool { entities.contains(entity) }
  func declares(_ place: FieldPlace) -> Bool { fields.contains(place) }
  /// Whether a field of the code has or had a name, which nobody else can have then.
  func claims(_ place: FieldPlace) -> Bool { fields.contains(place) || formerFields.contains(place) }
}
