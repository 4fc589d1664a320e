import CRMModel

/// Collects rows and gives the first of them in the order of a scan.
///
/// With a limit it never keeps many more than that many. The sort keys of a row are kept as words that order as the values do; texts that
/// agree in their first eight bytes are compared in full.
struct SortedRows {
  private struct Item {
    /// Nulls that come first, then values, then nulls that come last.
    var rank: UInt8
    var head: UInt64
    var id: Int64
    var position: Int
    var slot: Int
  }

  private struct Column {
    var ranks: ContiguousArray<UInt8> = []
    var heads: ContiguousArray<UInt64> = []
    var texts: ContiguousArray<String> = []

    mutating func keep(_ slots: [Int]) {
      let old = self
      ranks = ContiguousArray(slots.map { old.ranks[$0] })
      heads = ContiguousArray(slots.map { old.heads[$0] })
      if !old.texts.isEmpty { texts = ContiguousArray(slots.map { old.texts[$0] }) }
    }
  }

  private let order: [SortKey]
  private let limit: Int?
  private var isText: [Bool]
  private var columns: [Column]
  private var items: ContiguousArray<Item> = []
  private var worst: Item?

  /// - Parameter limit: How many rows are wanted; nil for all.
  init(_ order: [SortKey], limit: Int?, scope: PlanScope) throws {
    self.order = order
    self.limit = limit
    isText = try order.map { try scope.check($0.operand) == .text }
    columns = order.map { _ in Column() }
  }

  /// Adds some rows of a chunk.
  mutating func add(_ rows: BitWords, of view: ChunkView) throws {
    let keys = try order.map { try ChunkOperand($0.operand, view, rows) }
    let base = view.index << RowChunk.shift
    let ids = view.chunk.columns[0].words
    var values = [Scalar](repeating: .null, count: keys.count)
    var first: (column: ColumnChunk, heads: ContiguousArray<UInt64>)?
    if limit != nil, case .column(let column)? = keys.first {
      let heads: ContiguousArray<UInt64> =
        column.kind == .text ? ContiguousArray(column.texts.map { IndexKey.sortable($0) }) : []
      first = (column, heads)
    }
    rows.forEach { row in
      if let worst, let first {
        let (rank, head) = place(0, isNull: first.column.nulls[row], SortedRows.head(first.column, first.heads, row))
        if rank > worst.rank || (rank == worst.rank && head > worst.head) { return }
      }
      for (place, key) in keys.enumerated() {
        switch key {
        case .constant(let scalar): values[place] = scalar
        case .column(let column): values[place] = column[row]
        }
      }
      add(ids[row], base + row, values)
    }
  }

  /// Adds one row.
  mutating func add(_ position: Int, in scope: ScanScope) throws {
    let cells = ScanScope.RowCells(scope: scope, position: position)
    let values = try order.map { try scope.evaluator.value($0.operand, cells: cells) }
    add(scope.base.table.id(at: position), position, values)
  }

  @inline(__always)
  private static func head(_ column: ColumnChunk, _ heads: ContiguousArray<UInt64>, _ row: Int) -> UInt64 {
    switch column.kind {
    case .integer: IndexKey.sortable(column.word(row))
    case .real: IndexKey.sortable(ColumnChunk.real(column.word(row)))
    case .text: heads[Int(column.codes[row])]
    }
  }

  private func place(_ key: Int, isNull: Bool, _ head: UInt64) -> (UInt8, UInt64) {
    if isNull { return (order[key].nullsFirst ? 0 : 2, 0) }
    return (1, order[key].isDescending ? ~head : head)
  }

  private mutating func add(_ id: Int64, _ position: Int, _ values: [Scalar]) {
    var item = Item(rank: 0, head: 0, id: id, position: position, slot: columns.first?.ranks.count ?? 0)
    if values.isEmpty { item.head = IndexKey.sortable(id) }
    for (key, value) in values.enumerated() {
      let head: UInt64 =
        switch value {
        case .null: 0
        case .integer(let value): IndexKey.sortable(value)
        case .real(let value): IndexKey.sortable(value)
        case .text(let value): IndexKey.sortable(value)
        }
      let (rank, placed) = place(key, isNull: value.isNull, head)
      if key == 0 {
        if let worst, rank > worst.rank || (rank == worst.rank && placed > worst.head) { return }
        item.rank = rank
        item.head = placed
      }
      columns[key].ranks.append(rank)
      columns[key].heads.append(placed)
      if isText[key] { columns[key].texts.append(value.textValue ?? "") }
    }
    if values.isEmpty, let worst, item.head > worst.head { return }
    items.append(item)
    if let limit, items.count >= max(1024, limit.multipliedReportingOverflow(by: 2).partialValue) { prune(limit) }
  }

  private mutating func prune(_ limit: Int) {
    guard items.count > limit else { return }
    sort()
    items.removeLast(items.count - limit)
    worst = items.last
    for index in columns.indices { columns[index].keep(items.map(\.slot)) }
    for index in items.indices { items[index].slot = index }
  }

  private mutating func sort() {
    let (columns, isText, order) = (columns, isText, order)
    items.sort { left, right in
      if left.rank != right.rank { return left.rank < right.rank }
      if left.head != right.head { return left.head < right.head }
      for key in order.indices {
        let column = columns[key]
        if key > 0 {
          if column.ranks[left.slot] != column.ranks[right.slot] {
            return column.ranks[left.slot] < column.ranks[right.slot]
          }
          if column.heads[left.slot] != column.heads[right.slot] {
            return column.heads[left.slot] < column.heads[right.slot]
          }
        }
        guard isText[key] else { continue }
        let found = ScalarOrder.compare(column.texts[left.slot], column.texts[right.slot])
        if found != 0 { return order[key].isDescending ? found > 0 : found < 0 }
      }
      return left.id < right.id
    }
  }

  /// The places of the rows wanted, in order.
  mutating func positions() -> [Int] {
    sort()
    return items.prefix(limit ?? items.count).map(\.position)
  }
}
