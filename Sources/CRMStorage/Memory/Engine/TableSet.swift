import CRMModel

/// The tables of a state, by number.
///
/// Most commits leave most tables alone: a copy takes only a reference to each, and a table is copied when it is changed first.
struct TableSet: Sendable {
  /// A table's place. `@unchecked Sendable`: a table is changed only by who holds its box alone.
  private final class Box: @unchecked Sendable {
    var table: MemoryTable

    init(_ table: MemoryTable) { self.table = table }
  }

  private var boxes: [TableID: Box] = [:]

  /// The tables, in no particular order.
  var values: [MemoryTable] { boxes.values.map(\.table) }

  /// The table of a number; nil if there is none.
  subscript(id: TableID) -> MemoryTable? {
    get { boxes[id]?.table }
    set { boxes[id] = newValue.map(Box.init) }
  }

  /// How a table lies; nil if there is none of this number.
  func layout(_ id: TableID) -> TableLayout? { boxes[id]?.table.layout }

  /// Changes a table in place.
  ///
  /// - Returns: Whether there is one of this number.
  mutating func change(_ id: TableID, _ body: (inout MemoryTable) throws -> Void) throws -> Bool {
    guard let index = boxes.index(forKey: id) else { return false }
    if !isKnownUniquelyReferenced(&boxes.values[index]) { boxes.values[index] = Box(boxes.values[index].table) }
    try body(&boxes.values[index].table)
    return true
  }
}
