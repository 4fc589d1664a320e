import CRMModel
import CRMStorage

extension ImportBinder {
  mutating func target(
    _ draft: ImportTarget, earlier: [ImportPlan.Target], _ constants: CellReader
  ) -> ImportPlan.Target? {
    guard let entity = layout.entity(draft.entity), !entity.schema.isRetired else {
      violations.append(Violation(.unknownEntity, "no entity of this name", entity: draft.entity))
      return nil
    }
    let name = draft.name ?? draft.entity.rawValue
    if earlier.contains(where: { $0.name == name }) {
      violations.append(
        Violation(
          .badImportMap, "two targets are called `\(name)`; give one another name with `as`", entity: draft.entity))
    }
    let fields = fields(draft.fields, entity, earlier, constants)
    let target = ImportPlan.Target(
      entity: entity, name: name, fields: fields, names: fields.map(\.name), key: key(draft, entity, fields),
      unlessEmpty: draft.unlessEmpty.compactMap { column($0, entity: draft.entity) }, skipsEmpty: draft.skipsEmpty,
      keepsExisting: draft.keepsExisting)
    return target
  }

  private mutating func key(_ draft: ImportTarget, _ entity: EntityLayout, _ fields: [ImportPlan.Field]) -> ImportPlan
    .Key?
  {
    if draft.upsert != nil, draft.externalID != nil {
      violations.append(
        Violation(
          .badImportMap, "either a field or another system's key finds a record, not both", entity: draft.entity))
    }
    if let external = draft.externalID, let index = column(external.column, entity: draft.entity) {
      let origin = ImportPlan.Origin.column(index, name: header.names[index])
      return .external(
        system: external.system, ImportPlan.Cell(origin: origin, translate: [:], manner: CellReader.Manner()))
    }
    guard let name = draft.upsert else { return nil }
    guard let field = entity.field(name) else {
      violations.append(entity.unknownField(name))
      return nil
    }
    let isFilled = fields.contains { $0.name == field.schema.name }
    if !field.canBeKey || !isFilled {
      let message =
        isFilled
        ? "records are found again by a field of one value" : "records are found again by a field that is filled"
      violations.append(Violation("not_a_key", message, entity: draft.entity, field: name))
      return nil
    }
    return .field(field)
  }

  private mutating func fields(
    _ rules: [ImportRule], _ entity: EntityLayout, _ earlier: [ImportPlan.Target], _ constants: CellReader
  ) -> [ImportPlan.Field] {
    var result: [ImportPlan.Field] = []
    var parts: [FieldName: [(part: String, cell: ImportPlan.Cell)]] = [:]
    var order: [(name: FieldName, layout: FieldLayout)] = []
    for rule in rules {
      guard let place = place(rule.field, entity) else { continue }
      let isTwice = result.contains { $0.name == place.name } || (place.part == nil && parts[place.name] != nil)
      if isTwice || parts[place.name]?.contains(where: { $0.part == place.part }) == true {
        violations.append(
          Violation(.badImportMap, "filled twice", entity: entity.schema.name, field: FieldName(rule.field)))
        continue
      }
      if let part = place.part, let layout = place.layout {
        guard let cell = cell(rule, entity) else { continue }
        note(layout.type, part: part)
        if parts[place.name] == nil { order.append((place.name, layout)) }
        parts[place.name, default: []].append((part, cell))
      } else if let filling = filling(rule, place, entity, earlier, constants) {
        result.append(ImportPlan.Field(place.layout, name: place.name, type: place.type, filling))
      }
    }
    for (name, layout) in order {
      result.append(ImportPlan.Field(layout, name: name, type: layout.type, .parts(parts[name] ?? [])))
    }
    return result
  }

  private struct Place {
    let name: FieldName
    let part: String?
    let type: FieldType
    let layout: FieldLayout?
  }

  private mutating func place(_ text: String, _ entity: EntityLayout) -> Place? {
    if text == SystemField.owner.rawValue {
      return Place(
        name: SystemField.owner.name, part: nil, type: SystemField.owner.type(in: entity.schema.name), layout: nil)
    }
    if let field = entity.field(FieldName(text)) {
      return Place(name: field.schema.name, part: nil, type: field.type, layout: field)
    }
    var whole = FieldName(text)
    if let dot = text.lastIndex(of: ".") {
      let part = String(text[text.index(after: dot)...])
      let name = FieldName(String(text[..<dot]))
      if let field = entity.field(name), CellReader.parts(of: field.type).contains(part) {
        return Place(name: field.schema.name, part: part, type: field.type, layout: field)
      }
      if entity.isRetired(name) { whole = name }
    }
    violations.append(entity.unknownField(whole))
    return nil
  }

  private mutating func cell(_ rule: ImportRule, _ entity: EntityLayout) -> ImportPlan.Cell? {
    let manner = CellReader.Manner(scale: rule.scale, currency: rule.currency)
    switch rule.source {
    case .column(let name):
      guard let index = column(name, entity: entity.schema.name, field: FieldName(rule.field)) else { return nil }
      assignments.append(ImportAssignment(column: header.names[index], entity: entity.schema.name, field: rule.field))
      let origin = ImportPlan.Origin.column(index, name: header.names[index])
      return ImportPlan.Cell(origin: origin, translate: rule.translate, manner: manner)
    case .constant(let text):
      return ImportPlan.Cell(origin: .constant(text), translate: [:], manner: manner)
    case .target:
      violations.append(
        Violation(
          .badImportMap, "one part of a value is no reference", entity: entity.schema.name, field: FieldName(rule.field)
        ))
      return nil
    }
  }

  private mutating func filling(
    _ rule: ImportRule, _ place: Place, _ entity: EntityLayout, _ earlier: [ImportPlan.Target], _ constants: CellReader
  ) -> ImportPlan.Filling? {
    let field = FieldName(rule.field)
    if case .target(let name) = rule.source {
      guard let index = earlier.firstIndex(where: { $0.name == name }) else {
        violations.append(
          Violation(.badImportMap, "no earlier target `\(name)`", entity: entity.schema.name, field: field))
        return nil
      }
      guard case .reference(let targets) = place.type, targets.contains(earlier[index].entity.schema.name) else {
        violations.append(
          Violation(
            .badImportMap, "no reference to \(earlier[index].entity.schema.name)", entity: entity.schema.name,
            field: field))
        return nil
      }
      return .target(index)
    }
    guard let cell = cell(rule, entity) else { return nil }
    if let find = rule.find {
      let filled = (target: earlier.count, field: place.name, column: cell.column)
      return self.find(find, place.type, entity, filled, constants).map { .find(cell, $0) }
    }
    if case .constant(let text) = cell.origin {
      do throws(ValueError) {
        _ = try constants.value(text, as: place.type, cell.manner)
      } catch {
        violations.append(Violation(error.code, error.hint, entity: entity.schema.name, field: field))
      }
    } else {
      note(place.type)
    }
    return .value(cell)
  }

  /// The number of the way to find that a rule states; each rule has its own.
  private mutating func find(
    _ find: ImportFind, _ type: FieldType, _ entity: EntityLayout,
    _ filled: (target: Int, field: FieldName, column: String?), _ constants: CellReader
  ) -> Int? {
    func refuse(_ message: String) -> Violation {
      Violation(.badImportMap, message, entity: entity.schema.name, field: filled.field)
    }
    var name = find.entity
    guard case .reference(let targets) = type else {
      violations.append(refuse("only what a reference means can be found"))
      return nil
    }
    if case .one(let only) = targets { name = name ?? only }
    guard let name, targets.contains(name) else {
      violations.append(refuse("the entity to look in must be one that the field may refer to"))
      return nil
    }
    guard let target = layout.entity(name) else {
      violations.append(Violation(.unknownEntity, "no entity of this name", entity: name))
      return nil
    }
    var key: FieldLayout?
    if let by = find.field {
      guard let found = target.field(by), found.canBeKey else {
        violations.append(
          target.isRetired(by)
            ? target.unknownField(by)
            : Violation(.unknownField, "no field of one value to find records by", entity: name, field: by))
        return nil
      }
      key = found
      note(found.type)
    }
    var values: [(FieldName, FieldValue)] = []
    for (setField, text) in find.set.sorted(by: { $0.key < $1.key }) {
      guard let layout = target.field(setField) else {
        violations.append(target.unknownField(setField))
        continue
      }
      do throws(ValueError) {
        values.append((layout.schema.name, try constants.value(text, as: layout.type, CellReader.Manner())))
      } catch {
        violations.append(Violation(error.code, error.hint, entity: name, field: setField))
      }
    }
    finds.append(
      ImportPlan.Find(
        entity: target, field: key, system: find.system, create: find.create, constants: values,
        isOwnEntity: map.targets.contains { $0.entity == name }, filled: filled))
    return finds.count - 1
  }
}
