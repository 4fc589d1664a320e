/// One property of every element of an array of entities, as it lies in memory.
struct PropertyCells {
  let base: UnsafeRawPointer
  let stride: Int
  let count: Int
  /// Whether it may be nil.
  let isOptional: Bool

  /// The column of values that are whole numbers in a row.
  ///
  /// - Parameter cell: The number of a value; nil for an empty one.
  @inline(__always)
  func numbers<V>(_ type: V.Type, _ cell: (V) throws(ValueError) -> Int64?) throws(ValueError) -> ColumnVector {
    if count == 1 {
      return try value(0, type).flatMap(cell).map { .integers([$0], present: nil) }
        ?? ColumnVector(nulls: 1, kind: .integer)
    }
    var cells = Array(repeating: Int64(0), count: count)
    var present: [Bool]?
    for row in 0..<count {
      if let cell = try value(row, type).flatMap(cell) {
        cells[row] = cell
      } else {
        if present == nil { present = Array(repeating: true, count: count) }
        present?[row] = false
      }
    }
    return .integers(cells, present: present)
  }

  /// The column of values that are texts in a row.
  ///
  /// - Parameter text: The text of a row, empty or nil for none.
  @inline(__always)
  func texts(_ limits: TextLimits, _ text: (Int) throws(ValueError) -> String?) throws(ValueError) -> ColumnVector {
    var texts: [String?] = []
    texts.reserveCapacity(count)
    for row in 0..<count {
      guard let text = try text(row), !text.isEmpty else {
        if count == 1 { return ColumnVector(nulls: 1, kind: .text) }
        texts.append(nil)
        continue
      }
      let normal = try TextKey.normalized(text, within: limits)
      texts.append(normal.isEmpty ? nil : normal)
    }
    return .texts(texts)
  }

  /// The property of one element, read as a type that lies in memory as the property's own does; nil if it is nil.
  @inline(__always)
  func value<V>(_ row: Int, _ type: V.Type) -> V? {
    let place = base + row &* stride
    return isOptional ? place.load(as: V?.self) : place.load(as: V.self)
  }
}

extension PropertyForm {
  /// The column that a property makes in a field of a type, without anything generic on the way.
  ///
  /// What it holds is what the property's type would store.
  ///
  /// - Returns: Nil if that type has to be asked: it is none of those known here, or a value does not fit the field.
  func column(_ cells: PropertyCells, in type: FieldType) -> ColumnVector? {
    try? knownColumn(cells, type)
  }

  private func knownColumn(_ cells: PropertyCells, _ type: FieldType) throws(ValueError) -> ColumnVector? {
    switch (self, type) {
    case (.boolean, .boolean): return try cells.numbers(Bool.self) { $0 ? 1 : 0 }
    case (.integer, .integer): return try cells.numbers(Int64.self) { $0 }
    // A record's identity is its 64 bits, whatever it identifies.
    case (.reference(let named), .reference(.one(let stored))) where named == stored:
      return try cells.numbers(Int64.self) { $0 == 0 ? nil : $0 }
    case (.money, .money(.fixed(let currency))):
      return try cells.numbers(Money.self) { (amount) throws(ValueError) in
        if amount.currency != currency { throw FieldCodec.wrongType(type) }
        return amount.minorAmount
      }
    case (.date, .date): return try cells.numbers(CalendarDate.self) { Int64($0.daysSinceEpoch) }
    case (.instant, .instant): return try cells.numbers(Instant.self) { $0.microsecondsSinceEpoch }
    case (.timeOfDay, .timeOfDay): return try cells.numbers(TimeOfDay.self) { $0.microsecondsSinceMidnight }
    case (.duration, .duration): return try cells.numbers(TimeSpan.self) { $0.microseconds }
    case (.decimal, .decimal(let scale)), (.decimal, .percent(let scale)):
      return try cells.numbers(ExactDecimal.self) { (number) throws(ValueError) in try number.scaledExactly(to: scale) }
    case (.percent, .decimal(let scale)), (.percent, .percent(let scale)):
      return try cells.numbers(Percent.self) { (number) throws(ValueError) in
        try number.points.scaledExactly(to: scale)
      }
    case (.text, _):
      guard let limits = type.plainTextLimits else { return nil }
      return try cells.texts(limits) { cells.value($0, String.self) }
    case (.code(let code), .picklist):
      return try cells.texts(.text) { (row) throws(ValueError) in
        switch code.get(cells.base + row &* cells.stride) {
        case .text(let text): return text
        case .null: return nil
        default: throw FieldCodec.wrongType(type)
        }
      }
    default: return nil
    }
  }
}
