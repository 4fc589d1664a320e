extension DifferentialReport {
  /// The operators that have to meet null and do without.
  private static let operators = [
    "=", "!=", "<", "<=", ">", ">=", "in", "contains", "begins with", "is null", "and", "or", "not", "is true",
    "within",
  ]
  private static let otherOperations = [
    "exists", "constant", "in none", "count rows", "count rows, limited", "ids", "limit", "group all", "group by",
    "rows", "values", "distinct", "sum", "minimum", "maximum",
  ]
  private static let kinds = ["integer", "real", "text", "folded", "difference", "distance", "count", "null"]
  private static let paths = ["own", "parent", "grandparent", "child.own", "child.parent"]

  /// What a run of some length has to use and this one did not: operators with and without null, other operations,
  /// kinds, paths.
  public var starved: [String] {
    var missing: [String] = []
    for operation in Self.operators {
      if uses(where: { $0.operation == operation && $0.meetsNull }) == 0 { missing.append("\(operation) × null") }
      if uses(where: { $0.operation == operation && !$0.meetsNull }) == 0 { missing.append("\(operation) × no null") }
    }
    missing += Self.otherOperations.filter { operation in uses { $0.operation == operation } == 0 }
    missing += Self.kinds.filter { kind in uses { $0.kinds.contains(kind) } == 0 }
    return missing + Self.paths.filter { path in uses { $0.path == path } == 0 }
  }

  /// Operation by operation, then kind by kind and path by path: uses without null and with it, and in how many kinds
  /// and paths.
  var tables: [String] {
    var operations: [String: Row] = [:]
    var kinds: [String: Row] = [:]
    var paths: [String: Row] = [:]
    for (feature, count) in histogram {
      operations[feature.operation, default: Row()].add(feature, count)
      for kind in feature.kinds { kinds[kind, default: Row()].add(feature, count) }
      paths[feature.path, default: Row()].add(feature, count)
    }
    return Self.table("operation", operations) + Self.table("kind", kinds) + Self.table("path", paths)
  }

  private struct Row {
    var plain = 0
    var null = 0
    var operations: Set<String> = []
    var kinds: Set<String> = []
    var paths: Set<String> = []

    mutating func add(_ feature: PlanFeature, _ count: Int) {
      if feature.meetsNull { null += count } else { plain += count }
      operations.insert(feature.operation)
      kinds.insert(feature.kind)
      paths.insert(feature.path)
    }
  }

  private static func table(_ title: String, _ rows: [String: Row]) -> [String] {
    let heads = ["no null", "null", "operations", "kinds", "paths"].map { right($0, 11) }.joined()
    return [left(title) + heads]
      + rows.keys.sorted().map { name in
        let row = rows[name] ?? Row()
        let numbers = [row.plain, row.null, row.operations.count, row.kinds.count, row.paths.count]
        return left(name) + numbers.map { right(String($0), 11) }.joined()
      }
  }

  private static func left(_ text: String) -> String {
    "  " + text + String(repeating: " ", count: max(0, 28 - text.count))
  }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}

extension PlanFeature {
  /// The kinds, one by one.
  var kinds: [String] { kind.split(separator: "+").map(String.init) }
}
