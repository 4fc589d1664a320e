import CRMModel

extension MemoryTable {
  /// Adds a column of nulls or of one constant.
  mutating func add(_ column: ColumnLayout, filledWith scalar: Scalar) throws {
    guard layout.position(of: column.number) == nil, scalar.isNull || scalar.kind == column.kind else {
      throw EngineError.noSuchLayout(
        "column \(column.number) is there or gets a value of another kind", table: layout.id)
    }
    let place = layout.columns.firstIndex { $0.number > column.number } ?? layout.columns.count
    guard place > 0 else { throw EngineError.noSuchLayout("no column may come before the id", table: layout.id) }
    layout.columns.insert(column, at: place)
    for chunk in chunks.indices {
      var cells = ColumnChunk(column.kind)
      cells.append(scalar, count: chunks[chunk].count)
      chunks[chunk].columns.insert(cells, at: place)
    }
  }

  /// Takes a column away; no index may use it.
  mutating func dropColumn(_ number: Int32) throws {
    guard number != 0, let place = layout.position(of: number),
      !indexes.contains(where: { $0.concerned.contains(number) })
    else { throw EngineError.noSuchLayout("column \(number) is not there or in use", table: layout.id) }
    layout.columns.remove(at: place)
    for chunk in chunks.indices { chunks[chunk].columns.remove(at: place) }
  }

  /// Adds an index; throws `notUnique` if the rows there forbid it.
  mutating func add(_ index: IndexLayout) throws {
    guard !layout.indexes.contains(where: { $0.number == index.number }) else {
      throw EngineError.noSuchLayout("index \(index.number) is there already", table: layout.id)
    }
    try check(index)
    let filled = try filled(index)
    let place = layout.indexes.firstIndex { $0.number > index.number } ?? layout.indexes.count
    layout.indexes.insert(index, at: place)
    indexes.insert(filled, at: place)
  }

  /// Takes an index away.
  mutating func dropIndex(_ number: Int32) throws {
    guard let place = layout.indexes.firstIndex(where: { $0.number == number }) else {
      throw EngineError.noSuchLayout("no index \(number)", table: layout.id)
    }
    layout.indexes.remove(at: place)
    indexes.remove(at: place)
  }

  /// An index with what it has to hold about the rows there are.
  private func filled(_ layout: IndexLayout) throws -> MemoryIndex {
    var result = MemoryIndex(layout, kinds: layout.columns.map(self.layout.kind))
    var run = result.run(count)
    var holders = UniqueHolders(result, of: self.layout.id)
    try forEachRow { id, position in
      guard let entry = try entry(in: result, of: id, at: position) else { return true }
      if layout.isUnique { try holders.claim(entry) }
      run.append(entry)
      return true
    }
    run.sort()
    result.insert(run)
    return result
  }

  /// What is wrong with the table's structures; empty if nothing is.
  func problems() -> [String] {
    var result: [String] = []
    let live = chunks.reduce(0) { $0 + $1.liveCount }
    if live != count { result.append("table \(layout.id): \(count) ids for \(live) rows") }
    var before: Int64?
    var found = 0
    forEachRow { id, position in
      let chunk = position >> RowChunk.shift
      let place = position & (RowChunk.capacity - 1)
      if !chunks.indices.contains(chunk) || place >= chunks[chunk].count || chunks[chunk].removed[place]
        || chunks[chunk].id(place) != id || self.position(of: id) != position || before.map({ $0 >= id }) == true
      {
        result.append("table \(layout.id): an id leads to another row")
      }
      before = id
      found += 1
      return true
    }
    if found != count { result.append("table \(layout.id): \(found) rows in order of \(count)") }
    guard result.isEmpty else { return result }
    for index in indexes {
      let place = "index \(index.layout.number) of table \(layout.id)"
      do {
        let expected = try filled(index.layout)
        if !expected.holdsSame(as: index) {
          result.append("\(place) does not agree with the rows")
        }
      } catch {
        result.append("\(place) has a value twice")
      }
    }
    return result
  }
}
