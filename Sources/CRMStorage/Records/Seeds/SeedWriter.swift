package import CRMModel

/// Adds the seed records of a module, and brings those that are there up to its code, leaving alone what users changed.
package struct SeedWriter {
  private let module: ModuleName
  private let records: RecordWriter
  private let reader: RecordReader
  private var ledger: SeedLedger
  /// What users of the store have against seeds, which are left out or as they are therefore.
  package private(set) var leftOut: [Violation] = []

  /// Begins with what the store remembers.
  package init(_ module: ModuleName, _ records: RecordWriter, _ reader: RecordReader) throws {
    self.module = module
    self.records = records
    self.reader = reader
    ledger = try SeedLedger(module, in: records.writer)
  }

  /// Writes the seeds in order.
  ///
  /// Seeds of an entity that is not offered now, because its module is switched off or gave it up, are left for a later version. So are those
  /// that something refuses which was added to the store at run time: no customer's rule keeps the store from being opened.
  package mutating func write(_ seeds: [AnySeed]) throws {
    // What became of an entity that was taken away for good came from no user: its seeds begin anew.
    ledger.entries = ledger.entries.filter { records.layout.entity(table: $0.value.entity) != nil }
    var live = try liveSeeds()
    var mayLack = !ledger.entries.isEmpty
    for seed in seeds {
      if let stored = records.layout.entity(seed.entity), stored.schema.isRetired {
        mayLack = true
        continue
      }
      let made = seed.make(SeedIDs(live))
      let entity = try reader.entityLayout(made.entity)
      let record = completed(made, entity)
      let given = try fingerprints(of: record, entity)
      if let known = ledger.entries[seed.name] {
        if live[seed.name] != nil {
          let reasons = try reasons(against: seed.name, record, entity) {
            try follow(record, leavingOpen: made, entity, given, known)
          }
          leftOut += reasons
          if !reasons.isEmpty { continue }
        }
        ledger.entries[seed.name]?.given.merge(given) { _, new in new }
      } else if !(mayLack && isOrphan(record, entity)) {
        var id: Int64 = 0
        let reasons = try reasons(against: seed.name, record, entity) {
          id = try adopted(record, entity) ?? added(record, entity)
        }
        if reasons.isEmpty {
          ledger.entries[seed.name] = SeedLedger.Entry(entity: entity.table, id: id, given: given)
          live[seed.name] = AnyRecordID(entity: entity.schema.name, rawValue: id)
        } else {
          leftOut += reasons
          mayLack = true
        }
      }
    }
    try ledger.store(module, records.writer)
  }

  /// The record as it will be stored, as far as the module gives it: a field of its own that it leaves open has its default.
  private func completed(_ made: Record, _ entity: EntityLayout) -> Record {
    var record = made
    for field in entity.schema.fields where made[field.name].isNull && !field.isRetired {
      guard case .value(let value) = field.defaultValue,
        entity.schema.author(qualifier: field.name.qualifier) == .module(module)
      else { continue }
      record[field.name] = value
    }
    return record
  }

  /// The records of the seeds that are still there, of entities that are offered.
  private func liveSeeds() throws -> [SeedName: AnyRecordID] {
    var wanted: [EntityName: [Int64]] = [:]
    for entry in ledger.entries.values {
      guard let schema = records.layout.entity(table: entry.entity)?.schema, !schema.isRetired else { continue }
      wanted[schema.name, default: []].append(entry.id)
    }
    var there: Set<AnyRecordID> = []
    for (entity, ids) in wanted {
      let values = ids.map { FieldValue.reference(AnyRecordID(entity: entity, rawValue: $0)) }
      let isWanted = Formula.isIn(.field(FieldPath(SystemField.id.name)), values)
      for id in try reader.ids(Query(entity).where(isWanted)) {
        there.insert(AnyRecordID(entity: entity, rawValue: id))
      }
    }
    return ledger.entries.compactMapValues { entry in
      records.layout.entity(table: entry.entity)
        .map { AnyRecordID(entity: $0.schema.name, rawValue: entry.id) }
        .flatMap { there.contains($0) ? $0 : nil }
    }
  }

  private func current(_ id: AnyRecordID) throws -> Record? {
    let isIt = Formula.compare(.equal, .field(FieldPath(SystemField.id.name)), .literal(.reference(id)))
    return try reader.records(Query(id.entity).where(isIt).limit(1)).first
  }

  // MARK: What users have against it

  /// Writes a seed, or says what was added to the store at run time that refuses it; other refusals are thrown.
  private func reasons(
    against seed: SeedName, _ record: Record, _ entity: EntityLayout, _ write: () throws -> Void
  ) throws -> [Violation] {
    do {
      try write()
      return []
    } catch let error as StoreError {
      let violations = error.violations
      guard !violations.isEmpty, violations.allSatisfy({ isOfUsers($0, record, entity.schema) }) else { throw error }
      return violations.map { violation in
        var told = Violation(
          violation.code, "seed \(seed) is left as it is: \(violation.message)", entity: entity.schema.name)
        told.field = violation.field
        return told
      }
    }
  }

  private func isOfUsers(_ violation: Violation, _ record: Record, _ schema: EntitySchema) -> Bool {
    // Another record has the value that must be unique: a seed of the module would have been adopted.
    if violation.code == .notUnique { return true }
    if schema.author(qualifier: FieldName(violation.code.rawValue).qualifier) == .customer { return true }
    guard let name = violation.field, let field = schema.field(name) else { return false }
    if schema.author(qualifier: name.qualifier) == .customer { return true }
    switch violation.code {
    case .required: return field.customized.contains(.required)
    case .unknownCode:
      let codes: [String]
      switch record[name] {
      case .text(let code): codes = [code]
      case .codes(let several): codes = several
      default: codes = []
      }
      return field.type.options?.contains { !$0.isActive && codes.contains($0.code) } ?? false
    default: return false
    }
  }

  // MARK: A new seed

  /// Whether a record lacks a reference that it needs, as one does that is made to refer to a seed which is not there.
  private func isOrphan(_ record: Record, _ entity: EntityLayout) -> Bool {
    entity.schema.fields.contains { field in
      field.isRequired && field.type.referenceTargets != nil && record[field.name].isNull
    }
  }

  /// The record that has the same value in a unique field or index; nil if there is none.
  private func adopted(_ record: Record, _ entity: EntityLayout) throws -> Int64? {
    let fields = entity.schema.fields.filter { $0.isUnique && !$0.isRetired }.map { [FieldPath($0.name)] }
    let indexes = entity.schema.indexes.filter { $0.isUnique && $0.condition == nil }.map(\.fields)
    for paths in fields + indexes {
      let values = paths.map { record[FieldName($0.words.joined(separator: "."))] }
      guard !values.contains(where: { $0.isNull || $0 == .text("") }) else { continue }
      var query = Query(entity.schema.name)
      query.condition = .and(zip(paths, values).map { .compare(.equal, .field($0), .literal($1)) })
      query.limit = 1
      if let id = try reader.ids(query).first { return id }
    }
    return nil
  }

  private func added(_ record: Record, _ entity: EntityLayout) throws -> Int64 {
    var fresh = Record(record.entity)
    for (name, value) in record.fields where SystemField(rawValue: name.rawValue) == nil && !value.isNull {
      fresh[name] = value
    }
    return try records.insert(FieldBatch([fresh], entity: entity)).ids.first ?? 0
  }

  // MARK: A seed that is there

  /// Gives the fields that still have what an earlier version gave them, or that are new, what this version gives. A new field that it leaves
  /// open stays as it is: a backfill may have filled it.
  ///
  /// Whether a user has changed a field that was converted to another type since cannot be told, so it is left alone.
  private func follow(
    _ record: Record, leavingOpen made: Record, _ entity: EntityLayout, _ given: [String: UInt64],
    _ known: SeedLedger.Entry
  ) throws {
    let id = AnyRecordID(entity: entity.schema.name, rawValue: known.id)
    guard known.entity == entity.table, let current = try current(id) else { return }
    let now = try fingerprints(of: current, entity)
    var changed = Record(record.entity)
    changed.id = known.id
    for field in entity.schema.fields {
      let number = String(field.number)
      guard let new = given[number], now[number] != new else { continue }
      if let old = known.given[number] {
        if old == now[number] { changed[field.name] = record[field.name] }
      } else if !made[field.name].isNull, !field.formerTypes.contains(where: { known.given[String($0.number)] != nil })
      {
        changed[field.name] = record[field.name]
      }
    }
    guard !changed.fieldNames.isEmpty else { return }
    _ = try records.update(FieldBatch([changed], entity: entity))
  }

  /// What a record has in each of its fields, by the numbers of the fields.
  private func fingerprints(of record: Record, _ entity: EntityLayout) throws -> [String: UInt64] {
    var found: [String: UInt64] = [:]
    for (name, value) in record.fields where SystemField(rawValue: name.rawValue) == nil {
      guard let field = entity.field(name) else { continue }
      if case .autoNumber = field.type { continue }
      do throws(ValueError) {
        var bytes: [UInt8] = []
        for cell in try FieldCodec.encode(value, as: field.type) { ByteCoding.append(cell, to: &bytes) }
        found[String(field.schema.number)] = Fingerprint.hash(bytes)
      } catch {
        throw StoreError(error, entity: entity.schema.name, field: name)
      }
    }
    return found
  }
}
