/// How the value of one field comes out of its cells: found once for all rows, since a ``FieldType`` costs more to pass on than a cell to read.
package enum CellDecoding: Sendable {
  case boolean
  case integer
  case decimal(scale: Int)
  case money(Currency)
  case date
  case instant
  case timeOfDay
  case duration
  case reference(EntityName)
  case text
  /// Whatever is rare, or made of several cells.
  case other(OtherDecoding)

  package init(_ type: FieldType) {
    switch type {
    case .boolean: self = .boolean
    case .integer: self = .integer
    case .decimal(let scale), .percent(let scale): self = .decimal(scale: scale)
    case .money(.fixed(let currency)): self = .money(currency)
    case .date: self = .date
    case .instant: self = .instant
    case .timeOfDay: self = .timeOfDay
    case .duration: self = .duration
    case .reference(.one(let entity)): self = .reference(entity)
    case .text, .longText, .email, .url, .picklist, .autoNumber: self = .text
    default: self = .other(OtherDecoding(type))
    }
  }

  /// The value that the cells from a position on make, as ``FieldCodec`` reads it; null if they make none.
  package func value(_ cells: borrowing CellRow, at start: Int) -> FieldValue {
    switch self {
    case .text: return cells.text(at: start).map(FieldValue.text) ?? .null
    case .other(let other): return other.value(cells, at: start)
    default: return cells.integer(at: start).map(value) ?? .null
    }
  }

  /// The value of a cell of a type that keeps whole numbers.
  private func value(_ cell: Int64) -> FieldValue {
    switch self {
    case .boolean: .boolean(cell != 0)
    case .integer: .integer(cell)
    case .decimal(let scale):
      (try? ExactDecimal(scaledValue: cell, scale: scale)).map(FieldValue.decimal) ?? .null
    case .money(let currency): .money(Money(minor: cell, currency))
    case .date: Int(exactly: cell).flatMap(CalendarDate.init(daysSinceEpoch:)).map(FieldValue.date) ?? .null
    case .instant: Instant(microsecondsSinceEpoch: cell).map(FieldValue.instant) ?? .null
    case .timeOfDay: TimeOfDay(microsecondsSinceMidnight: cell).map(FieldValue.timeOfDay) ?? .null
    case .duration: TimeSpan(microseconds: cell).map(FieldValue.duration) ?? .null
    case .reference(let entity): .reference(AnyRecordID(entity: entity, rawValue: cell))
    case .text, .other: .null
    }
  }
}

/// How the value of a rare type comes out of its cells. A class, because to copy a type costs more than to read a cell.
package final class OtherDecoding: Sendable {
  private let type: FieldType
  private let count: Int

  init(_ type: FieldType) {
    self.type = type
    count = type.columns.count
  }

  func value(_ cells: borrowing CellRow, at start: Int) -> FieldValue {
    if count == 1 { return FieldCodec.decode(cells[start], as: type) }
    var scalars: [Scalar] = []
    scalars.reserveCapacity(count)
    for position in start..<(start + count) { scalars.append(cells[position]) }
    return FieldCodec.decode(scalars, as: type)
  }
}
