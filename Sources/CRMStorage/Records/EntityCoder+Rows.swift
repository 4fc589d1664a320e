package import CRMModel

extension EntityCoder {
  /// The position of the moment of deletion in ``columns``: the system fields come first, all but the id.
  static var deletedAt: Int { 4 }

  /// The entity that a row of ``columns`` holds.
  package func entity(_ cells: borrowing CellRow) -> E {
    var entity = blank
    withUnsafeMutablePointer(to: &entity) { fill($0, cells) }
    return entity
  }

  /// Makes an entity of a row of ``columns`` where none is yet.
  func initialize(_ place: UnsafeMutablePointer<E>, _ cells: borrowing CellRow) {
    place.initialize(to: blank)
    fill(place, cells)
  }

  private func fill(_ place: UnsafeMutablePointer<E>, _ cells: borrowing CellRow) {
    loading.load(cells, into: UnsafeMutableRawPointer(place))
    place.pointee.record = record(cells)
  }

  /// What the record has beside its entity's own fields. The system fields are read first, in their order.
  private func record(_ cells: borrowing CellRow) -> RecordInfo {
    var info = RecordInfo(
      id: cells.id, owner: cells.integer(at: 0).map(User.ID.init(rawValue:)), revision: cells.integer(at: 1) ?? 0,
      createdAt: cells.integer(at: 2).flatMap(Instant.init(microsecondsSinceEpoch:)),
      modifiedAt: cells.integer(at: 3).flatMap(Instant.init(microsecondsSinceEpoch:)),
      deletedAt: cells.integer(at: 4).flatMap(Instant.init(microsecondsSinceEpoch:)), readFields: readFields)
    for (name, position) in emptied where cells.isNull(at: position) { info.noteEmpty(name) }
    if !extraDecodings.isEmpty {
      var values: [FieldValue] = []
      values.reserveCapacity(extraDecodings.count)
      for (decoding, start) in extraDecodings { values.append(decoding.value(cells, at: start)) }
      info.extras = ExtraValues(names: extraNames, values: values)
    }
    return info
  }
}
