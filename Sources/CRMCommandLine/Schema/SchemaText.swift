internal import CRM

/// Schemas for people.
enum SchemaText {
  static func entities(_ catalog: Catalog) -> String {
    var table = TextTable(["entity", "label", "module", "fields"], [.left, .left, .left, .right])
    for entity in catalog.entities where !entity.isRetired {
      let count = entity.fields.filter { !$0.isRetired }.count
      table.add([entity.name.rawValue, entity.label.text, entity.module?.rawValue ?? "", String(count)])
    }
    return table.text
  }

  static func fields(_ entity: EntitySchema) -> String {
    var table = TextTable(["field", "type", "label", "traits"], [.left, .left, .left, .left])
    for field in entity.fields where !field.isRetired {
      table.add([field.name.rawValue, type(field.type), field.label.text, traits(field)])
    }
    return "\(entity.label.text) (\(entity.name))\n" + table.text
  }

  static func steps(_ plan: SchemaPlan) -> String {
    plan.isEmpty ? "nothing to change\n" : plan.description + "\n"
  }

  private static func type(_ type: FieldType) -> String {
    switch type {
    case .reference(.one(let entity)): "reference to \(entity)"
    case .reference(.several(let entities)): "reference to \(entities.map(\.rawValue).joined(separator: " or "))"
    case .picklist(let options): "one of \(options.filter(\.isActive).map(\.code).joined(separator: ", "))"
    case .picklistSet(let options): "any of \(options.filter(\.isActive).map(\.code).joined(separator: ", "))"
    case .text(let maxLength): "text up to \(maxLength)"
    case .decimal(let scale): "decimal with \(scale) places"
    case .money(.fixed(let currency)): "money in \(currency.code)"
    case .money(.any): "money in any currency"
    default: type.name.split(separator: "_").joined(separator: " ")
    }
  }

  private static func traits(_ field: FieldSchema) -> String {
    var traits: [String] = []
    if field.isRequired { traits.append("required") }
    if field.isUnique { traits.append("unique") }
    if field.isIndexed { traits.append("indexed") }
    if field.isFolded { traits.append("case ignored") }
    if field.relationship?.isPartOf == true { traits.append("part of it") }
    return traits.joined(separator: ", ")
  }
}
