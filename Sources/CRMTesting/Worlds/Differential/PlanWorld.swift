internal import CRMModel
public import CRMStorage

/// Tables, changes and questions made up from a seed: what a differential run does to engines.
///
/// A world has two to four tables of the same sort, with references to each other, to themselves and to several
/// entities, and columns of every
/// kind. Values come from small domains, so that filters match, unique indexes collide and references lead somewhere;
/// nulls are frequent; texts
/// differ by case, accent, length or a character outside the first plane.
///
/// The same seed makes the same world as long as the answers of the engine it follows are the same.
public struct PlanWorld: Sendable {
  /// What this world was made from.
  public let seed: UInt64
  /// The tables there are now. Whoever runs the steps keeps them up to date, because an engine may refuse a change.
  public var tables: [TableLayout] = []

  var random: SeededGenerator
  /// What columns mean; never forgotten, because numbers are never used again.
  var roles: [Int32: PlanRole] = [:]
  var nextNumber: Int32 = 10
  var nextTable: TableID = 1
  private var steps = 0

  /// The names that metadata is kept under.
  static let metadataKeys = ["a", "b", "é"]

  /// A world without tables; its first step makes them.
  public init(seed: UInt64) {
    self.seed = seed
    random = SeededGenerator(seed: seed)
  }

  /// The next step: the tables first, then rows, then changes and questions.
  public mutating func nextStep() -> PlanStep {
    steps += 1
    switch steps {
    case 1:
      let count = 2 + random.number(below: 3)
      let targets = (0..<count).map { nextTable + Int32($0) }
      let layouts = (0..<count).map { _ in newTable(targets: targets) }
      return .transaction(layouts.map { .layout(.createTable($0)) } + [.ask(.state)], isUndone: false)
    case 2:
      return .transaction(tables.flatMap { [insert(into: $0), insert(into: $0)] }, isUndone: false)
    default:
      return random.happens(40) ? transaction() : .questions((0..<4).map { _ in question() } + [.state])
    }
  }
}

/// What a column means in a ``PlanWorld``.
enum PlanRole: Hashable, Sendable {
  case whole, day, moment, real, latitude, longitude, text
  /// The id of a row of a table, possibly its own.
  case reference(TableID)
  /// The id of a row of the table that the next column names.
  case anyReference(entity: Int32)
  case entityName
}
