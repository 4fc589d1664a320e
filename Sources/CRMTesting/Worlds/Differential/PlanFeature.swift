internal import CRMModel
internal import CRMStorage

/// One thing that a question of a differential run used, to see that nothing is starved.
public struct PlanFeature: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The operator, sort key, group key or measure, such as `<` or `sort nulls first`.
  public var operation: String
  /// The kind of what it works on: `integer`, `real`, `text`, `folded`, `difference`, `distance`, `count`, `none`, or
  /// two of them.
  public var kind: String
  /// Whether some row gave it a null.
  public var meetsNull: Bool
  /// Whose columns: `own`, `parent`, `grandparent`, or those of a child, such as `child.parent`.
  public var path: String

  /// By operation, kind, path, then without null first.
  public static func < (lhs: PlanFeature, rhs: PlanFeature) -> Bool {
    (lhs.operation, lhs.kind, lhs.path, lhs.meetsNull ? 1 : 0) < (
      rhs.operation, rhs.kind, rhs.path, rhs.meetsNull ? 1 : 0
    )
  }

  /// The four parts.
  public var description: String { "\(operation) × \(kind) × \(meetsNull ? "null" : "no null") × \(path)" }
}

/// A feature of a question, and what to ask to find out whether it meets null.
struct PlanProbe {
  var feature: PlanFeature
  var sources: [Source]
  var operands: [Operand]

  /// The feature as some state has it.
  func feature(in reader: any EngineReader) throws -> PlanFeature {
    var feature = feature
    if !operands.isEmpty {
      feature.meetsNull = try reader.count(sources, .or(operands.map { .isNull($0) }), limit: 1) > 0
    }
    return feature
  }
}

/// Finds the features of one scope.
struct PlanSurvey {
  let world: PlanWorld
  var sources: [Source]
  var prefix = ""
  var probes: [PlanProbe] = []

  /// The features of a question.
  static func probes(of question: PlanQuestion, in world: PlanWorld) -> [PlanProbe] {
    switch question {
    case .state:
      return []
    case .count(let sources, let filter, let limit):
      var survey = PlanSurvey(world: world, sources: sources)
      survey.add(limit == nil ? "count rows" : "count rows, limited", [])
      filter.map { survey.add($0) }
      return survey.probes
    case .rows(let scan, _):
      var survey = PlanSurvey(world: world, sources: scan.sources)
      if scan.ids != nil { survey.add("ids", []) }
      if scan.limit != nil { survey.add("limit", []) }
      for key in scan.order {
        survey.add(
          "sort \(key.isDescending ? "descending" : "ascending") nulls \(key.nullsFirst ? "first" : "last")",
          [key.operand])
      }
      scan.filter.map { survey.add($0) }
      return survey.probes
    case .groups(let scan):
      var survey = PlanSurvey(world: world, sources: scan.sources)
      if scan.keys.isEmpty { survey.add("group all", []) }
      for key in scan.keys {
        switch key {
        case .column(let column): survey.add("group by", [.column(column)])
        case .bucket(let column, let bucketing): survey.add("group by \(bucketing.unit.rawValue)", [.column(column)])
        }
      }
      for measure in scan.measures {
        switch measure {
        case .rows: survey.add("rows", [])
        case .values(let column): survey.add("values", [.column(column)])
        case .distinct(let column): survey.add("distinct", [.column(column)])
        case .sum(let column): survey.add("sum", [.column(column)])
        case .minimum(let column): survey.add("minimum", [.column(column)])
        case .maximum(let column): survey.add("maximum", [.column(column)])
        }
      }
      scan.filter.map { survey.add($0) }
      return survey.probes
    }
  }

  private mutating func add(_ filter: Filter) {
    switch filter {
    case .constant: add("constant", [])
    case .compare(let first, let comparison, let second): add(comparison.rawValue, [first, second])
    case .isNull(let operand): add("is null", [operand])
    case .isIn(let operand, let scalars): add(scalars.isEmpty ? "in none" : "in", [operand])
    case .contains(let operand, _): add("contains", [operand])
    case .hasPrefix(let operand, _): add("begins with", [operand])
    case .and(let filters):
      addJunction("and", filter)
      for filter in filters { add(filter) }
    case .or(let filters):
      addJunction("or", filter)
      for filter in filters { add(filter) }
    case .not(let inner):
      addJunction("not", inner)
      add(inner)
    case .isTrue(let inner):
      addJunction("is true", inner)
      add(inner)
    case .exists(let scan):
      add("exists", [.column(scan.outer)])
      addChildren(scan)
    case .within(let tree): add("within", [.column(tree.member)])
    }
  }

  /// Notes operands and the scans inside them.
  private mutating func add(_ operation: String, _ operands: [Operand]) {
    var kinds: [String] = []
    var depth = 0
    for operand in operands {
      if case .literal(let scalar) = operand {
        if scalar.isNull { kinds.append("null") }
        continue
      }
      kinds.append(name(of: operand))
      depth = max(depth, columns(of: operand).map { hops(to: $0.source) }.max() ?? 0)
      if case .count(let scan) = operand { addChildren(scan) }
    }
    let kind = kinds.isEmpty ? "none" : Set(kinds).sorted().joined(separator: "+")
    let path = prefix + ["own", "parent", "grandparent", "ancestor"][min(depth, 3)]
    let feature = PlanFeature(operation: operation, kind: kind, meetsNull: false, path: path)
    probes.append(PlanProbe(feature: feature, sources: sources, operands: operands))
  }

  /// Notes an operator whose null is a filter's: it meets null where the filter is neither true nor false.
  private mutating func addJunction(_ operation: String, _ filter: Filter) {
    let feature = PlanFeature(operation: operation, kind: "truth", meetsNull: false, path: prefix + "own")
    probes.append(PlanProbe(feature: feature, sources: sources, operands: PlanSurvey.leaves(filter)))
  }

  private mutating func addChildren(_ scan: ChildScan) {
    var inner = PlanSurvey(world: world, sources: scan.sources, prefix: "child.")
    scan.filter.map { inner.add($0) }
    probes += inner.probes
  }

  /// The operands that can make a filter null.
  private static func leaves(_ filter: Filter) -> [Operand] {
    switch filter {
    case .compare(let first, _, let second): [first, second]
    case .isIn(let operand, _), .contains(let operand, _), .hasPrefix(let operand, _): [operand]
    case .and(let filters), .or(let filters): filters.flatMap(leaves)
    case .not(let inner): leaves(inner)
    case .within(let tree): [.column(tree.member)]
    case .constant, .isNull, .isTrue, .exists: []
    }
  }

  private func name(of operand: Operand) -> String {
    switch operand {
    case .column(let column): world.kind(column.column).rawValue
    case .folded: "folded"
    case .literal: "literal"
    case .difference: "difference"
    case .distance: "distance"
    case .count: "count"
    }
  }

  private func columns(of operand: Operand) -> [ColumnRef] {
    switch operand {
    case .column(let column), .folded(let column): [column]
    case .difference(let first, let second): [first, second]
    case .distance(let latitude, let longitude, _): [latitude, longitude]
    case .count(let scan): [scan.outer]
    case .literal: []
    }
  }

  private func hops(to source: Int) -> Int {
    guard sources.indices.contains(source), let link = sources[source].link, link.id.source < source else { return 0 }
    return 1 + hops(to: link.id.source)
  }
}
