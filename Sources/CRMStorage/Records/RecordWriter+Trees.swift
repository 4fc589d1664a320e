import CRMModel

extension RecordWriter {
  /// The deepest tree that may be made of references of an entity to itself.
  static var deepestTree: Int { 100 }

  /// Refuses rows that would become their own ancestors, or hang deeper than ``deepestTree``.
  ///
  /// Walks up from all changed rows at once, one read a level.
  func checkTrees(_ rows: RowBatch, _ entity: EntityLayout, _ changes: RowChanges) throws {
    for field in entity.fields where field.type == .reference(.one(entity.schema.name)) && !field.schema.isRetired {
      let number = field.schema.number
      guard changes.touch(number), let position = rows.position(of: number) else { continue }
      var given: [Int64: Int64] = [:]
      for row in 0..<rows.count {
        if let parent = rows.vectors[position][row].integerValue { given[rows.ids[row]] = parent }
      }
      let own = Set(rows.ids)
      let moved = changes.cells(of: number, rows.vectors[position])
      var walkers = zip(rows.ids, moved).compactMap { id, parent in parent.map { (start: id, at: $0) } }
      walkers.sort { $0.start < $1.start }
      var depth = 0
      while !walkers.isEmpty {
        depth += 1
        if let walker = walkers.first(where: { $0.start == $0.at || depth > RecordWriter.deepestTree }) {
          let violation = Violation(
            .cyclicReference,
            "a record may not be its own ancestor, nor hang deeper than \(RecordWriter.deepestTree) levels",
            entity: entity.schema.name, field: field.schema.name,
            record: AnyRecordID(entity: entity.schema.name, rawValue: walker.start),
            index: rows.ids.firstIndex(of: walker.start).map(changes.place))
          throw StoreError(.invalid, .cyclicReference, violation.description, violations: [violation])
        }
        let unknown = Set(walkers.map(\.at)).subtracting(own)
        let stored = try self.rows(entity, ids: unknown.sorted(), columns: [field.schema.number])
        var parents = given
        for row in 0..<stored.count {
          if let parent = stored.vectors[0][row].integerValue { parents[stored.ids[row]] = parent }
        }
        walkers = walkers.compactMap { walker in parents[walker.at].map { (walker.start, $0) } }
      }
    }
  }
}
