import CRMModel
import CRMStorage
import CRMTesting

/// Makes rows, conditions and orders at random, with many equal values, nulls and deleted parents.
struct GeneratedWorld {
  var numbers: SeededGenerator
  var store = NaiveStore()

  static let dealSources = [
    Source(table: DealWorld.deals),
    Source(table: DealWorld.accounts, link: .init(id: ColumnRef(column: DealWorld.account))),
    Source(
      table: DealWorld.accounts,
      link: .init(
        id: ColumnRef(source: 1, column: DealWorld.parent),
        entity: EntityMark(column: ColumnRef(column: DealWorld.kind), name: "new"))),
  ]

  init(seed: UInt64) { numbers = SeededGenerator(seed: seed) }

  mutating func orNull(_ scalar: Scalar, percent: Int = 15) -> Scalar { numbers.happens(percent) ? .null : scalar }

  mutating func value(_ column: Int32) -> Scalar {
    switch column {
    case 1, 2: return orNull(.integer(Int64.random(in: 0..<5, using: &numbers)))
    case 5: return numbers.happens(80) ? .null : .integer(1)
    case DealWorld.industry:
      return orNull(.text(numbers.pick(["Retail", "retail", "Énergie", "Bank", "", "Retail banking"])))
    case DealWorld.parent, DealWorld.account: return orNull(.integer(Int64.random(in: 1...40, using: &numbers)))
    case DealWorld.latitude, DealWorld.longitude: return orNull(.real(numbers.pick([0, -0.0, 12.5, 48.25, -33])))
    case DealWorld.amount: return orNull(.integer(numbers.pick([-5, 0, 3, 7, 100, .max, .min])))
    case DealWorld.stage:
      return orNull(.text(numbers.pick(["open", "won", "lost", "proposal sent", "proposal seen", "z\0z"])))
    case DealWorld.closing: return orNull(.integer(Int64.random(in: 20_000..<20_100, using: &numbers)))
    case DealWorld.score: return orNull(.real(numbers.pick([0, -0.0, 1.5, -2, 1e300, 3])))
    case DealWorld.kind: return orNull(.text(numbers.pick(["new", "renewal"])))
    default: return .integer(Int64.random(in: 0..<9, using: &numbers))
    }
  }

  mutating func rows(_ ids: [Int64], of layout: TableLayout, columns: [Int32]? = nil) -> RowBatch {
    let stored: [Int32] = layout.columns.map(\.number)
    let named: [Int32] = columns ?? stored.filter { $0 > 0 && $0 != DealWorld.number }
    var cells: [(Int32, [Scalar])] = []
    for column in named {
      var scalars: [Scalar] = []
      for _ in ids { scalars.append(value(column)) }
      cells.append((column, scalars))
    }
    var batch = DealWorld.batch(ids, cells, in: layout)
    if columns == nil, layout.id == DealWorld.deals {
      batch.columns.append(DealWorld.number)
      batch.vectors.append(ColumnVector.texts(ids.map { id in "N-\(id)" }))
    }
    return batch
  }

  mutating func keep(_ batch: RowBatch, in table: TableID, isNew: Bool) {
    for row in 0..<batch.count where isNew || store.tables[table]?[batch.ids[row]] != nil {
      var cells = store.tables[table]?[batch.ids[row]] ?? [0: .integer(batch.ids[row])]
      for column in batch.columns { cells[column] = batch[row, column] }
      store.tables[table]?[batch.ids[row]] = cells
    }
  }

  mutating func column(_ kind: ColumnKind) -> ColumnRef {
    switch kind {
    case .integer:
      numbers.pick([
        ColumnRef(column: DealWorld.amount), ColumnRef(column: DealWorld.closing), ColumnRef(column: DealWorld.account),
        ColumnRef(column: 0), ColumnRef(source: 1, column: DealWorld.parent), ColumnRef(source: 2, column: 1),
      ])
    case .real: numbers.pick([ColumnRef(column: DealWorld.score), ColumnRef(source: 1, column: DealWorld.latitude)])
    case .text:
      numbers.pick([
        ColumnRef(column: DealWorld.stage), ColumnRef(column: DealWorld.number),
        ColumnRef(source: 1, column: DealWorld.industry),
        ColumnRef(source: 2, column: DealWorld.industry),
      ])
    }
  }

  mutating func literal(_ column: ColumnRef) -> Scalar {
    switch column.column {
    case 0: .integer(Int64.random(in: 1...400, using: &numbers))
    case DealWorld.number: .text("N-\(Int.random(in: 1...400, using: &numbers))")
    default: value(column.column)
    }
  }

  mutating func children() -> ChildScan {
    ChildScan(
      sources: [Source(table: DealWorld.accounts)], reference: ColumnRef(column: DealWorld.parent),
      outer: numbers.pick([ColumnRef(column: DealWorld.account), ColumnRef(column: 0)]),
      filter: numbers.pick([
        nil, .isNull(.column(ColumnRef(column: 5))), .hasPrefix(.column(ColumnRef(column: DealWorld.industry)), "R"),
      ]))
  }

  mutating func siblings() -> ChildScan {
    ChildScan(
      sources: [GeneratedWorld.dealSources[0], GeneratedWorld.dealSources[1]],
      reference: ColumnRef(column: DealWorld.account),
      entity: numbers.pick([nil, EntityMark(column: ColumnRef(column: DealWorld.kind), name: "renewal")]),
      outer: ColumnRef(column: DealWorld.account),
      filter: numbers.pick([
        nil, .compare(.column(ColumnRef(column: DealWorld.amount)), .greater, .literal(.integer(3))),
        .isNull(.column(ColumnRef(source: 1, column: DealWorld.industry))),
      ]))
  }

  /// A condition over deals; returns its name for the tally, too.
  mutating func leaf() -> Filter {
    let kind = numbers.pick([ColumnKind.integer, .integer, .text, .text, .real])
    let column = column(kind)
    switch Int.random(in: 0..<14, using: &numbers) {
    case 0: return .constant(numbers.pick([true, false, nil]))
    case 1: return .isNull(.column(column))
    case 2:
      return .isIn(
        .column(column),
        (0..<Int.random(in: 0...9, using: &numbers)).map { _ in literal(column) }.filter { $0 != .null })
    case 3: return .hasPrefix(.column(self.column(.text)), numbers.pick(["", "p", "proposal se", "N-1", "Ré"]))
    case 4: return .contains(.folded(self.column(.text)), numbers.pick(["e", "re", "n-3"]))
    case 5:
      return .compare(
        .difference(self.column(.integer), self.column(.integer)), numbers.pick(Comparison.allCases),
        .literal(.integer(10)))
    case 6:
      guard let point = try? GeoPoint(latitude: 10, longitude: 10) else { return .constant(nil) }
      return .compare(
        .distance(
          latitude: ColumnRef(source: 1, column: DealWorld.latitude),
          longitude: ColumnRef(source: 1, column: DealWorld.longitude),
          point), .less, .literal(.real(4_000_000)))
    case 7: return numbers.happens(50) ? .exists(children()) : .exists(siblings())
    case 8: return .compare(.count(siblings()), numbers.pick(Comparison.allCases), .literal(.integer(3)))
    case 9:
      return .within(
        TreeScan(
          member: numbers.pick([ColumnRef(column: DealWorld.account), ColumnRef(source: 1, column: DealWorld.parent)]),
          table: DealWorld.accounts, parent: DealWorld.parent, root: Int64.random(in: 1...40, using: &numbers)))
    case 10: return .compare(.column(column), numbers.pick(Comparison.allCases), .column(self.column(kind)))
    case 11:
      return .compare(.column(self.column(.integer)), numbers.pick(Comparison.allCases), .column(self.column(.real)))
    default: return .compare(.column(column), numbers.pick(Comparison.allCases), .literal(literal(column)))
    }
  }

  mutating func filter(_ depth: Int = 0) -> Filter {
    if depth == 3 || numbers.happens(40) { return leaf() }
    let parts = (0..<Int.random(in: 0...3, using: &numbers)).map { _ in filter(depth + 1) }
    switch Int.random(in: 0..<5, using: &numbers) {
    case 0, 1: return .and(parts)
    case 2: return .or(parts)
    case 3: return .not(filter(depth + 1))
    default: return .isTrue(filter(depth + 1))
    }
  }

  mutating func order() -> [SortKey] {
    (0..<Int.random(in: 0...2, using: &numbers)).map { _ in
      let operand: Operand =
        switch Int.random(in: 0..<6, using: &numbers) {
        case 0: .folded(column(.text))
        case 1: .column(column(.real))
        case 2: .column(column(.text))
        case 3: .count(siblings())
        default: .column(column(.integer))
        }
      return SortKey(operand, isDescending: numbers.happens(50), nullsFirst: numbers.happens(50))
    }
  }
}
