import CRMModel

/// Evaluates the `having` of a grouped query on one group.
struct GroupEvaluator {
  let groups: BoundGroups
  let place: GroupPlace

  func value(of term: SelectTerm.Value) throws(ValueError) -> FieldValue {
    switch term {
    case .field(let path): try groups.groups[GroupTerm(path)]?.value(place) ?? .null
    case .bucket(let path, let unit): try groups.groups[GroupTerm(path, by: unit)]?.value(place) ?? .null
    case .aggregate(let aggregate): try groups.measures[aggregate]?.value(place) ?? .null
    }
  }

  func truth(_ formula: Formula) throws(ValueError) -> Bool? {
    switch formula {
    case .literal(.boolean(let value)): return value
    case .and(let all):
      var result: Bool? = true
      for part in all {
        switch try truth(part) {
        case false: return false
        case nil: result = nil
        default: break
        }
      }
      return result
    case .or(let all):
      var result: Bool? = false
      for part in all {
        switch try truth(part) {
        case true: return true
        case nil: result = nil
        default: break
        }
      }
      return result
    case .not(let operand): return try truth(operand).map { !$0 }
    case .isTrue(let operand): return try truth(operand) == true
    case .isNull(let operand): return try value(operand).isNull
    case .compare(let comparison, let left, let right):
      let isFolded = !comparison.isOrdering && (comparesFolded(left) || comparesFolded(right))
      let values = try coerced(value(left), value(right))
      return isFolded
        ? comparison.holds(values.0.folded, values.1.folded) : comparison.holds(values.0, values.1)
    case .between(let operand, let low, let high):
      return try truth(.and([.compare(.greaterOrEqual, operand, low), .compare(.lessOrEqual, operand, high)]))
    case .isIn(let operand, let list):
      let value = try value(operand)
      if value.isNull { return nil }
      let isFolded = comparesFolded(operand)
      for item in list {
        var (left, right) = coerced(value, item)
        if isFolded { (left, right) = (left.folded, right.folded) }
        if ValueOrder.compare(left, right) == 0 { return true }
      }
      return false
    case .textMatch(let match, let operand, let text):
      guard case .text(let value) = try value(operand) else { return nil }
      return match == .contains ? TextKey.contains(value, text) : TextKey.starts(value, with: text)
    default: return nil
    }
  }

  private func value(_ formula: Formula) throws(ValueError) -> FieldValue {
    switch formula {
    case .literal(let value): value
    case .field(let path): try value(of: .field(path))
    case .aggregate(let aggregate): try value(of: .aggregate(aggregate))
    default: .null
    }
  }

  private func comparesFolded(_ formula: Formula) -> Bool {
    guard case .field(let path) = formula else { return false }
    return groups.groups[GroupTerm(path)]?.comparesFolded ?? false
  }

  /// A text beside a date or the like is read as one.
  private func coerced(_ left: FieldValue, _ right: FieldValue) -> (FieldValue, FieldValue) {
    (left.reading(right), right.reading(left))
  }
}

extension FieldValue {
  /// A text as its folded key; any other value as it is.
  fileprivate var folded: FieldValue { if case .text(let text) = self { .text(TextKey.folded(text)) } else { self } }

  /// The value as one of the kind of `other`, if it is a text that says one.
  fileprivate func reading(_ other: FieldValue) -> FieldValue {
    guard case .text = self else { return self }
    let type: FieldType? =
      switch other {
      case .date: .date
      case .instant: .instant
      case .duration: .duration
      case .timeOfDay: .timeOfDay
      case .reference(let id): .reference(.one(id.entity))
      case .money(let money): .money(.fixed(money.currency))
      case .phone: .phone
      default: nil
      }
    return type.flatMap { try? LiteralCoercion.coerce(self, to: $0) } ?? self
  }
}

extension Comparison {
  /// Whether two values stand in this relation; nil if either is null or they have no order.
  func holds(_ left: FieldValue, _ right: FieldValue) -> Bool? {
    guard !left.isNull, !right.isNull, let order = ValueOrder.compare(left, right) else { return nil }
    return holds(order)
  }
}
