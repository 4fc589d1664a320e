import CRMModel

/// One execution of a plan: indexes that change go first and come last, columns and values change step by step between.
struct SchemaRun {
  let plan: SchemaPlan
  /// How the store lies when all steps are made.
  let layout: StoreLayout
  let writer: any EngineWriter
  /// Runs what is code in the plan.
  let code: ModuleCode?
  /// The catalog as the steps made so far leave it.
  private(set) var catalog: Catalog
  /// What each step made so far did.
  private(set) var effects: [StepEffect] = []
  /// What the records have against the plan.
  var violations: [Violation] = []
  /// Fields that may have been left without the values they need; judged at the end, when backfills have had their chance.
  var suspects: [(table: TableID, number: Int32)] = []
  /// The values that the steps made so far replaced, as the change log keeps them.
  var replaced: [LoggedStep] = []

  /// How many rows are read and written at a time.
  static let batchSize = 1_024

  init(_ plan: SchemaPlan, _ writer: any EngineWriter, _ code: ModuleCode?) {
    self.plan = plan
    layout = StoreLayout(plan.catalog)
    self.writer = writer
    self.code = code
    catalog = plan.base
  }

  /// Makes all steps, creates indexes, stores the catalog; collects in ``violations`` what the records have against it.
  mutating func perform(_ compile: ConditionCompiler) throws {
    let indexes = try wantedIndexes(compile)
    try dropIndexes(but: indexes)
    for (index, step) in plan.steps.enumerated() {
      code?.progress(UpgradeProgress(step: index + 1, of: plan.steps.count, what: step.edit.description))
      let before = catalog
      step.edit.apply(to: &catalog, by: step.author)
      var effect = StepEffect(step)
      try perform(step.edit, from: before, to: catalog, &effect)
      if !step.verdict.isLossy, effect.valuesLost > 0 { refuseLoss(effect) }
      effects.append(effect)
    }
    try checkRequired()
    try createIndexes(indexes)
    try StoreSchema.store(plan.catalog, writer)
  }

  private mutating func refuseLoss(_ effect: StepEffect) {
    let message = "\(effect.valuesLost) values do not fit, and nothing was to be lost"
    violations.append(
      Violation(.valuesDoNotFit, message, entity: effect.step.edit.entity, field: effect.step.edit.place?.field))
  }

  private mutating func perform(
    _ edit: SchemaEdit, from before: Catalog, to after: Catalog, _ effect: inout StepEffect
  ) throws {
    switch edit {
    case .addEntity(let schema):
      guard let entity = after.layout(of: schema.name) else { return }
      try writer.apply(.createTable(TableLayout(id: entity.table, columns: entity.columns)))
    case .removeEntity(let name):
      guard let entity = before.layout(of: name) else { return }
      effect.records = try writer.count([Source(table: entity.table)], nil, limit: nil)
      effect.valuesLost = effect.records
      try writer.apply(.dropTable(entity.table))
      try clearReferences(to: name, in: StoreLayout(after), &effect)
    case .renameEntity(let name, let new): try renameReferences(to: name, new, in: StoreLayout(after), &effect)
    case .addField(let schema, let name):
      guard let entity = after.layout(of: name), let field = entity.storedField(schema.name) else { return }
      try add(field, to: entity, &effect)
      suspects.append((entity.table, field.schema.number))
    case .retypeField(let place, _), .setField(let place, _), .restoreField(let place):
      guard let old = before.layout(of: place.entity)?.storedField(place.field),
        let entity = after.layout(of: place.entity),
        let new = entity.storedField(place.field)
      else { return }
      try reshape(old, into: new, of: entity.table, &effect)
      if edit.mayLeaveEmpty { suspects.append((entity.table, new.schema.number)) }
    case .removeField(let place):
      guard let entity = before.layout(of: place.entity), let field = entity.storedField(place.field) else { return }
      effect.valuesLost = try writer.count([Source(table: entity.table)], .not(field.isEmpty), limit: nil)
      effect.records = effect.valuesLost
      for column in field.columns { try writer.apply(.dropColumn(column.number, from: entity.table)) }
    case .setEntity, .retireEntity, .restoreEntity, .renameField, .retireField, .addOption, .setOption, .orderOptions,
      .addIndex, .removeIndex, .addRule, .removeRule, .addOverlap, .removeOverlap, .setModule, .switchOff:
      break
    case .switchOn(let name):
      for number in before.modules[name]?.switchedOff?.fields ?? [] { suspect(number, in: after) }
    case .removeModule(let name): try writer.setMetadata(SeedLedger.key(name), nil)
    case .backfill, .seed: try runCode(edit, in: StoreLayout(after), &effect)
    }
  }

  private mutating func suspect(_ number: Int32, in catalog: Catalog) {
    for schema in catalog.entities where schema.fields.contains(where: { $0.number == number }) {
      suspects.append((schema.number, number))
    }
  }

  /// Notes the fields that must have values where live records have none.
  private mutating func checkRequired() throws {
    for (table, number) in suspects {
      guard let schema = catalog.entities.first(where: { $0.number == table }),
        let name = schema.fields.first(where: { $0.number == number && $0.isRequired && !$0.isRetired })?.name,
        let entity = catalog.layout(of: schema.name), let field = entity.storedField(name)
      else { continue }
      let empty = try writer.count([Source(table: table)], .and([IndexPlan.liveRows, field.isEmpty]), limit: nil)
      guard empty > 0 else { continue }
      let message = "\(empty) records have no value; give a default with the field, or values first"
      let violation = Violation(.required, message, entity: entity.schema.name, field: name)
      if !violations.contains(violation) { violations.append(violation) }
    }
  }
}

extension Catalog {
  /// Where the fields of one entity lie; nil if there is none. Making it costs what one entity costs, not what all of them do.
  fileprivate func layout(of entity: EntityName) -> EntityLayout? {
    self[entity].map { EntityLayout($0, currency: currency) }
  }
}

extension SchemaEdit {
  /// Whether a required field may come out of it without value.
  fileprivate var mayLeaveEmpty: Bool {
    switch self {
    case .retypeField, .restoreField, .setField(_, .isRequired(true)): true
    default: false
    }
  }
}

extension FieldLayout {
  /// Whether a row has no value in the field: no part for names and addresses, the first column null for all others.
  var isEmpty: Filter {
    let isNull: (ColumnLayout) -> Filter = { .isNull(.column(ColumnRef(column: $0.number))) }
    switch type {
    case .personName, .address: return .and(valueColumns.map(isNull))
    default: return valueColumns.first.map(isNull) ?? .constant(true)
    }
  }
}
