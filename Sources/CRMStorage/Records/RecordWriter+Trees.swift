import CRMModel

extension RecordWriter {
  /// How many records may lie above another one in a tree, which references of an entity to itself make.
  ///
  /// The way up is walked at every write into a tree, one read a level, and people open trees level by level: both have
  /// to end.
  static var mostAncestors: Int { 100 }

  /// Refuses rows that would become their own ancestors, and rows with more than ``mostAncestors``, whether they move
  /// themselves or hang below one that does.
  ///
  /// - Complexity: One read for each level above the rows that move, and one for each below.
  func checkTrees(_ rows: RowBatch, _ entity: EntityLayout, _ changes: RowChanges) throws {
    var violations: [Violation] = []
    for field in entity.roles.trees {
      guard changes.touch(field.schema.number), let move = TreeMove(field, of: entity, rows, changes) else { continue }
      let above = try ancestors(of: move)
      var refused = above.refused
      // Nothing that is stored hangs below a new row.
      if changes.fields != nil { try countBelow(move, above.depths, &refused) }
      for (row, id) in rows.ids.enumerated() {
        guard let code = refused[id] else { continue }
        let message =
          code == .cyclicReference
          ? "a record may not be its own ancestor"
          : "at most \(RecordWriter.mostAncestors) records lie above another one, those that hang below it counted"
        violations.append(
          Violation(
            code, message, entity: entity.schema.name, field: field.schema.name,
            record: AnyRecordID(entity: entity.schema.name, rawValue: id), index: changes.place(row)))
      }
    }
    if let error = StoreError(violations: violations) { throw error }
  }

  /// How many records will lie above each one that moves, and what is wrong with the others.
  private func ancestors(of move: TreeMove) throws -> (depths: [Int64: Int], refused: [Int64: ErrorCode]) {
    var depths: [Int64: Int] = [:]
    var refused: [Int64: ErrorCode] = [:]
    var parents = move.given
    var walkers = move.moved.map { (start: $0.id, at: $0.parent) }
    var level = 0
    while !walkers.isEmpty {
      level += 1
      for walker in walkers where walker.start == walker.at { refused[walker.start] = .cyclicReference }
      if level > RecordWriter.mostAncestors {
        for walker in walkers where walker.start != walker.at { refused[walker.start] = .tooDeep }
        break
      }
      walkers.removeAll { $0.start == $0.at }
      let unknown = Set(walkers.map(\.at)).filter { parents[$0] == nil }
      if !unknown.isEmpty {
        let stored = try rows(move.entity, ids: unknown.sorted(), columns: [move.field.schema.number])
        for id in unknown { parents[id] = .some(nil) }
        for row in 0..<stored.count { parents[stored.ids[row]] = .some(stored.vectors[0][row].integerValue) }
      }
      walkers = walkers.compactMap { walker in
        if let next = parents[walker.at] ?? nil { return (walker.start, next) }
        depths[walker.start] = level
        return nil
      }
    }
    return (depths, refused)
  }

  /// Refuses records that move with so many levels below them that the lowest would lie too deep.
  private func countBelow(_ move: TreeMove, _ depths: [Int64: Int], _ refused: inout [Int64: ErrorCode]) throws {
    var level = depths.map { (start: $0.key, id: $0.key, depth: $0.value) }
    while !level.isEmpty {
      let children = try children(of: level.map(\.id), move)
      level = level.flatMap { above in
        (children[above.id] ?? []).map { (start: above.start, id: $0, depth: above.depth + 1) }
      }
      for below in level where below.depth > RecordWriter.mostAncestors { refused[below.start] = .tooDeep }
      level.removeAll { refused[$0.start] != nil }
    }
  }

  /// The live records right below some, those left out that move themselves.
  private func children(of ids: [Int64], _ move: TreeMove) throws -> [Int64: [Int64]] {
    var children: [Int64: [Int64]] = [:]
    for id in ids { children[id] = move.stayingBelow[id] }
    let column = ColumnRef(column: move.field.schema.number)
    let live = Filter.isNull(.column(ColumnRef(column: SystemField.deletedAt.columnNumber)))
    for start in stride(from: 0, to: ids.count, by: 1_024) {
      let some = ids[start..<min(start + 1_024, ids.count)].map(Scalar.integer)
      let scan = RowScan(
        sources: [Source(table: move.entity.table)], filter: .and([.isIn(.column(column), some), live]),
        columns: [column])
      try writer.scan(scan, batchSize: 4_096) { batch in
        for (id, parent) in zip(batch.ids, batch.vectors[0].integerCells) where move.given[id] == nil {
          if let parent { children[parent, default: []].append(id) }
        }
        return true
      }
    }
    return children
  }
}

/// What a batch does to one tree.
private struct TreeMove {
  let field: FieldLayout
  let entity: EntityLayout
  /// The parents that the rows of the batch will have.
  let given: [Int64: Int64?]
  /// The rows that change their parent and will have one.
  let moved: [(id: Int64, parent: Int64)]
  /// The rows of the batch that keep their parent, by parent.
  let stayingBelow: [Int64: [Int64]]

  /// Nil if no row moves below another.
  init?(_ field: FieldLayout, of entity: EntityLayout, _ rows: RowBatch, _ changes: RowChanges) {
    let number = field.schema.number
    guard let position = rows.position(of: number) else { return nil }
    let moved = zip(rows.ids, changes.cells(of: number, rows.vectors[position])).compactMap { id, parent in
      parent.map { (id: id, parent: $0) }
    }
    if moved.isEmpty { return nil }
    self.field = field
    self.entity = entity
    self.moved = moved
    let cells = rows.vectors[position].integerCells
    given = Dictionary(zip(rows.ids, cells), uniquingKeysWith: { first, _ in first })
    var staying: [Int64: [Int64]] = [:]
    for (row, parent) in cells.enumerated() where !changes.touch(number, row: row) {
      if let parent { staying[parent, default: []].append(rows.ids[row]) }
    }
    stayingBelow = staying
  }
}
