import CRMModel

extension MemoryTable {
  /// Adds rows, all or none.
  mutating func insert(_ batch: RowBatch) throws {
    let vectors = try vectors(of: batch)
    try checkNew(batch.ids)
    var runs: [MemoryIndex.Run] = []
    runs.reserveCapacity(indexes.count)
    for index in indexes { runs.append(try run(of: batch, for: index)) }
    var row = 0
    while row < batch.count { row += append(batch, row, vectors) }
    for (place, run) in runs.enumerated() { indexes[place].insert(run) }
  }

  /// What an index will hold about new rows, in order; throws `notUnique` if it cannot.
  private func run(of batch: RowBatch, for index: MemoryIndex) throws -> MemoryIndex.Run {
    var run = index.run(batch.count)
    // Keys next to each other are compared once they are sorted; rows with a null among several columns would be in the way.
    let isComparedSorted = index.layout.columns.count == 1 && batch.count >= 16
    var holders = UniqueHolders(index, of: layout.id)
    if index.covers(new: batch) {
      let vectors = index.layout.columns.map { column in batch.position(of: column).map { batch.vectors[$0] } }
      for (row, id) in batch.ids.enumerated() {
        let entry = index.entry(of: id) { position in
          index.layout.columns[position] == 0 ? .integer(id) : vectors[position]?[row] ?? .null
        }
        guard let entry else { continue }
        if !isComparedSorted { try holders.claim(entry) }
        run.append(entry)
      }
    } else {
      for row in 0..<batch.count {
        guard let entry = try entry(in: index, of: batch, row, at: nil) else { continue }
        if !isComparedSorted { try holders.claim(entry) }
        run.append(entry)
      }
    }
    run.sort()
    if isComparedSorted, index.layout.isUnique, index.collides(with: run) {
      // Which row is the one too many is for the order of the batch to say.
      for row in 0..<batch.count { try holders.claim(try entry(in: index, of: batch, row, at: nil)) }
    }
    return run
  }

  /// Throws if an id is there already, in the table or twice in the batch.
  private func checkNew(_ ids: [Int64]) throws {
    var greatest = lastID
    var isOrdered = true
    for id in ids {
      if let known = greatest, id <= known { isOrdered = false }
      greatest = id
    }
    if isOrdered { return }
    var seen = Set<Int64>(minimumCapacity: ids.count)
    for id in ids {
      guard seen.insert(id).inserted, position(of: id) == nil else {
        throw EngineError.duplicateKey(table: layout.id, row: id)
      }
    }
  }

  /// Adds as many rows of a batch as the chunk at the end takes; returns how many.
  private mutating func append(_ batch: RowBatch, _ first: Int, _ vectors: [Int?]) -> Int {
    let chunk = openChunk()
    let used = chunks[chunk].count
    let taken = min(batch.count - first, RowChunk.capacity - used)
    let range = first..<first + taken
    note(batch.ids[range], in: chunk, from: used)
    for column in layout.columns.indices {
      chunks[chunk].columns[column].reserve(taken, limit: RowChunk.capacity)
      if column == 0 {
        chunks[chunk].columns[0].append(.integers(batch.ids, present: nil), range)
      } else if let vector = vectors[column] {
        chunks[chunk].columns[column].append(batch.vectors[vector], range)
      } else {
        chunks[chunk].columns[column].append(.null, count: taken)
      }
      if used + taken == RowChunk.capacity { chunks[chunk].columns[column].seal() }
    }
    return taken
  }

  /// Notes where rows are going to lie.
  private mutating func note(_ ids: ArraySlice<Int64>, in chunk: Int, from row: Int) {
    for id in ids {
      if let last = lastID, id <= last { leaveOrder() }
      lastID = max(lastID ?? id, id)
    }
    count += ids.count
    guard tree != nil else {
      if firstIDs.count == chunk, let first = ids.first { firstIDs.append(first) }
      return
    }
    for (place, id) in ids.enumerated() {
      tree?.insert(RowEntry(id: id, position: chunk << RowChunk.shift + row + place))
    }
  }

  /// The chunk that takes new rows.
  private mutating func openChunk() -> Int {
    if let last = chunks.last, last.count < RowChunk.capacity { return chunks.count - 1 }
    // An empty chunk takes little room, and filling it again ends the order of rows, so it is not done for a few of them.
    let reuses = tree != nil || (vacant.count > 16 && vacant.count * 2 > chunks.count)
    if reuses, let free = vacant.last, chunks[free].count < RowChunk.capacity {
      leaveOrder()
      return free
    }
    if reuses, !vacant.isEmpty {
      vacant.removeLast()
      return openChunk()
    }
    chunks.append(RowChunk(layout))
    return chunks.count - 1
  }

  /// Changes rows, all or none; rows that are not there are left out. Of several rows with one id the last counts.
  mutating func update(_ batch: RowBatch) throws {
    let vectors = try vectors(of: batch)
    var lastRows: [Int64: Int] = [:]
    for (row, id) in batch.ids.enumerated() { lastRows[id] = row }
    if lastRows.count < batch.count { return try update(batch.picking(lastRows.values.sorted())) }
    let positions = batch.ids.map { position(of: $0) }
    let named = Set(batch.columns)
    var moves: [[(old: MemoryIndex.Entry?, new: MemoryIndex.Entry?)]] = []
    for index in indexes {
      moves.append([])
      if index.concerned.isDisjoint(with: named) { continue }
      var holders = UniqueHolders(index, of: layout.id)
      for (row, position) in positions.enumerated() {
        guard let position else { continue }
        let old = try entry(in: index, of: batch.ids[row], at: position)
        let new = try entry(in: index, of: batch, row, at: position)
        if old?.entry.key == new?.entry.key, old?.isNull == new?.isNull { continue }
        holders.release(old)
        moves[moves.count - 1].append((old, new))
      }
      for move in moves[moves.count - 1] { try holders.claim(move.new) }
    }
    for (column, vector) in vectors.enumerated() {
      guard let vector else { continue }
      for (row, position) in positions.enumerated() {
        guard let position else { continue }
        chunks[position >> RowChunk.shift].columns[column]
          .set(position & (RowChunk.capacity - 1), to: batch.vectors[vector][row])
      }
    }
    for (place, moved) in moves.enumerated() {
      for move in moved { move.old.map { indexes[place].remove($0) } }
      for move in moved { move.new.map { indexes[place].insert($0) } }
    }
  }

  /// Takes rows away; ids that are not there are left out.
  mutating func remove(_ ids: [Int64]) throws {
    var touched = Set<Int>()
    for id in ids {
      guard let position = position(of: id) else { continue }
      for place in indexes.indices {
        if let entry = try entry(in: indexes[place], of: id, at: position) { indexes[place].remove(entry) }
      }
      tree?.remove(RowEntry(id: id, position: position))
      count -= 1
      let chunk = position >> RowChunk.shift
      chunks[chunk].removed[position & (RowChunk.capacity - 1)] = true
      chunks[chunk].removedCount += 1
      touched.insert(chunk)
    }
    if count == 0 {
      chunks = []
      vacant = []
      firstIDs = []
      lastID = nil
      tree = nil
      return
    }
    for chunk in touched.sorted() where chunks[chunk].removedCount * 2 > chunks[chunk].count { compact(chunk) }
  }

  /// Closes the gaps in a chunk and tells the rows their new places.
  private mutating func compact(_ chunk: Int) {
    chunks[chunk] = chunks[chunk].compacted()
    let ids = chunks[chunk].columns[0].words
    for (place, id) in ids.enumerated() {
      tree?.replace(RowEntry(id: id, position: chunk << RowChunk.shift + place))
    }
    if ids.isEmpty, chunk < chunks.count - 1, !vacant.contains(chunk) { vacant.append(chunk) }
  }
}
