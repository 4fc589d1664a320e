import CRMModel

extension ScopeBinder {
  /// Two operands compared; a constant takes the type of the field it is compared with.
  func compare(_ comparison: Comparison, _ left: Formula, _ right: Formula) -> Filter {
    switch (operand(left), operand(right)) {
    case (.field(let left)?, .field(let right)?): return compare(left, comparison, right)
    case (.field(let field)?, .constant(let value)?): return compare(field, comparison, value)
    case (.constant(let value)?, .field(let field)?): return compare(field, comparison.flipped, value)
    case (.number(let operand)?, .constant(let value)?): return compare(operand, comparison, value)
    case (.constant(let value)?, .number(let operand)?): return compare(operand, comparison.flipped, value)
    case (.number(let left)?, .number(let right)?): return .compare(left, comparison, right)
    case (nil, _), (_, nil): return .constant(nil)
    default:
      report(.wrongType, "a comparison needs a field on one side")
      return .constant(nil)
    }
  }

  /// Whether a value is one of several constants.
  func membership(_ value: Formula, _ list: [FieldValue]) -> Filter {
    guard let operand = operand(value) else { return .constant(nil) }
    guard case .field(let field) = operand else {
      report(.wrongType, "a field expected before in")
      return .constant(nil)
    }
    let values = list.filter { !$0.isNull }
    if field.columns.count == 1, field.ends == nil, let cells = plainCells(values, of: field) {
      let exact = Filter.isIn(field.comparesFolded && field.isText ? field.foldedOperand : field.operand, cells)
      guard field.isFoundFolded, field.isText, let folded = field.folded, !cells.isEmpty else { return exact }
      let keys = cells.compactMap { cell in cell.textValue.map { Scalar.text(TextKey.folded($0)) } }
      return .and([.isIn(.column(folded), keys), exact])
    }
    if values.isEmpty { return .isIn(.column(field.columns[0]), []) }
    return .or(values.map { compare(field, .equal, $0) })
  }

  private enum Side {
    case field(BoundField)
    case constant(FieldValue)
    case number(Operand)
  }

  private func operand(_ formula: Formula) -> Side? {
    switch formula {
    case .literal(let value): return .constant(value)
    case .field(let path): return find(path).map(Side.field)
    case .now: return .constant(.instant(context.now))
    case .today:
      do throws(ValueError) { return .constant(.date(try context.today)) } catch {
        report(error.code, error.hint)
        return nil
      }
    case .count(let path, let condition): return childScan(path, condition).map { .number(.count($0)) }
    case .distance(let path, let point):
      guard let field = find(path) else { return nil }
      guard case .geoPoint = field.type else {
        report(.wrongType, "a place expected", entity: field.entity, field: field.name)
        return nil
      }
      return .number(.distance(latitude: field.columns[0], longitude: field.columns[1], point))
    default:
      report(.wrongType, "a field or a constant expected in a comparison")
      return nil
    }
  }

  private func plainCells(_ values: [FieldValue], of field: BoundField) -> [Scalar]? {
    var cells: [Scalar] = []
    for value in values {
      guard let coerced = try? LiteralCoercion.coerce(value, to: field.type),
        let encoded = try? FieldCodec.encode(coerced, as: field.type), encoded.count == 1, !encoded[0].isNull
      else { return nil }
      if field.comparesFolded, field.isText, let text = encoded[0].textValue {
        cells.append(.text(TextKey.folded(text)))
      } else {
        cells.append(encoded[0])
      }
    }
    return cells
  }

  private func compare(_ operand: Operand, _ comparison: Comparison, _ value: FieldValue) -> Filter {
    switch value {
    case .null: return .constant(nil)
    case .integer(let number): return .compare(operand, comparison, .literal(.integer(number)))
    case .decimal(let number):
      guard let real = Double(number.description) else { break }
      return .compare(operand, comparison, .literal(.real(real)))
    default: break
    }
    report(.wrongType, "a number expected")
    return .constant(nil)
  }

  private func compare(_ left: BoundField, _ comparison: Comparison, _ right: BoundField) -> Filter {
    guard left.type.isComparable(with: right.type), left.columns.count == right.columns.count else {
      report(
        .wrongType, "a \(left.type.name) cannot be compared with a \(right.type.name)", entity: left.entity,
        field: left.name)
      return .constant(nil)
    }
    if !comparison.isOrdering, left.meetingColumn != nil || right.meetingColumn != nil {
      // Phone numbers meet under their digits; text is compared folded where either field is.
      return left.isText
        ? .compare(left.foldedOperand, comparison, right.foldedOperand)
        : .compare(left.operand, comparison, right.operand)
    }
    if left.columns.count == 1 {
      guard left.isText, comparison.isOrdering else { return .compare(left.operand, comparison, right.operand) }
      return ordered(left.foldedOperand, left.operand, comparison, right.foldedOperand, right.operand)
    }
    let parts = zip(left.columns, right.columns).map { left, right -> Filter in
      .or([
        .isTrue(.compare(.column(left), .equal, .column(right))),
        .and([.isNull(.column(left)), .isNull(.column(right))]),
      ])
    }
    let anyMissing = Filter.or([isMissing(left), isMissing(right)])
    let equal = Filter.or([.and([.not(anyMissing)] + parts), .and([anyMissing, .constant(nil)])])
    switch comparison {
    case .equal: return equal
    case .notEqual: return .not(equal)
    default:
      report(.wrongType, "a \(left.type.name) has no order", entity: left.entity, field: left.name)
      return .constant(nil)
    }
  }

  private func compare(_ field: BoundField, _ comparison: Comparison, _ constant: FieldValue) -> Filter {
    if constant.isNull { return .constant(nil) }
    do throws(ValueError) {
      if case .date(let day) = constant, field.type == .instant { return try compare(field, comparison, day: day) }
      if let number = constant.plainNumber, let scale = field.type.scale {
        return try compare(field.operand, comparison, number, scale: scale)
      }
      let value = try LiteralCoercion.coerce(constant, to: field.type)
      switch field.type {
      case .text, .longText, .email, .url, .picklist, .autoNumber: return try compareText(field, comparison, value)
      case .money(.any): return try compareMoney(field, comparison, value)
      default: return try compareCells(field, comparison, value)
      }
    } catch {
      report(error.code, error.hint, entity: field.entity, field: field.name)
      return .constant(nil)
    }
  }

  private func compareCells(
    _ field: BoundField, _ comparison: Comparison, _ value: FieldValue
  ) throws(ValueError) -> Filter {
    let cells = try FieldCodec.encode(value, as: field.type)
    if case .phone = field.type { return .compare(field.operand, comparison, .literal(cells.last ?? .null)) }
    if field.columns.count == 1, let cell = cells.first {
      guard !comparison.isOrdering || field.type.isOrdered else { throw unordered(field) }
      return .compare(field.operand, comparison, .literal(cell))
    }
    let parts = zip(field.columns, cells).map { column, cell -> Filter in
      cell.isNull ? .isNull(.column(column)) : .isTrue(.compare(.column(column), .equal, .literal(cell)))
    }
    let equal = Filter.or([.and([.not(isMissing(field))] + parts), .and([isMissing(field), .constant(nil)])])
    switch comparison {
    case .equal: return equal
    case .notEqual: return .not(equal)
    default: throw unordered(field)
    }
  }

  private func compareText(
    _ field: BoundField, _ comparison: Comparison, _ value: FieldValue
  ) throws(ValueError) -> Filter {
    guard case .text(let given) = value else { throw ValueError(.wrongType, "a text expected") }
    let text = try TextKey.normalized(given)
    let key = Operand.literal(.text(TextKey.folded(text)))
    if comparison.isOrdering {
      return ordered(field.foldedOperand, field.operand, comparison, key, .literal(.text(text)))
    }
    if field.comparesFolded { return .compare(field.foldedOperand, comparison, key) }
    let exact = Filter.compare(field.operand, comparison, .literal(.text(text)))
    // Texts that are the same have the same key, with which their index begins.
    guard comparison == .equal, field.isFoundFolded, let folded = field.folded else { return exact }
    return .and([.compare(.column(folded), .equal, key), exact])
  }

  /// Text orders by folded key, then by bytes.
  private func ordered(
    _ leftKey: Operand, _ left: Operand, _ comparison: Comparison, _ rightKey: Operand, _ right: Operand
  ) -> Filter {
    .or([
      .compare(leftKey, comparison.strict, rightKey),
      .and([.compare(leftKey, .equal, rightKey), .compare(left, comparison, right)]),
    ])
  }

  /// An amount of any currency matches only amounts of its own.
  private func compareMoney(
    _ field: BoundField, _ comparison: Comparison, _ value: FieldValue
  ) throws(ValueError) -> Filter {
    guard case .money(let money) = value else {
      throw ValueError(.currencyMismatch, "an amount with its currency expected")
    }
    let amount = Operand.column(field.columns[0])
    let isCurrency = Filter.compare(.column(field.columns[1]), .equal, .literal(.text(money.currency.code)))
    let literal = Operand.literal(.integer(money.minorAmount))
    if comparison == .notEqual { return .not(.and([isCurrency, .compare(amount, .equal, literal)])) }
    return .and([isCurrency, .compare(amount, comparison, literal)])
  }

  /// A number with more decimals than the field has lies between two values of the field.
  private func compare(
    _ operand: Operand, _ comparison: Comparison, _ number: ExactDecimal, scale: Int
  ) throws(ValueError) -> Filter {
    let floor = try number.scaled(to: scale, rounding: .floor)
    let literal = Operand.literal(.integer(floor))
    if try ExactDecimal(scaledValue: floor, scale: scale) == number { return .compare(operand, comparison, literal) }
    switch comparison {
    case .less, .lessOrEqual: return .compare(operand, .lessOrEqual, literal)
    case .greater, .greaterOrEqual: return .compare(operand, .greater, literal)
    case .equal: return .and([.compare(operand, .equal, literal), .compare(operand, .notEqual, literal)])
    case .notEqual: return .or([.compare(operand, .equal, literal), .compare(operand, .notEqual, literal)])
    }
  }

  /// A moment compared with a date is compared with that day in the workspace's zone.
  private func compare(
    _ field: BoundField, _ comparison: Comparison, day: CalendarDate
  ) throws(ValueError) -> Filter {
    let start = try context.zones.start(of: day, in: context.zone).microsecondsSinceEpoch
    let end = try context.zones.start(of: day.adding(days: 1), in: context.zone).microsecondsSinceEpoch
    func bound(_ comparison: Comparison, _ moment: Int64) -> Filter {
      .compare(field.operand, comparison, .literal(.integer(moment)))
    }
    switch comparison {
    case .less: return bound(.less, start)
    case .lessOrEqual: return bound(.less, end)
    case .greater: return bound(.greaterOrEqual, end)
    case .greaterOrEqual: return bound(.greaterOrEqual, start)
    case .equal: return .and([bound(.greaterOrEqual, start), bound(.less, end)])
    case .notEqual: return .or([bound(.less, start), bound(.greaterOrEqual, end)])
    }
  }

  /// Whether a composite value is null: all its columns are.
  private func isMissing(_ field: BoundField) -> Filter { .and(field.columns.map { .isNull(.column($0)) }) }

  private func unordered(_ field: BoundField) -> ValueError {
    ValueError(.wrongType, "a \(field.type.name) has no order")
  }
}

extension Comparison {
  /// The comparison with its sides exchanged.
  var flipped: Comparison {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    case .equal, .notEqual: self
    }
  }

  /// Whether an order is asked for.
  var isOrdering: Bool { self != .equal && self != .notEqual }

  /// The comparison that equal values fail.
  var strict: Comparison {
    switch self {
    case .lessOrEqual: .less
    case .greaterOrEqual: .greater
    default: self
    }
  }
}

extension FieldType {
  /// The count of decimals of numbers; nil for types that are no numbers.
  var scale: Int? {
    switch self {
    case .integer: 0
    case .decimal(let scale), .percent(let scale): scale
    case .money(.fixed(let currency)): currency.minorUnits
    default: nil
    }
  }

  /// Whether values can be ordered.
  var isOrdered: Bool {
    switch self {
    case .boolean, .integer, .decimal, .percent, .date, .instant, .timeOfDay, .duration, .text, .longText, .email, .url,
      .picklist, .autoNumber, .money(.fixed):
      true
    default: false
    }
  }

  /// Whether two fields can be compared.
  func isComparable(with other: FieldType) -> Bool {
    switch (self, other) {
    case (.decimal(let left), .decimal(let right)), (.percent(let left), .percent(let right)): left == right
    case (.money, .money): self == other
    case (.reference(.one(let left)), .reference(.one(let right))): left == right
    case (.reference, .reference): self == other
    case (.text, .text), (.text, .longText), (.longText, .text), (.text, .email), (.email, .text): true
    case (.text, .picklist), (.picklist, .text), (.picklist, .picklist): true
    default: name == other.name
    }
  }
}
