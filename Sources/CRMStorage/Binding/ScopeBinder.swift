import CRMModel

/// Turns names into columns for the rows of one scan: finds paths, collects the parents they need, and all that is wrong.
///
/// One binder serves one scope: a query, or the condition on children inside one. Binding never stops at the first problem.
final class ScopeBinder {
  let layout: StoreLayout
  private let moment: BindingContext
  /// Whether what was bound so far means the same at any moment and in any zone.
  private(set) var isLasting = true
  let access: any RecordAccess
  /// Whether conditions say what finds rows in an index, beside what they mean.
  var seeksIndexes = false
  /// The tables found so far; 0 is the scope's own.
  private(set) var sources: [Source]
  /// Everything that is wrong so far.
  var violations: [Violation] = []
  /// Why the query may not be asked.
  private var refusal: StoreError?
  /// The entity whose fields names mean, and the source it is.
  private(set) var root: (entity: EntityLayout, source: Int)
  private var parents: [ParentKey: Int] = [:]

  private struct ParentKey: Hashable {
    let source: Int
    let column: Int32
    let table: TableID
  }

  init(_ entity: EntityLayout, layout: StoreLayout, context: BindingContext, access: any RecordAccess) {
    self.layout = layout
    moment = context
    self.access = access
    root = (entity, 0)
    sources = [Source(table: entity.table)]
    ask(for: entity)
  }

  /// Asks whether an entity's records may be read.
  private func ask(for entity: EntityLayout) {
    do throws(StoreError) { try access.permit(.read(entity.schema.name)) } catch { refusal = refusal ?? error }
  }

  /// Asks whether a parent may be read.
  private func ask(forParent entity: EntityLayout) {
    ask(for: entity)
    // Engines have no word yet for a parent that is there but not for everybody; until then such a path finds nothing at all.
    if access.visible(entity.schema.name) != nil {
      refusal =
        refusal
        ?? StoreError(
          .unsupported, .unsupported,
          "fields of \(entity.schema.name) cannot be reached by a path where some of its records are hidden")
    }
  }

  /// Takes over what a scope inside this one found wrong.
  func adopt(_ inner: ScopeBinder) {
    violations += inner.violations
    refusal = refusal ?? inner.refusal
  }

  /// Ends the binding.
  ///
  /// - Throws: That something may not be read; else everything that is wrong, at once.
  func finish() throws(StoreError) {
    if let refusal { throw refusal }
    if let error = StoreError(violations: violations) { throw error }
  }

  /// What else the meaning depends on; who asks makes it pass with the moment.
  var context: BindingContext {
    isLasting = false
    return moment
  }

  /// The rows of the root that may be seen; nil for all.
  func visible() -> Filter? { access.visible(root.entity.schema.name).map { bind($0) } }

  /// Goes over a reference of the scope's own entity and lets names mean the far side from now on.
  func moveRoot(through reference: FieldName) -> Bool {
    guard let field = root.entity.nameableReference(reference), case .reference(.one(let target)) = field.type,
      let far = layout.entity(target)
    else {
      if root.entity.isRetired(reference) {
        violations.append(root.entity.unknownField(reference))
      } else {
        report(.unknownField, "no reference of this name to one entity", field: reference)
      }
      return false
    }
    ask(forParent: far)
    root = (far, parent(of: root.source, column: field.schema.number, table: far.table, mark: nil))
    return true
  }

  /// The column of the root's row id.
  var rootID: ColumnRef { ColumnRef(source: root.source, column: SystemField.id.columnNumber) }

  func report(_ code: ErrorCode, _ message: String, entity: EntityName? = nil, field: FieldName? = nil) {
    violations.append(Violation(code, message, entity: entity ?? root.entity.schema.name, field: field))
  }

  /// Finds a path; reports and returns nil if there is no such field.
  func find(_ path: FieldPath) -> BoundField? {
    var words = path.words[...]
    var entity = root.entity
    var source = root.source
    while let found = takeField(&words, of: entity) {
      switch found {
      case .system(let field):
        let bound = systemField(field, entity: entity, source: source)
        if words.isEmpty { return bound }
        guard let next = enter(bound, source: source, &words) else { return unknown(path, words, entity) }
        (entity, source) = next
      case .own(let field):
        let bound = ownField(field, entity: entity, source: source)
        if words.isEmpty { return bound }
        if let component = component(words, of: bound, source: source) { return component }
        guard let next = enter(bound, source: source, &words) else { return unknown(path, words, entity) }
        (entity, source) = next
      }
    }
    return unknown(path, words, entity)
  }

  private enum Found {
    case system(SystemField)
    case own(FieldLayout)
  }

  /// Takes the longest name of a field of `entity` off the front of `words`.
  private func takeField(_ words: inout ArraySlice<String>, of entity: EntityLayout) -> Found? {
    guard let first = words.first else { return nil }
    if words.count >= 2 {
      let qualified = FieldName("\(first).\(words[words.startIndex + 1])")
      if let field = entity.field(qualified) {
        words = words.dropFirst(2)
        return .own(field)
      }
    }
    if let system = SystemField(rawValue: first) {
      words = words.dropFirst()
      return .system(system)
    }
    guard let field = entity.field(FieldName(first)) else { return nil }
    words = words.dropFirst()
    return .own(field)
  }

  private func systemField(_ field: SystemField, entity: EntityLayout, source: Int) -> BoundField {
    BoundField(
      type: field.type(in: entity.schema.name), columns: [ColumnRef(source: source, column: field.columnNumber)],
      entity: entity.schema.name, name: field.name)
  }

  private func ownField(_ field: FieldLayout, entity: EntityLayout, source: Int) -> BoundField {
    BoundField(
      type: field.type, columns: field.valueColumns.map { ColumnRef(source: source, column: $0.number) },
      folded: field.foldedColumn.map { ColumnRef(source: source, column: $0.number) },
      comparesFolded: field.schema.isFolded,
      isFoundFolded: seeksIndexes && !field.schema.isFolded && field.schema.isIndexed && !field.schema.isUnique,
      entity: entity.schema.name, name: field.schema.name)
  }

  private func component(_ words: ArraySlice<String>, of field: BoundField, source: Int) -> BoundField? {
    guard words.count == 1, let word = words.first, field.type.isComposite else { return nil }
    let name = FieldName("\(field.name).\(word)")
    if word == "length", field.columns.count >= 2 {
      switch field.type {
      case .interval, .zonedInterval:
        return BoundField(
          type: .duration, columns: [field.columns[0]], ends: (field.columns[0], field.columns[1]),
          entity: field.entity,
          name: name)
      default: break
      }
    }
    if word == "location", case .address = field.type {
      return BoundField(type: .geoPoint, columns: Array(field.columns[5...6]), entity: field.entity, name: name)
    }
    guard let index = field.type.columns.firstIndex(where: { $0.component == word }),
      let type = field.type.columns[index].type
    else { return nil }
    return BoundField(type: type, columns: [field.columns[index]], entity: field.entity, name: name)
  }

  /// Goes to the parent that a reference names; a reference to several entities is followed by the entity's name.
  private func enter(
    _ reference: BoundField, source: Int, _ words: inout ArraySlice<String>
  ) -> (entity: EntityLayout, source: Int)? {
    guard let targets = reference.type.referenceTargets else { return nil }
    if case .one(let name) = targets {
      guard let target = layout.entity(name) else { return nil }
      ask(forParent: target)
      return (target, parent(of: source, column: reference.columns[0].column, table: target.table, mark: nil))
    }
    for count in [2, 1] where words.count > count {
      let name = EntityName(words.prefix(count).joined(separator: "."))
      guard targets.contains(name), let target = layout.entity(name) else { continue }
      words = words.dropFirst(count)
      ask(forParent: target)
      let mark = EntityMark(column: reference.columns[1], name: name.rawValue)
      return (target, parent(of: source, column: reference.columns[0].column, table: target.table, mark: mark))
    }
    return nil
  }

  private func parent(of source: Int, column: Int32, table: TableID, mark: EntityMark?) -> Int {
    let key = ParentKey(source: source, column: column, table: table)
    if let known = parents[key] { return known }
    let link = Source.Link(id: ColumnRef(source: source, column: column), entity: mark)
    sources.append(Source(table: table, link: link))
    parents[key] = sources.count - 1
    return sources.count - 1
  }

  private func unknown(_ path: FieldPath, _ words: ArraySlice<String>, _ entity: EntityLayout) -> BoundField? {
    let names = [2, 1].map { FieldName(words.prefix($0).joined(separator: ".")) }
    let message = names.first(where: entity.isRetired).map { entity.unknownField($0).message }
    report(
      .unknownField, "\(path) names no field\(message.map { ": \($0)" } ?? "")", entity: entity.schema.name,
      field: FieldName(path.description))
    return nil
  }
}
