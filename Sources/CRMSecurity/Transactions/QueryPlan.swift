public import CRMModel

/// How the rows of a query are found: by which index, in which order, and about how many are looked at.
///
///     print(try await session.explain(Opportunity.query.order(by: { $0.amount }).query, first: 50))
///     // opportunity: reads the whole table, about 100,000 rows, and sorts what it finds; no index has this order: …
///
/// It tells what the engine does now; with other rows it may do otherwise, and another engine does.
public struct QueryPlan: Hashable, Sendable {
  /// Where rows are looked for.
  public enum Path: Hashable, Sendable {
    /// By their ids, or in the order of their ids.
    case ids
    /// In an index: its field, or the name that it was declared with.
    case index(FieldName)
    /// In the whole table.
    case table
    /// In columns of the whole table that are held in memory, or will be from the first such question on.
    case columns
    /// Where the engine does not say.
    case unknown
  }

  /// How rows come into their order.
  public enum Order: Hashable, Sendable {
    /// There is none but that of the ids, or none at all where groups are made.
    case none
    /// They are found in it.
    case found
    /// All that are found are sorted before the first is given.
    case sorted
  }

  /// The entity whose records are asked for.
  public let entity: EntityName
  /// Where they are looked for.
  public let path: Path
  /// How they come into their order.
  public let order: Order
  /// About how many records are looked at, 100,000 at most; nil if the engine does not say.
  public let estimatedRows: Int?
  /// Why the query cannot be quick, and what would help; nil if it can be.
  public let advice: String?

  package init(entity: EntityName, path: Path, order: Order, estimatedRows: Int?, advice: String?) {
    self.entity = entity
    self.path = path
    self.order = order
    self.estimatedRows = estimatedRows
    self.advice = advice
  }
}

extension QueryPlan: CustomStringConvertible {
  /// One line without customer data.
  public var description: String {
    var text = "\(entity): "
    switch path {
    case .ids: text += "goes by id"
    case .index(let name): text += "follows the index \(name)"
    case .table: text += "reads the whole table"
    case .columns: text += "goes through columns in memory"
    case .unknown: text += "reads as the engine sees fit"
    }
    if let estimatedRows { text += ", about \(estimatedRows) row\(estimatedRows == 1 ? "" : "s")" }
    switch order {
    case .none: break
    case .found: text += ", in order"
    case .sorted: text += ", and sorts what it finds"
    }
    return advice.map { "\(text); \($0)" } ?? text
  }
}
