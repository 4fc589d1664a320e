internal import CRMModel
internal import CRMStorage

extension PlanWorld {
  /// A transaction of a few changes; a change of the layout comes last, because what follows depends on whether it is
  /// accepted.
  mutating func transaction() -> PlanStep {
    var changes = (0..<(1 + random.number(below: 4))).map { _ in change(nesting: 2) }
    if random.happens(30) { changes.append(.ask(question())) }
    if random.happens(25) {
      let change = PlanChange.layout(layoutChange())
      changes.append(random.happens(30) ? .atomically([change], isUndone: random.happens(50)) : change)
    }
    changes.append(.ask(.state))
    return .transaction(changes, isUndone: random.happens(15))
  }

  private mutating func change(nesting: Int) -> PlanChange {
    guard let table = random.pick(tables) else { return .append([], .epoch) }
    switch random.number(below: 100) {
    case ..<30: return insert(into: table)
    case ..<60: return update(in: table)
    case ..<66: return handingOn(in: table)
    case ..<72: return .remove(someIDs(3), table.id)
    case ..<80:
      let seconds = Int64(random.number(below: 1_000_000))
      return .append(Array("\(seconds)".utf8), Instant(microsecondsSinceEpoch: seconds) ?? .epoch)
    case ..<84: return .trim(Int64(random.number(below: 8)))
    case ..<90:
      let value = random.happens(30) ? nil : random.pick(Self.texts)
      return .metadata(random.pick(Self.metadataKeys) ?? "a", value)
    default:
      guard nesting > 0 else { return .remove(someIDs(1), table.id) }
      let inner = (0..<(1 + random.number(below: 3))).map { _ in change(nesting: nesting - 1) }
      return .atomically(inner, isUndone: random.happens(50))
    }
  }

  /// Several different ids, some of them of no row.
  mutating func someIDs(_ count: Int) -> [Int64] {
    Array((Self.ids + [99]).shuffled(using: &random).prefix(1 + random.number(below: count)))
  }

  /// Rows with some columns named.
  mutating func insert(into table: TableLayout) -> PlanChange {
    .insert(batch(of: table, ids: someIDs(5), percent: 85), table.id)
  }

  private mutating func update(in table: TableLayout) -> PlanChange {
    .update(batch(of: table, ids: someIDs(4), percent: 35), table.id)
  }

  /// New rows whose values in a unique index go around by one: allowed, because the index judges whole batches.
  private mutating func handingOn(in table: TableLayout) -> PlanChange {
    guard let index = random.pick(table.indexes.filter(\.isUnique)), let column = index.columns.first else {
      return update(in: table)
    }
    var values: [Scalar] = []
    for _ in 0..<8 {
      let value = value(like: column)
      if !values.contains(value), values.count < 3 { values.append(value) }
    }
    let ids = Array(Self.ids.shuffled(using: &random).prefix(values.count))
    var rows = RowBatch(ids: ids, columns: index.columns, vectors: [])
    for number in index.columns {
      let shared = value(like: number)
      var vector = ColumnVector(kind(number))
      for value in values { vector.append(number == column ? value : shared) }
      rows.vectors.append(vector)
    }
    let around = RowBatch(ids: Array(ids.dropFirst() + ids.prefix(1)), columns: rows.columns, vectors: rows.vectors)
    return .atomically([.remove(ids, table.id), .insert(rows, table.id), .update(around, table.id)], isUndone: false)
  }

  private mutating func batch(of table: TableLayout, ids: [Int64], percent: Int) -> RowBatch {
    var batch = RowBatch(ids: ids, columns: [], vectors: [])
    for column in table.columns where column.number > 0 && random.happens(percent) {
      var vector = ColumnVector(column.kind)
      for _ in ids {
        // Most rows are live.
        vector.append(column.number == 5 && random.happens(60) ? .null : cell(column.number))
      }
      batch.columns.append(column.number)
      batch.vectors.append(vector)
    }
    return batch
  }

  /// A table with columns of every kind and references to some of `targets`.
  mutating func newTable(targets: [TableID]) -> TableLayout {
    let id = nextTable
    nextTable += 1
    var table = TableLayout(id: id, columns: (0...5).map { ColumnLayout(number: $0, kind: .integer) })
    var wanted: [PlanRole] = [
      .whole, .whole, .day, .moment, .real, .latitude, .longitude, .text, .text, .reference(id),
    ]
    for target in targets where target != id && random.happens(60) { wanted.append(.reference(target)) }
    wanted += [.anyReference(entity: nextNumber + Int32(wanted.count) + 1), .entityName]
    for role in wanted { table.columns.append(newColumn(role)) }
    for _ in 0..<random.number(below: 4) { table.indexes.append(newIndex(on: table)) }
    return table
  }

  private mutating func newColumn(_ role: PlanRole) -> ColumnLayout {
    let number = nextNumber
    nextNumber += 1
    roles[number] = role
    return ColumnLayout(number: number, kind: kind(number))
  }

  private mutating func newIndex(on table: TableLayout) -> IndexLayout {
    let number = nextNumber
    nextNumber += 1
    let columns = table.columns.map(\.number).filter { $0 >= 10 }.shuffled(using: &random)
    var index = IndexLayout(
      number: number, columns: Array(columns.prefix(1 + random.number(below: 3))), isUnique: random.happens(50))
    if random.happens(40) {
      // Only columns that are never dropped.
      let scope = PlanScope(sources: [Source(table: table.id)], columns: [table.columns.map(\.number)])
      index.filter = random.happens(50) ? .isNull(.own(5)) : filter(in: scope, depth: 1, isFlat: true)
    }
    return index
  }

  private mutating func layoutChange() -> LayoutChange {
    let table = random.pick(tables) ?? TableLayout(id: 1, columns: [])
    switch random.number(below: 10) {
    case ..<3:
      let column = newColumn(random.pick([.whole, .real, .text]) ?? .whole)
      return .addColumn(column, to: table.id, filledWith: cell(column.number))
    case ..<6:
      return .createIndex(newIndex(on: table), on: table.id)
    case ..<8:
      // A number that is no index is refused.
      return .dropIndex(random.pick(table.indexes)?.number ?? 1, from: table.id)
    case 8:
      let used = Set(table.indexes.flatMap(\.columns))
      let filtered = table.indexes.contains { $0.filter != nil }
      let free = table.columns.map(\.number).filter { number in
        guard number >= 10, !used.contains(number), !filtered else { return false }
        return [.whole, .real, .text].contains(roles[number])
      }
      return .dropColumn(free.count > 3 ? random.pick(free) ?? 9 : 9, from: table.id)
    default:
      if tables.count > 3, let last = tables.last { return .dropTable(last.id) }
      return .createTable(newTable(targets: tables.map(\.id)))
    }
  }
}
