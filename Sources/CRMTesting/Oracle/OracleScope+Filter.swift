internal import CRMModel
internal import CRMStorage

extension OracleScope {
  /// Whether a filter holds on this row; nil is null.
  func truth(of filter: Filter) throws -> Bool? {
    switch filter {
    case .constant(let truth):
      return truth
    case .compare(let first, let comparison, let second):
      return try compare(value(of: first), comparison, value(of: second))
    case .isNull(let operand):
      return try value(of: operand).isNull
    case .isIn(let operand, let scalars):
      let value = try value(of: operand)
      return value.isNull ? nil : scalars.contains { compare(value, .equal, $0) == true }
    case .contains(let operand, let part):
      guard let text = try value(of: operand).textValue else { return nil }
      if faults.contains(.textIsCharacters) { return part.isEmpty || text.contains(part) }
      return Array(text.utf8).containsBytes(of: part)
    case .hasPrefix(let operand, let part):
      guard let text = try value(of: operand).textValue else { return nil }
      return faults.contains(.textIsCharacters) ? text.hasPrefix(part) : text.utf8.starts(with: part.utf8)
    case .and(let filters):
      let truths = try filters.map(truth)
      if truths.contains(false) { return false }
      return truths.contains(nil) ? nil : true
    case .or(let filters):
      let truths = try filters.map(truth)
      if truths.contains(true) { return true }
      return truths.contains(nil) ? nil : false
    case .not(let filter):
      return try truth(of: filter).map { !$0 }
    case .isTrue(let filter):
      return try truth(of: filter) == true
    case .exists(let scan):
      return try !children(scan).isEmpty
    case .within(let tree):
      return try isWithin(tree)
    }
  }

  private func compare(_ first: Scalar, _ comparison: Comparison, _ second: Scalar) -> Bool? {
    let exact = !faults.contains(.integersCompareRounded)
    guard let order = first.order(against: second, exact: exact) else { return nil }
    switch comparison {
    case .equal: return order == 0
    case .notEqual: return order != 0
    case .less: return order < 0
    case .lessOrEqual: return order <= 0
    case .greater: return order > 0
    case .greaterOrEqual: return order >= 0
    }
  }
}

extension [UInt8] {
  /// Whether the bytes of a text are among these, one after the other.
  fileprivate func containsBytes(of part: String) -> Bool {
    let part = Array(part.utf8)
    guard part.count <= count else { return false }
    return (0...(count - part.count)).contains { self[$0...].starts(with: part) }
  }
}
