package import CRMModel

/// The order of field values, the same that engines give their cells.
package enum ValueOrder {
  /// Negative, zero or positive as `left` comes before, with or after `right`; nil if the two have no order, as with null or two currencies.
  package static func compare(_ left: FieldValue, _ right: FieldValue) -> Int? {
    switch (left, right) {
    case (.text(let left), .text(let right)): TextKey.compare(left, right).sign
    case (.integer(let left), .integer(let right)): sign(left, right)
    case (.boolean(let left), .boolean(let right)): sign(left ? 1 : 0, right ? 1 : 0)
    case (.integer, .decimal), (.decimal, .integer), (.decimal, .decimal): numbers(left, right)
    case (.money(let left), .money(let right)):
      left.currency == right.currency ? sign(left.minorAmount, right.minorAmount) : nil
    case (.money(let money), .integer), (.money(let money), .decimal): numbers(.decimal(money.amount), right)
    case (.integer, .money(let money)), (.decimal, .money(let money)): numbers(left, .decimal(money.amount))
    case (.date(let left), .date(let right)): sign(left, right)
    case (.instant(let left), .instant(let right)): sign(left, right)
    case (.timeOfDay(let left), .timeOfDay(let right)): sign(left, right)
    case (.duration(let left), .duration(let right)): sign(left, right)
    case (.reference(let left), .reference(let right)): sign(left.rawValue, right.rawValue)
    case (.phone(let left), .phone(let right)): TextKey.compare(left.normalized, right.normalized).sign
    default: left == right && !left.isNull ? 0 : nil
    }
  }

  private static func numbers(_ left: FieldValue, _ right: FieldValue) -> Int? {
    guard let left = left.plainNumber, let right = right.plainNumber else { return nil }
    return sign(left, right)
  }

  private static func sign<V: Comparable>(_ left: V, _ right: V) -> Int { left < right ? -1 : left == right ? 0 : 1 }

  /// Whether `left` comes before `right` under a sort key; nil if they are tied.
  static func precedes(_ left: FieldValue, _ right: FieldValue, _ term: OrderTerm) -> Bool? {
    switch (left.isNull, right.isNull) {
    case (true, true): return nil
    case (true, false): return term.nulls == .first
    case (false, true): return term.nulls == .last
    case (false, false):
      // Codes of two currencies order their amounts by currency, so that the result does not depend on chance.
      let order = compare(left, right) ?? TextKey.compare(String(describing: left), String(describing: right)).sign
      return order == 0 ? nil : (order < 0) == (term.direction == .ascending)
    }
  }
}

extension TextKey.Order {
  var sign: Int {
    switch self {
    case .before: -1
    case .same: 0
    case .after: 1
    }
  }
}
