import CRMModel
import CRMTesting

/// Makes formulas, queries and damaged texts from a seed, and counts what it made.
struct FormulaGenerator {
  private var random: SeededGenerator
  /// How often each kind of node, constant and clause was made.
  private(set) var histogram: [String: Int] = [:]
  private let checked: [FieldValue]

  init(seed: UInt64) throws {
    random = SeededGenerator(seed: seed)
    checked = try ValueExample.checked().map(\.value) + ValueExample.plain.map(\.value)
  }

  mutating func number(below bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
  private mutating func isOne(in count: Int) -> Bool { number(below: count) == 0 }
  private mutating func pick<Item>(_ items: [Item]) -> Item { items[number(below: items.count)] }
  private mutating func count(_ kind: String) { histogram[kind, default: 0] += 1 }

  mutating func formula(_ depth: Int) -> Formula {
    guard depth > 1 else { return leaf() }
    switch number(below: 16) {
    case 0, 1:
      count("and")
      return .and(list(depth))
    case 2, 3:
      count("or")
      return .or(list(depth))
    case 4, 5:
      count("not")
      return .not(formula(depth - 1))
    case 6, 7:
      count("compare")
      return .compare(pick(Comparison.allCases), formula(depth - 1), formula(depth - 1))
    case 8:
      count("between")
      return .between(formula(depth - 1), formula(depth - 1), formula(depth - 1))
    case 9, 10:
      count("isIn")
      return .isIn(formula(depth - 1), (0..<number(below: 4)).map { _ in value(depth - 1) })
    case 11:
      count("textMatch")
      return .textMatch(pick(TextMatch.allCases), formula(depth - 1), text())
    case 12:
      count("isNull")
      return .isNull(formula(depth - 1))
    case 13:
      count("isTrue")
      return .isTrue(formula(depth - 1))
    case 14:
      count("related")
      return .related(pick(Quantifier.allCases), relatedPath(), isOne(in: 4) ? nil : formula(depth - 1))
    default:
      count("count")
      return .count(relatedPath(), isOne(in: 4) ? nil : formula(depth - 1))
    }
  }

  private mutating func list(_ depth: Int) -> [Formula] { (0..<number(below: 5)).map { _ in formula(depth - 1) } }

  private mutating func leaf() -> Formula {
    switch number(below: 10) {
    case 0:
      count("now")
      return .now
    case 1:
      count("today")
      return .today
    case 2:
      count("includes")
      return .includes(path(), text())
    case 3:
      count("during")
      return .during(path(), period())
    case 4:
      count("within")
      return .within(path(), root: record())
    case 5:
      count("distance")
      return (try? GeoPoint(latitude: fraction() * 90, longitude: fraction() * 180)).map { .distance(path(), $0) }
        ?? .now
    case 6:
      count("aggregate")
      return .aggregate(aggregate())
    case 7, 8:
      count("literal")
      return .literal(value(1))
    default:
      count("field")
      return .field(path())
    }
  }

  private mutating func value(_ depth: Int) -> FieldValue {
    let value: FieldValue
    switch number(below: 8) {
    case 0: value = .integer(Int64(truncatingIfNeeded: random.next()))
    case 1: value = .text(text())
    case 2: value = .reference(record())
    case 3:
      value =
        (try? ExactDecimal(scaledValue: Int64(truncatingIfNeeded: random.next()), scale: number(below: 19))).map(
          FieldValue.decimal) ?? .null
    case 4:
      value = (try? GeoPoint(latitude: fraction() * 90, longitude: fraction() * 180)).map(FieldValue.geoPoint) ?? .null
    case 5 where depth > 1: value = .condition(formula(depth - 1))
    default: value = pick(checked)
    }
    count("value \(String(describing: value).prefix { $0 != "(" })")
    return value
  }

  /// A number from -1 to 1 with all its bits.
  private mutating func fraction() -> Double { Double(random.next() >> 11) / Double(1 << 52) - 1 }

  private mutating func record() -> AnyRecordID {
    AnyRecordID(entity: EntityName(name()), rawValue: Int64(truncatingIfNeeded: random.next()))
  }

  private mutating func aggregate() -> Aggregate {
    Aggregate(pick(Aggregate.Function.allCases), isOne(in: 4) ? nil : path())
  }

  private mutating func relatedPath() -> RelatedPath {
    RelatedPath(EntityName(name()), FieldName(name()), through: isOne(in: 2) ? FieldName(name()) : nil)
  }

  private mutating func period() -> RelativePeriod {
    let direction = pick(RelativePeriod.Direction.allCases)
    let made = try? RelativePeriod(direction, direction == .this ? 1 : 1 + number(below: 3), pick(PeriodUnit.allCases))
    return made ?? .today
  }

  private mutating func path() -> FieldPath { FieldPath(words: (0..<number(below: 4)).map { _ in word() }) }

  private mutating func name() -> String { (0..<(1 + number(below: 2))).map { _ in word() }.joined(separator: ".") }

  private mutating func word() -> String {
    let words = [
      "a", "name", "count", "order", "null", "self", "any", "all", "of", "deleted", "geo", "condition", "first",
      "through",
      "x2", "PT3H", "P", "USD", "ALL", "With", "", "a b", "größe", "`", "\\", "month", "not", "SELECT", "_x", "today",
    ]
    return pick(words)
  }

  private mutating func text() -> String {
    let parts = [
      "a", "\"", "\\", "'", "`", "\n", "\r", "\0", "\u{1F}", "é", "e\u{301}", "👩‍👩‍👧", "\u{202E}", "\u{2028}",
      " or 1 = 1; --", "\\u0041",
    ]
    return (0..<number(below: 5)).map { _ in pick(parts) }.joined()
  }

  mutating func query() -> Query {
    var query = Query(EntityName(name()))
    query.scope = pick(RecordScope.allCases)
    query.selection = (0..<number(below: 3)).map { _ in SelectTerm(column(), as: isOne(in: 2) ? word() : nil) }
    query.groups = (0..<number(below: 3)).map { _ in
      GroupTerm(path(), by: isOne(in: 2) ? pick(PeriodUnit.allCases) : nil)
    }
    query.order = (0..<number(below: 3)).map { _ in
      OrderTerm(column(), pick(SortDirection.allCases), nulls: pick(NullPlacement.allCases))
    }
    if isOne(in: 2) { query.condition = formula(4) }
    if isOne(in: 2) { query.having = formula(3) }
    if isOne(in: 2) { query.limit = Int(truncatingIfNeeded: random.next()) }
    return query
  }

  private mutating func column() -> SelectTerm.Value {
    switch number(below: 3) {
    case 0: .field(path())
    case 1: .bucket(path(), pick(PeriodUnit.allCases))
    default: .aggregate(aggregate())
    }
  }

  /// A text with a few bytes changed, removed, doubled or moved.
  mutating func damaged(_ text: String) -> String {
    var bytes = Array(text.utf8)
    let pieces = [
      "(", ")", "\"", "'", "`", "\\", "not ", " and ", ",", ".", ":", "/", "-", "5", "P", "\n", "\u{0}", "é", "<",
      " of (",
    ]
    for _ in 0...number(below: 3) {
      let place = number(below: bytes.count + 1)
      switch number(below: 4) {
      case 0: bytes.insert(contentsOf: pick(pieces).utf8, at: place)
      case 1: bytes.removeSubrange(place..<min(bytes.count, place + number(below: 6)))
      case 2:
        bytes.insert(
          contentsOf: bytes[place..<min(bytes.count, place + number(below: 20))], at: number(below: bytes.count + 1))
      default: bytes = Array(bytes[..<place])
      }
      if bytes.isEmpty { break }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
