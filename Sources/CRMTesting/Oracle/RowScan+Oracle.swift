internal import CRMModel
internal import CRMStorage

extension RowScan {
  /// The rows this scan finds, in order.
  func found(in state: OracleState, _ faults: Set<OracleFault>) throws -> [OracleScope] {
    var rows = try OracleScope.all(sources, in: state, faults)
    if let ids { rows = rows.filter { ids.contains($0.id) } }
    if let filter { rows = try rows.filter { try $0.truth(of: filter) == true } }
    let keyed = try rows.map { row in (row: row, keys: try order.map { try row.value(of: $0.operand) }) }
    let sorted = keyed.sorted { first, second in
      for (place, key) in order.enumerated() {
        let result = key.order(first.keys[place], second.keys[place])
        if result != 0 { return result < 0 }
      }
      return first.row.id < second.row.id
    }
    return sorted.prefix(max(limit ?? .max, 0)).map(\.row)
  }
}

extension SortKey {
  /// Negative if the first value comes before the second in this key's order, positive if after.
  fileprivate func order(_ first: Scalar, _ second: Scalar) -> Int {
    if first.isNull, second.isNull { return 0 }
    if first.isNull { return nullsFirst ? -1 : 1 }
    if second.isNull { return nullsFirst ? 1 : -1 }
    let result = first.order(against: second) ?? 0
    return isDescending ? -result : result
  }
}
