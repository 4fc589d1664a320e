/// How the cells of one row get into the properties of one entity, or the elements of one tuple: made once for an entity and a generation of its
/// schema, or for a query.
///
/// Each property is an offset and one of a closed set of physical kinds, so that a row is moved by one loop without anything generic in it.
/// What it leaves in an entity is what the types of its properties would make of the cells.
package struct RowLoading: Sendable {
  private let steps: ContiguousArray<Step>
  /// What puts codes into properties, by number.
  private let codes: [@Sendable (UnsafeMutableRawPointer, String?, Bool) -> Void]
  /// Properties of other types, or whose offset nobody knows: through their key paths.
  private let others: [(decoding: CellDecoding, put: @Sendable (UnsafeMutableRawPointer, FieldValue) -> Void)]

  /// What is done for one field. All of it is bits: to copy a step takes nothing.
  private struct Step: Sendable {
    /// The position of the field's first cell.
    let start: Int
    /// Where the property lies in the entity.
    let offset: Int
    let kind: Kind
    var currency = Currency.usd
    /// Decimals, or the number of a code or another property.
    var number = 0
  }

  private enum Kind: UInt8, Sendable {
    case boolean, integer, money, date, instant, timeOfDay, duration, decimal, percent
    case optionalBoolean, optionalInteger, optionalMoney, optionalDate, optionalInstant, optionalTimeOfDay
    case optionalDuration, optionalDecimal, optionalPercent
    case text, optionalText, code, other
  }

  /// The loading of an entity.
  ///
  /// - Parameter cells: Gives the stored type of the field at a position of the schema and the position of its first cell; nil for a field that is
  ///   not read, whose property stays as it is.
  package init<E: Entity>(_ schema: Schema<E>, cells: (Int) -> (type: FieldType, start: Int)?) {
    var steps: ContiguousArray<Step> = []
    var codes: [@Sendable (UnsafeMutableRawPointer, String?, Bool) -> Void] = []
    var others: [(decoding: CellDecoding, put: @Sendable (UnsafeMutableRawPointer, FieldValue) -> Void)] = []
    for (index, mover) in schema.movers.enumerated() {
      guard let (type, start) = cells(index) else { continue }
      let decoding = CellDecoding(type)
      if let offset = mover.offset,
        let step = Self.step(mover.form, mover.isOptional, decoding, start, offset, &codes)
      {
        steps.append(step)
      } else {
        steps.append(Step(start: start, offset: 0, kind: .other, number: others.count))
        others.append((decoding, mover.put))
      }
    }
    self.steps = steps
    self.codes = codes
    self.others = others
  }

  /// The loading of tuples; nil if an element's type is not one that cells are put into directly.
  ///
  /// - Parameter cells: For each element how its value is decoded, and the position of its first cell.
  package init?<each V: FieldRepresentable>(
    _ tuple: (repeat each V).Type, cells: [(decoding: CellDecoding, start: Int)]
  ) {
    var steps: ContiguousArray<Step> = []
    var codes: [@Sendable (UnsafeMutableRawPointer, String?, Bool) -> Void] = []
    var end = 0
    for type in repeat (each V).self {
      guard steps.count < cells.count else { return nil }
      let (decoding, start) = cells[steps.count]
      // Elements of a tuple lie one behind the other, each at the next place that suits it.
      let element = Self.layout(type)
      let offset = (end + element.alignment - 1) / element.alignment * element.alignment
      end = offset + element.size
      guard let step = Self.step(element.form, element.isOptional, decoding, start, offset, &codes) else { return nil }
      // A number that is no percentage is an error in a tuple.
      if step.kind == .percent || step.kind == .optionalPercent { return nil }
      steps.append(step)
    }
    guard end == MemoryLayout<(repeat each V)>.size, steps.count == cells.count else { return nil }
    self.steps = steps
    self.codes = codes
    others = []
  }

  private static func layout<V: FieldRepresentable>(
    _ type: V.Type
  ) -> (size: Int, alignment: Int, form: PropertyForm, isOptional: Bool) {
    (MemoryLayout<V>.size, MemoryLayout<V>.alignment, PropertyForm(type), type.isOptional)
  }

  /// What is done for a property that a field of a type keeps as it is; nil for any other.
  private static func step(
    _ form: PropertyForm, _ isOptional: Bool, _ decoding: CellDecoding, _ start: Int, _ offset: Int,
    _ codes: inout [@Sendable (UnsafeMutableRawPointer, String?, Bool) -> Void]
  ) -> Step? {
    func step(_ kind: Kind, _ optional: Kind) -> Step {
      Step(start: start, offset: offset, kind: isOptional ? optional : kind)
    }
    switch (form, decoding) {
    case (.boolean, .boolean): return step(.boolean, .optionalBoolean)
    case (.integer, .integer): return step(.integer, .optionalInteger)
    // A record's identity is its 64 bits, whatever it identifies.
    case (.reference(let named), .reference(let stored)) where named == stored: return step(.integer, .optionalInteger)
    case (.money, .money(let currency)):
      var step = step(.money, .optionalMoney)
      step.currency = currency
      return step
    case (.date, .date): return step(.date, .optionalDate)
    case (.instant, .instant): return step(.instant, .optionalInstant)
    case (.timeOfDay, .timeOfDay): return step(.timeOfDay, .optionalTimeOfDay)
    case (.duration, .duration): return step(.duration, .optionalDuration)
    case (.decimal, .decimal(let scale)), (.percent, .decimal(let scale)):
      var step = step(.decimal, .optionalDecimal)
      if case .percent = form {
        step = Step(start: start, offset: offset, kind: isOptional ? .optionalPercent : .percent)
      }
      step.number = scale
      return step
    case (.text, .text): return step(.text, .optionalText)
    case (.code(let code), .text):
      codes.append(code.put)
      return Step(start: start, offset: offset, kind: .code, number: codes.count - 1)
    default: return nil
    }
  }

  /// Puts the cells of a row into the properties of an entity.
  ///
  /// - Parameter entity: Where an initialized entity of the schema's type lies.
  package func load(_ cells: borrowing CellRow, into entity: UnsafeMutableRawPointer) {
    _ = put(cells, entity, isNew: false)
  }

  /// Puts columns into the properties of some entities, one column after the other: all but those that
  /// ``loadOthers(_:into:)`` puts.
  ///
  /// - Parameters:
  ///   - columns: The columns by position, each of as many rows as there are entities; nil for one that reads as null.
  ///   - entities: Where initialized entities of the schema's type lie.
  ///   - stride: How far they lie apart.
  package func load(
    _ columns: [ColumnVector?], into entities: UnsafeMutableRawPointer, stride: Int, count: Int
  ) {
    for step in steps where step.kind != .other {
      let first = entities + step.offset
      let column = columns.indices.contains(step.start) ? columns[step.start] : nil
      switch step.kind {
      case .text, .optionalText, .code:
        var texts: [String?] = []
        if case .texts(let values)? = column { texts = values }
        for row in 0..<count {
          put(row < texts.count ? texts[row] : nil, step, first + row &* stride)
        }
      default:
        var (numbers, present): ([Int64], [Bool]?) = ([], nil)
        if case .integers(let values, let known)? = column { (numbers, present) = (values, known) }
        for row in 0..<count {
          let isThere = row < numbers.count && present?[row] != false
          _ = Self.put(isThere ? numbers[row] : nil, step, first + row &* stride, false)
        }
      }
    }
  }

  /// Whether there are properties that are made of several cells, or whose place nobody knows.
  package var hasOthers: Bool { !others.isEmpty }

  /// Puts the cells of a row into those properties of an entity.
  package func loadOthers(_ cells: borrowing CellRow, into entity: UnsafeMutableRawPointer) {
    for step in steps where step.kind == .other {
      others[step.number].put(entity, others[step.number].decoding.value(cells, at: step.start))
    }
  }

  /// Puts a text, nil for null, into a property that holds one.
  @inline(__always)
  private func put(_ text: String?, _ step: Step, _ place: UnsafeMutableRawPointer) {
    switch step.kind {
    case .text: place.assumingMemoryBound(to: String.self).pointee = text ?? ""
    case .optionalText: place.assumingMemoryBound(to: String?.self).pointee = text
    default: codes[step.number](place, text, false)
    }
  }

  /// Makes a tuple of the cells of a row.
  ///
  /// - Parameter tuple: Where there is room for one; it is initialized then.
  /// - Returns: False if a row holds no value for an element that has to have one; it is then anything.
  package func make(_ cells: borrowing CellRow, at tuple: UnsafeMutableRawPointer) -> Bool {
    put(cells, tuple, isNew: true)
  }

  @inline(__always)
  private func put(_ cells: borrowing CellRow, _ target: UnsafeMutableRawPointer, isNew: Bool) -> Bool {
    var isWhole = true
    for step in steps {
      let place = target + step.offset
      switch step.kind {
      case .text:
        let text = cells.text(at: step.start) ?? ""
        if isNew {
          place.initializeMemory(as: String.self, to: text)
        } else {
          place.assumingMemoryBound(to: String.self).pointee = text
        }
      case .optionalText:
        let text = cells.text(at: step.start)
        if isNew {
          place.initializeMemory(as: String?.self, to: text)
        } else {
          place.assumingMemoryBound(to: String?.self).pointee = text
        }
      case .code: codes[step.number](place, cells.text(at: step.start), isNew)
      case .other: others[step.number].put(target, others[step.number].decoding.value(cells, at: step.start))
      default:
        if !Self.put(cells.integer(at: step.start), step, place, isNew) { isWhole = false }
      }
    }
    return isWhole
  }

  /// Puts a whole number, nil for null, into a property. Null leaves a property as it is whose type has no empty value.
  ///
  /// - Returns: False if it was left so.
  @inline(__always)
  private static func put(_ cell: Int64?, _ step: Step, _ place: UnsafeMutableRawPointer, _ isNew: Bool) -> Bool {
    switch step.kind {
    case .integer: place.storeBytes(of: cell ?? 0, as: Int64.self)
    case .optionalInteger: place.storeBytes(of: cell, as: Int64?.self)
    case .boolean: set(place, cell.map { $0 != 0 } ?? false)
    case .optionalBoolean: set(place, cell.map { $0 != 0 })
    case .money:
      guard let cell else { return left(place, Money(minor: 0, step.currency), isNew) }
      set(place, Money(minor: cell, step.currency))
    case .optionalMoney: set(place, cell.map { Money(minor: $0, step.currency) })
    case .date:
      guard let cell else { return left(place, CalendarDate.minimum, isNew) }
      set(place, CalendarDate(cell: cell, type: .date))
    case .optionalDate: set(place, cell.map { CalendarDate(cell: $0, type: .date) })
    case .instant:
      guard let cell else { return left(place, Instant.epoch, isNew) }
      set(place, Instant(cell: cell, type: .instant))
    case .optionalInstant: set(place, cell.map { Instant(cell: $0, type: .instant) })
    case .timeOfDay:
      guard let cell else { return left(place, TimeOfDay.midnight, isNew) }
      set(place, TimeOfDay(cell: cell, type: .timeOfDay))
    case .optionalTimeOfDay: set(place, cell.map { TimeOfDay(cell: $0, type: .timeOfDay) })
    case .duration: set(place, cell.map { TimeSpan(cell: $0, type: .duration) } ?? .zero)
    case .optionalDuration: set(place, cell.map { TimeSpan(cell: $0, type: .duration) })
    case .decimal: set(place, cell.flatMap { number($0, step.number) } ?? .zero)
    case .optionalDecimal: set(place, cell.flatMap { number($0, step.number) })
    case .percent: set(place, cell.flatMap { number($0, step.number) }.flatMap { try? Percent($0) } ?? .zero)
    case .optionalPercent: set(place, cell.flatMap { number($0, step.number) }.flatMap { try? Percent($0) })
    case .text, .optionalText, .code, .other: break
    }
    return true
  }

  /// What none of the types that get here holds is memory of its own, so there is nothing to let go of.
  @inline(__always)
  private static func set<V>(_ place: UnsafeMutableRawPointer, _ value: V) {
    place.initializeMemory(as: V.self, to: value)
  }

  @inline(__always)
  private static func left<V>(_ place: UnsafeMutableRawPointer, _ anything: V, _ isNew: Bool) -> Bool {
    if isNew { set(place, anything) }
    return false
  }

  private static func number(_ cell: Int64, _ scale: Int) -> ExactDecimal? {
    try? ExactDecimal(scaledValue: cell, scale: scale)
  }
}
