import CRMModel

extension RecordWriter {
  /// The deepest tree that may be made of references of an entity to itself.
  static var deepestTree: Int { 100 }

  /// Refuses rows that would become their own ancestors, or hang deeper than ``deepestTree``.
  ///
  /// Walks up from all changed rows at once, one read a level.
  func checkTrees(_ rows: RowBatch, _ entity: EntityLayout, _ changed: Set<Int32>?) throws {
    for field in entity.fields where field.type == .reference(.one(entity.schema.name)) && !field.schema.isRetired {
      guard changed?.contains(field.schema.number) ?? true, let position = rows.position(of: field.schema.number) else {
        continue
      }
      var given: [Int64: Int64] = [:]
      for row in 0..<rows.count {
        if let parent = rows.vectors[position][row].integerValue { given[rows.ids[row]] = parent }
      }
      let own = Set(rows.ids)
      var walkers = given.sorted { $0.key < $1.key }.map { (start: $0.key, at: $0.value) }
      var depth = 0
      while !walkers.isEmpty {
        depth += 1
        if let walker = walkers.first(where: { $0.start == $0.at || depth > RecordWriter.deepestTree }) {
          let violation = Violation(
            .cyclicReference,
            "a record may not be its own ancestor, nor hang deeper than \(RecordWriter.deepestTree) levels",
            entity: entity.schema.name, field: field.schema.name,
            record: AnyRecordID(entity: entity.schema.name, rawValue: walker.start),
            index: rows.ids.firstIndex(of: walker.start))
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
