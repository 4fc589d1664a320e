import CRM
import CRMTestStores
import Testing

/// The answers of `shared/data/crm-sales-opportunities/EXPECTED.md`, computed with another database engine, as they stand there.
struct ExpectedAnswers {
  static let folder = "crm-sales-opportunities"
  static let isThere = SharedData.has("\(folder)/accounts.csv") && SharedData.has("\(folder)/EXPECTED.md")
  static let absence: Comment =
    "shared/data/crm-sales-opportunities is not there: set CRM_DATA to the folder of the data"

  /// What the document lacks or says in a way that cannot be read.
  struct Unreadable: Error {
    let what: String
  }

  /// Answers by their questions, in the order of the document.
  private let rows: [(question: String, answer: String)]

  /// Reads the document.
  init() throws { try self.init(SharedData.text("\(Self.folder)/EXPECTED.md")) }

  /// Reads the rows of a table with two columns.
  init(_ text: String) throws {
    let lines = text.split(separator: "\n").filter { $0.hasPrefix("| ") && $0.hasSuffix(" |") }
    rows = lines.dropFirst().compactMap { line in
      let cells = String(line.dropFirst(2).dropLast(2)).components(" | ")
      return cells.count == 2 && !cells[0].hasPrefix("---") ? (cells[0], cells[1]) : nil
    }
    if rows.isEmpty { throw Unreadable(what: "no table of questions and answers") }
  }

  // MARK: The questions

  /// Stages and how many deals are in each.
  func stages() throws -> [[FieldValue]] { try list("opportunities by stage").map(Self.counted) }

  /// The value of all won deals.
  func wonValue() throws -> Money { try Self.money(answer("won value, all")) }

  /// Regions, their win rates as they are shown, and how many deals they have.
  func winRates() throws -> [(region: String, rate: String, deals: Int64)] {
    let (question, answer) = try row("win rate by count: ")
    let parts = answer.components(" (of ")
    guard parts.count == 2, parts[1].hasSuffix(" opportunities)") else { throw Unreadable(what: answer) }
    let regions = String(question.dropFirst("win rate by count: ".count)).components(", ")
    let rates = parts[0].components(", ")
    let counts = try String(parts[1].dropLast(" opportunities)".count)).components(", ").map(Self.number)
    guard regions.count == rates.count, rates.count == counts.count else { throw Unreadable(what: answer) }
    return zip(zip(regions, rates), counts).map { ($0.0.0, $0.0.1, $0.1) }
  }

  /// The mean and the median of the days that won deals took.
  func cycle() throws -> (mean: Double, median: Double) {
    let days = try list("days from engage to close of won deals: mean, median").map { text in
      guard let days = Double(text) else { throw Unreadable(what: text) }
      return days
    }
    guard days.count == 2 else { throw Unreadable(what: "days from engage to close") }
    return (days[0], days[1])
  }

  /// The five sectors with most won value, that value and their won deals.
  func sectors() throws -> [[FieldValue]] {
    try list("won value by sector, first five", "; ").map { text in
      let parts = text.components(" (")
      guard parts.count == 2, let count = parts[1].components(" ").first?.filter({ $0 != ")" }) else {
        throw Unreadable(what: text)
      }
      return try Self.priced(parts[0]) + [.integer(Self.number(count))]
    }
  }

  /// The five agents with most won value, and that value.
  func agents() throws -> [[FieldValue]] { try list("won value by agent, first five", "; ").map(Self.priced) }

  /// Managers, and the won deals of their teams and their value in the four quarters of 2017.
  func teams() throws -> [(manager: String, quarters: [(deals: Int64, value: Money)])] {
    let (before, after) = ("won deals and value, team of ", ", 2017 Q1 to Q4")
    let teams = try rows.filter { $0.question.hasPrefix(before) && $0.question.hasSuffix(after) }.map { row in
      let quarters = try row.answer.components("; ").map { text in
        let figures = text.components(", ")
        guard figures.count == 2 else { throw Unreadable(what: text) }
        return (try Self.number(figures[0]), try Self.money(figures[1]))
      }
      guard quarters.count == 4 else { throw Unreadable(what: row.question) }
      return (String(row.question.dropFirst(before.count).dropLast(after.count)), quarters)
    }
    if teams.isEmpty { throw Unreadable(what: "no team") }
    return teams
  }

  /// The first and the last day on which deals were begun, and on which they were closed.
  func days() throws -> [FieldValue] {
    try list("first and last engage date; first and last close date", "; ").flatMap { $0.components(", ") }.map {
      .date(try CalendarDate($0))
    }
  }

  /// How many accounts belong to another one, and to which.
  func parents() throws -> (count: Int64, byParent: [[FieldValue]]) {
    let parts = try answer("accounts with a parent").components(" (")
    guard parts.count == 2, parts[1].hasSuffix(")") else { throw Unreadable(what: "accounts with a parent") }
    return (try Self.number(parts[0]), try String(parts[1].dropLast()).components(", ").map(Self.counted))
  }

  // MARK: How they are written

  private func row(_ beginning: String) throws -> (question: String, answer: String) {
    guard let row = rows.first(where: { $0.question.hasPrefix(beginning) }) else { throw Unreadable(what: beginning) }
    return row
  }

  private func answer(_ question: String) throws -> String { try row(question).answer }

  private func list(_ question: String, _ separator: String = ", ") throws -> [String] {
    try answer(question).components(separator)
  }

  /// A name with a number behind it.
  private static func named(_ text: String) throws -> (name: String, number: String) {
    guard let blank = text.lastIndex(of: " ") else { throw Unreadable(what: text) }
    return (String(text[..<blank]), String(text[text.index(after: blank)...]))
  }

  private static func counted(_ text: String) throws -> [FieldValue] {
    let (name, number) = try named(text)
    return [.text(name), .integer(try Self.number(number))]
  }

  private static func priced(_ text: String) throws -> [FieldValue] {
    let (name, number) = try named(text)
    return [.text(name), .money(try money(number))]
  }

  private static func number(_ text: String) throws -> Int64 {
    guard let number = Int64(text.filter { $0 != "," }) else { throw Unreadable(what: text) }
    return number
  }

  private static func money(_ text: String) throws -> Money { try Money("\(try number(text))", .usd) }
}

extension String {
  fileprivate func components(_ separator: String) -> [String] { split(separator: separator).map(String.init) }
}
