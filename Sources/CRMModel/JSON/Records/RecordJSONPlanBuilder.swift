/// Sorts the fields of a record into the places they have in its JSON.
struct RecordJSONPlanBuilder {
  /// A field's name in words, and where its value stands in the record.
  struct Path {
    let words: ArraySlice<String>
    let index: Int

    init(_ name: FieldName, at index: Int) { self.init(FieldPath(name).words[...], at: index) }

    init(_ words: ArraySlice<String>, at index: Int) {
      self.words = words
      self.index = index
    }
  }

  /// What was found under one field.
  private struct Found {
    let name: FieldName
    let type: FieldType
    var own: Int?
    var components: [(key: String, index: Int, type: FieldType)] = []
    var children: [Path] = []
  }

  let catalog: Catalog

  /// The entries of an object, in their order, and the paths that the schema does not know.
  func plan(_ paths: [Path], _ schema: EntitySchema, depth: Int) -> (entries: [RecordJSONPlan.Entry], unknown: [Path]) {
    // Names may be as long as a caller likes; a parser would not read what is nested deeper.
    guard depth < JSONLimits.deepestNesting else { return ([], paths) }
    var found = places(of: schema)
    let positions = FieldPositions(schema)
    var unknown: [Path] = []
    for path in paths where !place(path, positions, &found) { unknown.append(path) }
    return (found.flatMap { entries($0, depth: depth) }, unknown)
  }

  /// A place for every system field and every field of the schema, in order.
  private func places(of schema: EntitySchema) -> [Found] {
    let system = FieldPositions.system.map { Found(name: $0.name, type: $0.type(in: schema.name)) }
    return system + schema.fields.map { Found(name: $0.name, type: $0.type.resolved(currency: catalog.currency)) }
  }

  /// Puts a path where it belongs; false if it belongs nowhere. A field `custom.tier` goes before a field `custom`.
  private func place(_ path: Path, _ positions: FieldPositions, _ found: inout [Found]) -> Bool {
    for length in [2, 1] where length <= path.words.count {
      guard let position = positions[path.words.prefix(length)] else { continue }
      let rest = path.words.dropFirst(length)
      if rest.isEmpty {
        if found[position].own == nil { found[position].own = path.index }
        return true
      }
      if case .reference = found[position].type, found[position].name != SystemField.id.name {
        found[position].children.append(Path(rest, at: path.index))
        return true
      }
      if let component = component(rest, of: found[position]) {
        found[position].components.append((component.key, path.index, component.type))
        return true
      }
    }
    return false
  }

  private func component(_ words: ArraySlice<String>, of found: Found) -> (key: String, type: FieldType)? {
    guard words.count == 1, let word = words.first,
      let type = found.type.columns.first(where: { $0.component == word })?.type
    else { return nil }
    return ("\(found.name).\(word)", type)
  }

  private func entries(_ found: Found, depth: Int) -> [RecordJSONPlan.Entry] {
    var result: [RecordJSONPlan.Entry] = []
    let children = childEntries(found, depth: depth)
    if !children.isEmpty {
      result.append(.parent(found.name.rawValue, at: found.own, as: found.type, children))
    } else if let own = found.own {
      result.append(.value(found.name.rawValue, at: own, as: found.type))
    }
    return result + found.components.map { .value($0.key, at: $0.index, as: $0.type) }
  }

  /// What is shown of the record a reference leads to; each path belongs to the first target that knows it.
  private func childEntries(_ found: Found, depth: Int) -> [RecordJSONPlan.Entry] {
    guard !found.children.isEmpty, case .reference(let targets) = found.type else { return [] }
    var entries: [RecordJSONPlan.Entry] = []
    var rest = found.children
    for target in schemas(of: targets) where !rest.isEmpty {
      let part = plan(rest, target, depth: depth + 1)
      entries += part.entries
      rest = part.unknown
    }
    return entries
  }

  private func schemas(of targets: ReferenceTargets) -> [EntitySchema] {
    switch targets {
    case .one(let name): catalog[name].map { [$0] } ?? []
    case .several(let names): names.compactMap { catalog[$0] }
    case .any: catalog.entities
    }
  }
}
