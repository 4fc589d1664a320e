import CRMModel

/// Everything that is wrong with one history: what it names must be there, fit, and be its author's to write.
struct HistoryCheck {
  private let history: HistorySchema
  private let keeper: EntitySchema
  private let catalog: Catalog
  private let layout: StoreLayout

  init(_ history: HistorySchema, of keeper: EntitySchema, in catalog: Catalog, _ layout: StoreLayout) {
    self.history = history
    self.keeper = keeper
    self.catalog = catalog
    self.layout = layout
  }

  /// All that is wrong.
  func violations(_ compile: ConditionCompiler) -> [Violation] {
    guard let record = keeper.field(history.record), case .reference(.one(let name)) = record.type,
      record.relationship?.isPartOf == true, record.relationship?.onDelete == .cascade
    else {
      return [violation("a reference to one entity expected that stays are part of", history.record)]
    }
    guard let followed = catalog[name] else { return [] }
    if name == keeper.name || followed.history != nil {
      return [violation("no history is kept of the records of a history", history.record)]
    }
    return keptViolations(followed) + momentViolations(followed) + closingViolations(followed, compile)
  }

  private func violation(_ message: String, _ field: FieldName?) -> Violation {
    Violation(.badHistory, "history: \(message)", entity: keeper.name, field: field)
  }

  private func unknown(_ field: FieldName, of entity: EntityName) -> Violation {
    violation("\(entity) has no field \(field)", entity == keeper.name ? field : nil)
  }

  private func type(of name: FieldName, in entity: EntitySchema) -> FieldType? {
    if name == SystemField.owner.name { return SystemField.owner.type(in: entity.name) }
    return entity.field(name)?.type.resolved(currency: catalog.currency)
  }

  // MARK: What is kept

  private func keptViolations(_ followed: EntitySchema) -> [Violation] {
    var found = pair(history.follows, of: followed, isKeptIn: history.value, mayBeRequired: true)
    for (to, from) in history.copies.sorted(by: { $0.key < $1.key }) {
      found += pair(from, of: followed, isKeptIn: to, mayBeRequired: followed.field(from)?.isRequired ?? false)
    }
    switch type(of: history.stay, in: keeper) {
    case .interval: break
    case nil: found.append(unknown(history.stay, of: keeper.name))
    case .some(let type): found.append(violation("an interval expected, it is a \(type.name)", history.stay))
    }
    let filled = Set([history.record, history.value, history.stay] + history.copies.keys)
    for field in keeper.fields where field.isRequired && field.defaultValue == nil && !field.isRetired {
      if case .autoNumber = field.type { continue }
      let isFilled = filled.contains(field.name) || !filled.isDisjoint(with: field.formerNames)
      if !isFilled { found.append(violation("nothing fills this field, which is required", field.name)) }
    }
    return found
  }

  private func pair(
    _ source: FieldName, of followed: EntitySchema, isKeptIn target: FieldName, mayBeRequired: Bool
  ) -> [Violation] {
    guard let from = type(of: source, in: followed) else { return [unknown(source, of: followed.name)] }
    guard let to = type(of: target, in: keeper) else { return [unknown(target, of: keeper.name)] }
    if !from.isKept(in: to) {
      return [violation("it cannot keep every value of \(followed.name).\(source), a \(from.name)", target)]
    }
    if keeper.field(target)?.isRequired == true, !mayBeRequired {
      return [violation("it is required, and \(followed.name).\(source) is not", target)]
    }
    return []
  }

  // MARK: Moments

  private func momentViolations(_ followed: EntitySchema) -> [Violation] {
    guard let begins = history.begins else { return [] }
    switch type(of: begins, in: followed) {
    case .date, .instant: return []
    case nil: return [unknown(begins, of: followed.name)]
    case .some(let type): return [violation("a date or moment begins a stay, \(begins) is a \(type.name)", nil)]
    }
  }

  private func closingViolations(_ followed: EntitySchema, _ compile: ConditionCompiler) -> [Violation] {
    guard let closing = history.closing else { return [] }
    var found = written(closing.moment, as: .instant, in: followed)
    if let day = closing.day { found += written(day, as: .date, in: followed) }
    var subject = followed.name
    if case .reference(let targets) = type(of: history.follows, in: followed) {
      guard case .one(let target) = targets else {
        return found + [violation("values that close refer to one entity", history.value)]
      }
      subject = target
    }
    if closing.condition.isTooDeep {
      return found + [Violation(.tooDeep, "history: nested deeper than \(Formula.deepestNesting)", entity: keeper.name)]
    }
    do throws(StoreError) {
      _ = try compile(closing.condition, subject, layout)
    } catch {
      let causes = error.violations.isEmpty ? [Violation(error.code, error.message)] : error.violations
      found += causes.map { Violation($0.code, "history: \($0.message)", entity: keeper.name) }
    }
    return found
  }

  /// What stands against writing a field of the record when it is closed.
  private func written(_ name: FieldName, as type: FieldType, in followed: EntitySchema) -> [Violation] {
    guard let field = followed.field(name) else { return [unknown(name, of: followed.name)] }
    if field.type != type {
      return [violation("a \(type.name) expected, \(followed.name).\(name) is a \(field.type.name)", nil)]
    }
    if followed.author(qualifier: field.name.qualifier) != keeper.author {
      return [violation("\(followed.name).\(name) belongs to somebody else, who alone writes it", nil)]
    }
    let others = catalog.entities.filter {
      $0.name != keeper.name && $0.history?.follows(followed.name, in: $0) == true
    }
    if others.contains(where: { $0.history?.closing?.writes(field.name) == true }) {
      return [violation("another history writes \(followed.name).\(name)", nil)]
    }
    return []
  }
}

extension HistorySchema {
  fileprivate func follows(_ entity: EntityName, in keeper: EntitySchema) -> Bool {
    keeper.field(record)?.type == .reference(.one(entity))
  }
}

extension ClosingSchema {
  fileprivate func writes(_ field: FieldName) -> Bool { moment == field || day == field }
}

extension FieldType {
  /// Whether a field of another type can keep every value that one of this type may hold.
  fileprivate func isKept(in other: FieldType) -> Bool {
    switch (self, other) {
    case (.picklist(let options), .picklist(let kept)):
      let codes = Set(kept.filter(\.isActive).map(\.code))
      return options.allSatisfy { !$0.isActive || codes.contains($0.code) }
    case (.picklist, .text(let maxLength)): return maxLength >= 80
    case (.text(let length), .text(let maxLength)): return maxLength >= length
    default: return self == other
    }
  }
}
