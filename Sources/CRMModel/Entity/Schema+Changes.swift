extension Schema {
  /// The positions of the fields in which two entities may differ; in the others they have the same value.
  ///
  /// Properties are compared as they lie in memory: the same bytes are the same value, as long as both entities are there. A property that lies
  /// nobody knows where, or whose type may be a class or have one inside, may always differ.
  ///
  /// - Complexity: O(*n*) in the bytes of the entity.
  package func mayDiffer(_ one: E, _ other: E) -> [Int] {
    withUnsafeBytes(of: one) { one in
      withUnsafeBytes(of: other) { other in
        movers.indices.filter { index in
          let isPlain = movers[index].isPlain
          guard isPlain, let offset = movers[index].offset else { return true }
          return !Self.isSame(one, other, offset..<offset + movers[index].size)
        }
      }
    }
  }

  /// Whether a stretch of two stretches of memory is the same; false for one that is not inside.
  private static func isSame(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer, _ range: Range<Int>)
    -> Bool
  {
    guard range.upperBound <= one.count, range.upperBound <= other.count else { return false }
    var place = range.lowerBound
    while place + 8 <= range.upperBound {
      if one.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        != other.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      {
        return false
      }
      place += 8
    }
    while place < range.upperBound {
      if one[place] != other[place] { return false }
      place += 1
    }
    return true
  }

  /// The columns of some fields of one entity, in the order of the positions.
  ///
  /// - Parameter type: As in ``store(_:type:)``.
  /// - Throws: The first value that does not fit its field, with the field's name.
  package func store(
    _ entity: E, fields positions: [Int], type: (Int) -> FieldType?
  ) throws(StoreError) -> [FieldColumns] {
    try withUnsafePointer(to: entity) { (pointer) throws(StoreError) in
      let source = EntityBuffer(reading: pointer, count: 1)
      var result: [FieldColumns] = []
      result.reserveCapacity(positions.count)
      for index in positions where movers.indices.contains(index) {
        result.append(try columns(index, of: source, type))
      }
      return result
    }
  }

  /// Fills one property of an entity from the only row of its columns.
  package func load(_ position: Int, _ columns: FieldColumns, into entity: inout E) {
    guard movers.indices.contains(position) else { return }
    withUnsafeMutablePointer(to: &entity) { pointer in
      movers[position].load(columns, EntityBuffer(filling: pointer, count: 1))
    }
  }
}
