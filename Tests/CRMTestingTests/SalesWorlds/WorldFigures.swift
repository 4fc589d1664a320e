import CRM
import CRMTesting

/// What a world's rows come to, counted without knowing how they were made.
struct WorldFigures {
  let deals: [OpportunityRow]
  let accounts: [AccountRow]
  let users: [UserRow]

  init(_ world: SalesWorld) {
    deals = Array(world.opportunities)
    accounts = Array(world.accounts)
    users = Array(world.users)
  }

  var closed: [OpportunityRow] { deals.filter { $0.stage.isClosed } }
  var open: [OpportunityRow] { deals.filter { !$0.stage.isClosed } }

  /// Those to whom nobody reports.
  var sellers: [UserRow] {
    let managers = Set(users.compactMap(\.manager))
    return users.filter { !managers.contains($0.place) }
  }

  /// The part of all that the tenth of `count` keys has that has most.
  static func shareOfFirstTenth(of keys: [Int?], among count: Int) -> Double {
    let sizes = Dictionary(grouping: keys.compactMap { $0 }, by: { $0 }).values.map(\.count).sorted(by: >)
    let all = sizes.reduce(0, +)
    return all == 0 ? 0 : Double(sizes.prefix(count / 10).reduce(0, +)) / Double(all)
  }

  /// The part of the rows for which something holds.
  static func share<Row>(_ rows: [Row], _ isSo: (Row) -> Bool) -> Double {
    rows.isEmpty ? 0 : Double(rows.filter(isSo).count) / Double(rows.count)
  }

  static func mean(_ numbers: [Int]) -> Double {
    numbers.isEmpty ? 0 : Double(numbers.reduce(0, +)) / Double(numbers.count)
  }

  /// How many days a decision took.
  static func cycle(_ deal: OpportunityRow) -> Int? { deal.closeDate.map { deal.openedOn.days(to: $0) } }

  /// How many days before the end of its quarter a day lies.
  static func daysToQuarterEnd(_ day: CalendarDate) throws -> Int {
    let next = try CalendarDate(year: day.year, month: (day.quarter - 1) * 3 + 1, day: 1).adding(months: 3)
    return day.days(to: next) - 1
  }

  static func isWeekend(_ day: CalendarDate) -> Bool { day.weekday == .saturday || day.weekday == .sunday }

  /// Insertions, deletions and replacements that make one text of the other (Levenshtein).
  static func edits(_ first: String, _ second: String) -> Int {
    let (rows, columns) = (Array(first), Array(second))
    var last = Array(0...columns.count)
    for (index, row) in rows.enumerated() {
      var next = [index + 1]
      for (place, column) in columns.enumerated() {
        next.append(min(last[place] + (row == column ? 0 : 1), last[place + 1] + 1, next[place] + 1))
      }
      last = next
    }
    return last[columns.count]
  }
}
