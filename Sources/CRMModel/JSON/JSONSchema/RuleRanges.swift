/// The least and greatest values of fields that an entity's rules allow, as far as they are plain comparisons with constants.
///
/// All rules hold at once, so of several that bound a field the tightest counts. A constant that is no value of the field's type, which is not
/// the one that the rule was written for any more, bounds nothing.
struct RuleRanges {
  /// One end of a range.
  struct Bound: Hashable {
    var value: FieldValue
    /// Whether the value itself is outside. Whole numbers have the next one inside instead.
    var isExclusive: Bool
  }

  private(set) var least: [FieldName: Bound] = [:]
  private(set) var most: [FieldName: Bound] = [:]
  private let schema: EntitySchema
  private let currency: Currency

  /// Reads an entity's rules, in a workspace of a currency.
  init(_ schema: EntitySchema, _ currency: Currency) {
    self.schema = schema
    self.currency = currency
    for rule in schema.rules { read(rule.condition) }
  }

  private mutating func read(_ condition: Formula) {
    switch condition {
    case .and(let parts): for part in parts { read(part) }
    case .isTrue(let part): read(part)
    case .between(.field(let path), .literal(let low), .literal(let high)):
      bound(path, .greaterOrEqual, low)
      bound(path, .lessOrEqual, high)
    case .compare(let comparison, .field(let path), .literal(let value)): bound(path, comparison, value)
    case .compare(let comparison, .literal(let value), .field(let path)): bound(path, comparison.mirrored, value)
    default: break
    }
  }

  private mutating func bound(_ path: FieldPath, _ comparison: Comparison, _ literal: FieldValue) {
    // A rule may name a field as it was called before.
    guard let field = schema.field(FieldName(path.description)), let value = value(literal, of: field) else { return }
    let isWhole = field.type == .integer
    func end(isExclusive: Bool, isLeast: Bool) -> Bound? {
      isWhole ? Bound(whole: value, isExclusive, isLeast: isLeast) : Bound(value: value, isExclusive: isExclusive)
    }
    if [.greater, .greaterOrEqual, .equal].contains(comparison),
      let bound = end(isExclusive: comparison == .greater, isLeast: true),
      least[field.name]?.isLooser(than: bound, isLeast: true) ?? true
    {
      least[field.name] = bound
    }
    if [.less, .lessOrEqual, .equal].contains(comparison),
      let bound = end(isExclusive: comparison == .less, isLeast: false),
      most[field.name]?.isLooser(than: bound, isLeast: false) ?? true
    {
      most[field.name] = bound
    }
  }

  /// A constant as a value of a field that has an order; nil if it is none.
  private func value(_ literal: FieldValue, of field: FieldSchema) -> FieldValue? {
    let type = field.type.resolved(currency: currency)
    guard let value = try? LiteralCoercion.coerce(literal, to: type) else { return nil }
    switch (type, value) {
    case (.integer, .integer), (.decimal, .decimal), (.percent, .decimal), (.date, .date), (.instant, .instant),
      (.timeOfDay, .timeOfDay), (.duration, .duration):
      return value
    // A fraction beside whole numbers, which the next one inside stands for.
    case (.integer, .decimal(let number)): return .decimal(number)
    case (.money(.fixed(let currency)), .money(let amount)) where amount.currency == currency: return value
    default: return nil
    }
  }
}

extension RuleRanges.Bound {
  /// The bound of whole numbers that has the same ones inside and is inside itself; nil if none is that small or large.
  fileprivate init?(whole value: FieldValue, _ isExclusive: Bool, isLeast: Bool) {
    switch value {
    case .integer(let number) where isExclusive:
      let (next, overflow) = isLeast ? number.addingReportingOverflow(1) : number.subtractingReportingOverflow(1)
      if overflow { return nil }
      self.init(value: .integer(next), isExclusive: false)
    case .integer: self.init(value: value, isExclusive: false)
    case .decimal(let number):
      guard let next = try? number.scaled(to: 0, rounding: isLeast ? .ceiling : .floor) else { return nil }
      self.init(value: .integer(next), isExclusive: false)
    default: return nil
    }
  }

  /// Whether another bound of the same field allows less.
  fileprivate func isLooser(than other: RuleRanges.Bound, isLeast: Bool) -> Bool {
    guard let order = value.order(to: other.value) else { return false }
    switch order {
    case .less: return isLeast
    case .greater: return !isLeast
    case .equal: return other.isExclusive && !isExclusive
    }
  }
}

extension Comparison {
  /// The comparison with its sides exchanged.
  fileprivate var mirrored: Comparison {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }
}

extension FieldValue {
  fileprivate enum RangeOrder { case less, equal, greater }

  /// How the value lies to another that a field of one type has; nil for values without an order.
  fileprivate func order(to other: FieldValue) -> RangeOrder? {
    switch (self, other) {
    case (.integer(let left), .integer(let right)): Self.order(left, right)
    case (.decimal(let left), .decimal(let right)): Self.order(left, right)
    case (.money(let left), .money(let right)): Self.order(left.minorAmount, right.minorAmount)
    case (.date(let left), .date(let right)): Self.order(left, right)
    case (.instant(let left), .instant(let right)): Self.order(left, right)
    case (.timeOfDay(let left), .timeOfDay(let right)): Self.order(left, right)
    case (.duration(let left), .duration(let right)): Self.order(left, right)
    default: nil
    }
  }

  private static func order<V: Comparable>(_ left: V, _ right: V) -> RangeOrder {
    left < right ? .less : right < left ? .greater : .equal
  }
}
