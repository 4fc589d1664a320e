package import CRMModel

extension EntityCoder {
  /// The entity that a row of ``columns`` holds.
  package func entity(_ cells: borrowing CellRow) -> E {
    var entity = blank
    fill(&entity, cells)
    return entity
  }

  /// Makes an entity of a row of ``columns`` where none is yet.
  func initialize(_ place: UnsafeMutablePointer<E>, _ cells: borrowing CellRow) {
    place.initialize(to: blank)
    fill(place, cells)
  }

  /// Puts what a row of ``columns`` holds into a ``blank`` entity.
  func fill(_ place: UnsafeMutablePointer<E>, _ cells: borrowing CellRow) {
    loading.load(cells, into: UnsafeMutableRawPointer(place))
    complete(place, cells)
  }

  /// Puts into an entity what ``RowLoading/load(_:into:stride:count:)`` left out.
  func finish(_ place: UnsafeMutablePointer<E>, _ cells: borrowing CellRow) {
    if loading.hasOthers { loading.loadOthers(cells, into: UnsafeMutableRawPointer(place)) }
    complete(place, cells)
  }

  /// Puts into an entity what is in none of its own fields.
  private func complete(_ place: UnsafeMutablePointer<E>, _ cells: borrowing CellRow) {
    place.pointee.record.take(cells)
    if !emptied.isEmpty { noteEmptied(&place.pointee.record, cells) }
    if let extraValues { place.pointee.record.extras.replace(extraValues.values(cells)) }
  }

  private func noteEmptied(_ info: inout RecordInfo, _ cells: borrowing CellRow) {
    for (name, position) in emptied where cells.isNull(at: position) { info.noteEmpty(name) }
  }
}
