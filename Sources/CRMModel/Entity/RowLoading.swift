/// How the cells of one row get into the properties of one entity: made once for an entity and a generation of its schema.
///
/// Each property is an offset and one of a closed set of physical kinds, so that a row is moved by one loop without anything generic in it.
/// What it leaves in an entity is what ``Schema/load(into:columns:)`` leaves there.
package struct RowLoading: Sendable {
  private let steps: [Step]

  /// What is done for one field.
  private struct Step: Sendable {
    /// The position of the field's first cell.
    let start: Int
    /// Where the property lies in the entity.
    let offset: Int
    let kind: Kind
  }

  private enum Kind: Sendable {
    case boolean, integer, reference, money(Currency), date, instant, timeOfDay, duration, text
    case decimal(scale: Int), percent(scale: Int)
    case optionalBoolean, optionalInteger, optionalReference, optionalMoney(Currency), optionalDate, optionalInstant
    case optionalTimeOfDay, optionalDuration, optionalText, optionalDecimal(scale: Int), optionalPercent(scale: Int)
    case code(@Sendable (UnsafeMutableRawPointer, String?) -> Void)
    /// A property of another type, or whose offset nobody knows: through its key path.
    case other(CellDecoding, @Sendable (UnsafeMutableRawPointer, FieldValue) -> Void)
  }

  /// The loading of an entity.
  ///
  /// - Parameter cells: Gives the stored type of the field at a position of the schema and the position of its first cell; nil for a field that is
  ///   not read, whose property stays as it is.
  package init<E: Entity>(_ schema: Schema<E>, cells: (Int) -> (type: FieldType, start: Int)?) {
    steps = schema.movers.indices.compactMap { index in
      guard let (type, start) = cells(index) else { return nil }
      let mover = schema.movers[index]
      guard let offset = mover.offset, let kind = Self.kind(mover, type) else {
        return Step(start: start, offset: 0, kind: .other(CellDecoding(type), mover.put))
      }
      return Step(start: start, offset: offset, kind: kind)
    }
  }

  /// The kind of a property that a field of a type keeps as it is; nil for any other.
  private static func kind(_ mover: PropertyMover, _ type: FieldType) -> Kind? {
    let isOptional = mover.isOptional
    switch (mover.form, CellDecoding(type)) {
    case (.boolean, .boolean): return isOptional ? .optionalBoolean : .boolean
    case (.integer, .integer): return isOptional ? .optionalInteger : .integer
    case (.reference(let named), .reference(let stored)) where named == stored:
      return isOptional ? .optionalReference : .reference
    case (.money, .money(let currency)): return isOptional ? .optionalMoney(currency) : .money(currency)
    case (.date, .date): return isOptional ? .optionalDate : .date
    case (.instant, .instant): return isOptional ? .optionalInstant : .instant
    case (.timeOfDay, .timeOfDay): return isOptional ? .optionalTimeOfDay : .timeOfDay
    case (.duration, .duration): return isOptional ? .optionalDuration : .duration
    case (.decimal, .decimal(let scale)): return isOptional ? .optionalDecimal(scale: scale) : .decimal(scale: scale)
    case (.percent, .decimal(let scale)): return isOptional ? .optionalPercent(scale: scale) : .percent(scale: scale)
    case (.text, .text): return isOptional ? .optionalText : .text
    case (.code(let put), .text): return .code(put)
    default: return nil
    }
  }

  /// Puts the cells of a row into the properties of an entity.
  ///
  /// - Parameter entity: Where an initialized entity of the schema's type lies.
  package func load(_ cells: borrowing CellRow, into entity: UnsafeMutableRawPointer) {
    for step in steps {
      let place = entity + step.offset
      switch step.kind {
      case .text: place.assumingMemoryBound(to: String.self).pointee = cells.text(at: step.start) ?? ""
      case .optionalText: place.assumingMemoryBound(to: String?.self).pointee = cells.text(at: step.start)
      case .code(let put): put(place, cells.text(at: step.start))
      case .other(let decoding, let put): put(entity, decoding.value(cells, at: step.start))
      default: Self.put(cells.integer(at: step.start), step.kind, place)
      }
    }
  }

  /// Puts a whole number, nil for null, into a property. Null leaves a property as it is whose type has no empty value.
  @inline(__always)
  private static func put(_ cell: Int64?, _ kind: Kind, _ place: UnsafeMutableRawPointer) {
    switch kind {
    // A record's identity is its 64 bits, whatever it identifies.
    case .integer, .reference: place.storeBytes(of: cell ?? 0, as: Int64.self)
    case .optionalInteger, .optionalReference: place.storeBytes(of: cell, as: Int64?.self)
    case .boolean: set(place, cell.map { $0 != 0 } ?? false)
    case .optionalBoolean: set(place, cell.map { $0 != 0 })
    case .money(let currency): if let cell { set(place, Money(minor: cell, currency)) }
    case .optionalMoney(let currency): set(place, cell.map { Money(minor: $0, currency) })
    case .date: if let cell { set(place, CalendarDate(cell: cell, type: .date)) }
    case .optionalDate: set(place, cell.map { CalendarDate(cell: $0, type: .date) })
    case .instant: if let cell { set(place, Instant(cell: cell, type: .instant)) }
    case .optionalInstant: set(place, cell.map { Instant(cell: $0, type: .instant) })
    case .timeOfDay: if let cell { set(place, TimeOfDay(cell: cell, type: .timeOfDay)) }
    case .optionalTimeOfDay: set(place, cell.map { TimeOfDay(cell: $0, type: .timeOfDay) })
    case .duration: set(place, cell.map { TimeSpan(cell: $0, type: .duration) } ?? .zero)
    case .optionalDuration: set(place, cell.map { TimeSpan(cell: $0, type: .duration) })
    case .decimal(let scale): set(place, cell.flatMap { number($0, scale) } ?? .zero)
    case .optionalDecimal(let scale): set(place, cell.flatMap { number($0, scale) })
    case .percent(let scale): set(place, cell.flatMap { number($0, scale) }.flatMap { try? Percent($0) } ?? .zero)
    case .optionalPercent(let scale): set(place, cell.flatMap { number($0, scale) }.flatMap { try? Percent($0) })
    case .text, .optionalText, .code, .other: break
    }
  }

  @inline(__always)
  private static func set<V>(_ place: UnsafeMutableRawPointer, _ value: V) {
    place.assumingMemoryBound(to: V.self).pointee = value
  }

  private static func number(_ cell: Int64, _ scale: Int) -> ExactDecimal? {
    try? ExactDecimal(scaledValue: cell, scale: scale)
  }
}
