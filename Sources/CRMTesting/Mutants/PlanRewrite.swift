internal import CRMModel
internal import CRMStorage

/// Puts other questions in place of those asked: a wrong evaluator, seen from outside, is a right one that was asked
/// something else.
///
/// Parts are rewritten from the inside out, so a hook sees parts that are rewritten already.
struct PlanRewrite: Sendable {
  var filter: @Sendable (Filter) -> Filter = { $0 }
  var operand: @Sendable (Operand) -> Operand = { $0 }
  var sources: @Sendable ([Source]) -> [Source] = { $0 }
  var child: @Sendable (ChildScan) -> ChildScan = { $0 }
  var order: @Sendable ([SortKey]) -> [SortKey] = { $0 }

  func scan(_ scan: RowScan) -> RowScan {
    var scan = scan
    scan.sources = sources(scan.sources)
    scan.filter = scan.filter.map(rewritten)
    scan.order = order(
      scan.order.map { SortKey(rewritten($0.operand), isDescending: $0.isDescending, nullsFirst: $0.nullsFirst) })
    return scan
  }

  func groupScan(_ scan: GroupScan) -> GroupScan {
    var scan = scan
    scan.sources = sources(scan.sources)
    scan.filter = scan.filter.map(rewritten)
    return scan
  }

  @Sendable func rewritten(_ old: Filter) -> Filter {
    switch old {
    case .constant: filter(old)
    case .compare(let first, let comparison, let second):
      filter(.compare(rewritten(first), comparison, rewritten(second)))
    case .isNull(let operand): filter(.isNull(rewritten(operand)))
    case .isIn(let operand, let scalars): filter(.isIn(rewritten(operand), scalars))
    case .contains(let operand, let part): filter(.contains(rewritten(operand), part))
    case .hasPrefix(let operand, let part): filter(.hasPrefix(rewritten(operand), part))
    case .and(let filters): filter(.and(filters.map(rewritten)))
    case .or(let filters): filter(.or(filters.map(rewritten)))
    case .not(let inner): filter(.not(rewritten(inner)))
    case .isTrue(let inner): filter(.isTrue(rewritten(inner)))
    case .exists(let scan): filter(.exists(rewritten(scan)))
    case .within: filter(old)
    }
  }

  private func rewritten(_ old: Operand) -> Operand {
    if case .count(let scan) = old { return operand(.count(rewritten(scan))) }
    return operand(old)
  }

  private func rewritten(_ old: ChildScan) -> ChildScan {
    var scan = old
    scan.sources = sources(scan.sources)
    scan.filter = scan.filter.map(rewritten)
    return child(scan)
  }
}
