import CRMModel
import CRMSecurity
import CRMTesting

extension ModuleHistory {
  /// Four versions made up from a seed: fields and entities come, go for good, are given up and come back, get other names and types.
  ///
  /// Every conversion is a step, because one that only the code tells of is made once, from the type the store has to that of today's code.
  static func random(_ random: inout SeededGenerator) -> ModuleHistory {
    var draft = Draft(&random)
    var history = ModuleHistory(.init())
    history.stages[0].entities = draft.entities
    for _ in 2...4 {
      let steps = draft.change(&random)
      var stage = Stage(steps: steps)
      stage.entities = draft.entities
      history.stages.append(stage)
    }
    return history
  }

  /// Records for the first version, texts that may and may not be numbers among their values.
  func records(_ count: Int, _ random: inout SeededGenerator) -> [Record] {
    stages[0].entities.flatMap { schema in
      (0..<count).map { row in
        var record = Record(schema.name)
        for field in schema.fields {
          let number = random.number(below: 99)
          switch field.type {
          case .integer: record[field.name] = .integer(Int64(number))
          default: record[field.name] = .text(number % 3 == 0 ? "text \(row)" : "\(number)")
          }
        }
        return record
      }
    }
  }
}

/// A module between two versions.
private struct Draft {
  private struct DraftedField {
    var name: FieldName
    var type: FieldType
    var formerNames: Set<FieldName> = []
    var isGivenUp = false
  }
  private struct DraftedEntity {
    var name: EntityName
    var fields: [DraftedField]
    var isGivenUp = false
  }
  private var drafted: [DraftedEntity] = []

  init(_ random: inout SeededGenerator) {
    for name in ["stage.a", "stage.b"] as [EntityName] {
      var entity = DraftedEntity(name: name, fields: [])
      for field in ["f1", "f2", "f3"] as [FieldName] {
        entity.fields.append(DraftedField(name: field, type: random.happens(50) ? .text : .integer))
      }
      drafted.append(entity)
    }
  }

  var entities: [EntitySchema] {
    drafted.filter { !$0.isGivenUp }.map { entity in
      let fields = entity.fields.filter { !$0.isGivenUp }.map { FieldSchema($0.name, $0.type) }
      return EntitySchema(entity.name, title: ["title"], fields: [FieldSchema("title", .text)] + fields)
    }
  }

  /// Makes some changes, and tells those that are steps.
  mutating func change(_ random: inout SeededGenerator) -> [ModuleUpgrade.Step] {
    var steps: [ModuleUpgrade.Step] = []
    var touched: Set<String> = []
    for _ in 0..<(2 + random.number(below: 5)) {
      let entity = random.number(below: drafted.count)
      if drafted[entity].isGivenUp || touched.contains(drafted[entity].name.rawValue) { continue }
      if random.happens(15) {
        steps += changeEntity(entity, &random, &touched)
      } else {
        steps += changeField(of: entity, &random, &touched)
      }
    }
    return steps
  }

  private mutating func changeEntity(
    _ entity: Int, _ random: inout SeededGenerator, _ touched: inout Set<String>
  ) -> [ModuleUpgrade.Step] {
    let name = drafted[entity].name
    let names: [EntityName] = ["stage.a", "stage.b", "stage.c", "stage.d"]
    let free = names.filter { name in !drafted.contains { $0.name == name } }
    switch random.number(below: 4) {
    case 0:
      guard let new = free.first, !touched.contains(where: { $0.hasPrefix(name.rawValue) }) else { return [] }
      drafted[entity].name = new
      touched.insert(new.rawValue)
      return [.renameEntity(name, to: new)]
    case 1 where drafted.count > 1:
      drafted.remove(at: entity)
      return [.removeEntity(name)]
    case 2:
      drafted[entity].isGivenUp = true
      touched.insert(name.rawValue)
      return []
    default:
      guard let new = free.last else { return [] }
      drafted.append(DraftedEntity(name: new, fields: [DraftedField(name: "f1", type: .text)]))
      touched.insert(new.rawValue)
      return []
    }
  }

  private mutating func changeField(
    of entity: Int, _ random: inout SeededGenerator, _ touched: inout Set<String>
  ) -> [ModuleUpgrade.Step] {
    let owner = drafted[entity].name
    let names: [FieldName] = ["f1", "f2", "f3", "f4", "f5"]
    let taken = drafted[entity].fields.flatMap { [$0.name] + Array($0.formerNames) }
    let free = names.filter { !taken.contains($0) }
    let isFree: (FieldName) -> Bool = { [touched] in !touched.contains("\(owner).\($0)") }
    if random.happens(25), let new = random.pick(free) {
      drafted[entity].fields.append(DraftedField(name: new, type: random.happens(50) ? .text : .integer))
      touched.insert("\(owner).\(new)")
      return []
    }
    guard !drafted[entity].fields.isEmpty else { return [] }
    let index = random.number(below: drafted[entity].fields.count)
    let field = drafted[entity].fields[index]
    guard isFree(field.name) else { return [] }
    touched.insert("\(owner).\(field.name)")
    if field.isGivenUp {
      // It comes back as it was, or goes for good.
      if random.happens(50) {
        drafted[entity].fields[index].isGivenUp = false
        return []
      }
      drafted[entity].fields.remove(at: index)
      touched.remove("\(owner).\(field.name)")
      return [.remove(owner, field.name)]
    }
    switch random.number(below: 4) {
    case 0:
      drafted[entity].fields.remove(at: index)
      touched.remove("\(owner).\(field.name)")
      return [.remove(owner, field.name)]
    case 1:
      drafted[entity].fields[index].isGivenUp = true
      return []
    case 2:
      guard let new = random.pick(free) else { return [] }
      drafted[entity].fields[index].formerNames.insert(field.name)
      drafted[entity].fields[index].name = new
      touched.insert("\(owner).\(new)")
      return [.rename(owner, field.name, to: new)]
    default:
      let new: FieldType = field.type == .integer ? .text : .integer
      drafted[entity].fields[index].type = new
      return [.retype(owner, field.name, to: new, losing: true)]
    }
  }
}
