import CRMModel

/// An index of a table: its keys in order, with the rows they belong to.
struct MemoryIndex: Sendable {
  let layout: IndexLayout
  /// The rows whose first indexed column is not null.
  private(set) var values: KeyTree
  /// The rows whose first indexed column is null, by the columns after it.
  private(set) var nulls: KeyTree

  /// What an index holds about one row.
  struct Entry {
    var entry: KeyEntry
    /// Whether the first column is null.
    var isNull: Bool
    /// Whether any column is null, so that the row collides with no other.
    var hasNull: Bool
  }

  /// An empty index.
  ///
  /// - Parameter kinds: The kinds of its columns.
  init(_ layout: IndexLayout, kinds: [ColumnKind?]) {
    self.layout = layout
    values = KeyTree(isOfWords: kinds.count == 1 && kinds.first != .text)
    nulls = KeyTree(isOfWords: kinds.count == 1)
  }

  /// The columns that decide what the index holds about a row.
  var concerned: Set<Int32> { Set(layout.columns + (layout.filter?.columns.map(\.column) ?? [])) }

  /// What the index holds about a row; nil if it does not cover it.
  func entry(of id: Int64, cells: some CellSource) throws -> Entry? {
    guard try FilterEvaluator().isKept(by: layout.filter, cells: cells) else { return nil }
    return entry(of: id) { cells.cell(ColumnRef(column: layout.columns[$0])) }
  }

  /// What the index holds about a row that it covers; nil if it has no columns.
  ///
  /// - Parameter value: The row's cell in the index's column at a position.
  @inline(__always)
  func entry(of id: Int64, value: (Int) -> Scalar) -> Entry? {
    if layout.columns.isEmpty { return nil }
    let leading = value(0)
    if layout.columns.count == 1 { return MemoryIndex.entry(of: id, leading) }
    var bytes = IndexKeyBytes()
    if leading.isNull { bytes.appendMark(0) } else { bytes.append(leading) }
    var hasNull = leading.isNull
    for position in 1..<layout.columns.count {
      let value = value(position)
      hasNull = hasNull || value.isNull
      bytes.append(value)
    }
    return Entry(entry: KeyEntry(key: bytes.key, id: id), isNull: leading.isNull, hasNull: hasNull)
  }

  /// Whether the index covers all rows of a batch of new ones: it covers all there are, or those in which a column is
  /// null that the batch does not name.
  func covers(new batch: RowBatch) -> Bool {
    switch layout.filter {
    case nil: true
    case .isNull(.column(let column)): column.column != 0 && batch.position(of: column.column) == nil
    default: false
    }
  }

  /// What an index of one column holds about a row.
  static func entry(of id: Int64, _ value: Scalar) -> Entry {
    switch value {
    case .integer(let value):
      return Entry(
        entry: KeyEntry(key: IndexKey(head: IndexKey.sortable(value)), id: id), isNull: false, hasNull: false)
    case .real(let value):
      return Entry(
        entry: KeyEntry(key: IndexKey(head: IndexKey.sortable(value)), id: id), isNull: false, hasNull: false)
    case .null: return Entry(entry: KeyEntry(key: IndexKey(head: 0), id: id), isNull: true, hasNull: true)
    case .text:
      var bytes = IndexKeyBytes()
      bytes.append(value)
      return Entry(entry: KeyEntry(key: bytes.key, id: id), isNull: false, hasNull: false)
    }
  }

  /// The only column it is made of, if it covers all rows; most indexes are of this kind, and it is found without a filter.
  var onlyColumn: Int32? { layout.filter == nil && layout.columns.count == 1 ? layout.columns.first : nil }

  /// Whether it tells which live row has a value in a column: it covers all of them, and no two have the same key.
  func tellsRows(by column: Int32) -> Bool {
    layout.isUnique && layout.columns == [column] && (layout.filter == nil || layout.filter == IndexPlan.liveRows)
  }

  /// Puts in what it holds about a row.
  mutating func insert(_ entry: Entry) {
    if entry.isNull { nulls.insert(entry.entry) } else { values.insert(entry.entry) }
  }

  /// Takes out what it holds about a row.
  mutating func remove(_ entry: Entry) {
    if entry.isNull { nulls.remove(entry.entry) } else { values.remove(entry.entry) }
  }

  /// The row that has a key in a unique index.
  func holder(of key: IndexKey) -> Int64? {
    values.holder(of: key)
  }

  /// What it will hold about some rows.
  struct Run {
    fileprivate(set) var values: KeyRun
    fileprivate(set) var nulls: KeyRun

    mutating func append(_ entry: Entry) {
      if entry.isNull { nulls.append(entry.entry) } else { values.append(entry.entry) }
    }

    /// Puts the entries in order.
    mutating func sort() {
      values.sort()
      nulls.sort()
    }
  }

  /// An empty run for so many rows.
  func run(_ count: Int) -> Run {
    var run = Run(values: values.emptyRun, nulls: nulls.emptyRun)
    run.values.reserve(count)
    return run
  }

  /// Puts in what it holds about some rows; the run was sorted.
  mutating func insert(_ run: Run) {
    values.insert(run.values)
    nulls.insert(run.nulls)
  }

  /// Whether a row of a run, which was sorted, has the same key as another one, of the run or of the index.
  ///
  /// Rows whose only column is null collide with none; it is not to be asked of an index of several columns.
  func collides(with run: Run) -> Bool { values.collides(with: run.values) }

  /// Calls `body` with the entries of a run, ascending, until it returns false.
  func forEach(_ range: KeyRange, _ body: (KeyEntry) throws -> Bool) rethrows {
    try (range.isNull ? nulls : values).forEach(from: range.lower, to: range.upper, body)
  }

  /// Calls `body` with the entries of a run, greatest keys first, ids of one key ascending, until it returns false.
  func forEachDescending(_ range: KeyRange, _ body: (KeyEntry) throws -> Bool) rethrows {
    try (range.isNull ? nulls : values).forEachDescending(from: range.lower, to: range.upper, body)
  }

  /// Whether another index holds the same.
  func holdsSame(as other: MemoryIndex) -> Bool {
    [false, true].allSatisfy { isNull in
      let range = KeyRange(isNull: isNull, lower: IndexKey(head: 0), upper: nil)
      var entries: [KeyEntry] = []
      other.forEach(range) {
        entries.append($0)
        return true
      }
      var next = 0
      var isSame = true
      forEach(range) { entry in
        isSame = next < entries.count && entry.key == entries[next].key && entry.id == entries[next].id
        next += 1
        return isSame
      }
      return isSame && next == entries.count
    }
  }
}

/// Judges the keys of a unique index as a batch leaves them: first all rows of the batch let go of their old keys, then they take their new ones.
struct UniqueHolders {
  private let index: MemoryIndex
  private let table: TableID
  /// Who holds the keys that the batch has touched; nil for nobody.
  private var touched: [IndexKey: Int64?] = [:]

  init(_ index: MemoryIndex, of table: TableID) {
    self.index = index
    self.table = table
  }

  /// Sets the key of a row free.
  mutating func release(_ old: MemoryIndex.Entry?) {
    guard index.layout.isUnique, let old, !old.hasNull else { return }
    touched[old.entry.key] = .some(nil)
  }

  /// Gives a row a key; throws `notUnique` if another row has it.
  mutating func claim(_ new: MemoryIndex.Entry?) throws {
    guard index.layout.isUnique, let new, !new.hasNull else { return }
    if let holder = touched[new.entry.key] ?? index.holder(of: new.entry.key), holder != new.entry.id {
      throw EngineError.notUnique(table: table, index: index.layout.number, row: new.entry.id)
    }
    touched[new.entry.key] = .some(new.entry.id)
  }
}
