import CRMModel

/// What has to change, fields aside, for a stored entity to be as its module declares it.
enum EntityDifference {
  /// The traits that differ, those aside that a customer changed.
  static func traits(from stored: EntitySchema, to declared: EntitySchema, fields current: EntitySchema?)
    -> [EntityTrait]
  {
    var found: [EntityTrait] = []
    if stored.label != declared.label { found.append(.label(declared.label)) }
    if stored.pluralLabel != declared.pluralLabel { found.append(.pluralLabel(declared.pluralLabel)) }
    if stored.ownerLabel != declared.ownerLabel { found.append(.ownerLabel(declared.ownerLabel)) }
    if stored.help != declared.help { found.append(.help(declared.help)) }
    if (current ?? stored).title != declared.title { found.append(.title(declared.title)) }
    if (current ?? stored).history != declared.history { found.append(.history(declared.history)) }
    if (current ?? stored).facets != declared.facets { found.append(.facets(declared.facets)) }
    if stored.hints != declared.hints { found.append(.hints(declared.hints)) }
    return found.filter { trait in trait.aspect.map { !stored.customized.contains($0) } ?? true }
  }

  /// The edits of indexes, rules and no-overlap rules: what changed is taken away and added anew. Those made at run
  /// time stay.
  static func rules(from stored: EntitySchema, to declared: EntitySchema) -> [SchemaEdit] {
    indexes(from: stored, to: declared) + checks(from: stored, to: declared) + overlaps(from: stored, to: declared)
  }

  private static func indexes(from stored: EntitySchema, to declared: EntitySchema) -> [SchemaEdit] {
    let old = stored.indexes.filter { !$0.name.isCustom }.map { index in
      var plain = index
      plain.number = 0
      return plain
    }
    return old.filter { !declared.indexes.contains($0) }.map { .removeIndex($0.name, from: stored.name) }
      + declared.indexes.filter { !old.contains($0) }.map { .addIndex($0, to: stored.name) }
  }

  private static func checks(from stored: EntitySchema, to declared: EntitySchema) -> [SchemaEdit] {
    let old = stored.rules.filter { !FieldName($0.code.rawValue).isCustom }
    return old.filter { !declared.rules.contains($0) }.map { .removeRule($0.code, from: stored.name) }
      + declared.rules.filter { !old.contains($0) }.map { .addRule($0, to: stored.name) }
  }

  private static func overlaps(from stored: EntitySchema, to declared: EntitySchema) -> [SchemaEdit] {
    let old = stored.overlaps.filter { !FieldName($0.code.rawValue).isCustom }
    return old.filter { !declared.overlaps.contains($0) }.map { .removeOverlap($0.code, from: stored.name) }
      + declared.overlaps.filter { !old.contains($0) }.map { .addOverlap($0, to: stored.name) }
  }
}
