/// Reduces what a piece of work found, and lets go of it; neither is timed.
typealias Reduction = () async throws -> Digest

/// A contender that does not do a piece of work.
struct NotMeasured: Error {}

/// Somebody who does the work: code by hand, GRDB, or the library on one of its engines.
///
/// Every verb does its work once, keeps what it found and returns how that is reduced. Whoever has no such verb throws
/// ``NotMeasured``.
protocol Contender: AnyObject {
  /// What its figures stand under.
  var name: ContenderName { get }

  /// Begins again with a new store that has users, accounts and stages, but no deals.
  func reset() async throws
  /// The same with all deals.
  func load() async throws
  /// Keeps the deals at hand that ``bulkInsert()`` adds, so that making them is not timed.
  func gather() async throws
  /// Lets go of what ``gather()`` keeps.
  func scatter() async throws
  /// Lets go of the store and takes its files away.
  func close() async throws

  // MARK: Many at once

  func bulkInsert() async throws -> Reduction
  func importCSV() async throws -> Reduction
  func typedFetch() async throws -> Reduction
  func dynamicFetch() async throws -> Reduction
  func projection() async throws -> Reduction

  // MARK: One by one

  func byID() async throws -> Reduction
  func byUnique() async throws -> Reduction
  func singleInsert(_ round: Int) async throws -> Reduction
  func singleUpdate(_ round: Int) async throws -> Reduction
  func singleDelete(_ round: Int) async throws -> Reduction

  // MARK: Lists

  func listView() async throws -> Reduction
  /// Reads the first page, for ``nextPages()`` to go on from.
  func turnToFirstPage() async throws
  func nextPages() async throws -> Reduction
  func parentCondition() async throws -> Reduction
  func childCondition() async throws -> Reduction
  func prefixSearch() async throws -> Reduction

  // MARK: Figures

  func groupByStage() async throws -> Reduction
  func groupByOwnerAndMonth() async throws -> Reduction
  func distinctCount() async throws -> Reduction
  func forecast() async throws -> Reduction
  /// Makes the forecast that is kept up to date by ``forecastAfterChange(_:)``, for those who keep one.
  func keepForecast() async throws
  func forecastAfterChange(_ round: Int) async throws -> Reduction
  /// Changes the amount of the deal that ``forecastAfterChange(_:)`` changes.
  func changeAmount(_ round: Int) async throws
  /// The forecast that is kept up to date, or the forecast anew for those who keep none.
  func forecastKept() async throws -> Reduction

  /// What the columns take that are held for figures; nil without any.
  var columnBytes: Int? { get }

  // MARK: Variants

  func byIDAwaited() async throws -> Reduction
  func byIDBatches() async throws -> Reduction
  func byUniqueAwaited() async throws -> Reduction
  func byUniqueBatches() async throws -> Reduction
  func listViewAll() async throws -> Reduction
  func listViewAccount() async throws -> Reduction
  func forecastFresh(_ round: Int) async throws -> Reduction
  /// Begins again with a new store of all deals as ones with amounts in two currencies.
  func loadPriced() async throws
  func forecastPriced(_ round: Int) async throws -> Reduction
  func concurrentUpdate(_ round: Int) async throws -> Reduction
  /// Watches ``Batch/observers`` deals, for ``observedUpdate(_:)``.
  func startObserving() async throws
  func observedUpdate(_ round: Int) async throws -> Reduction
  /// Begins again with a new store that has all deals and three fields of a customer's.
  func loadCustom() async throws
  func typedFetchCustom() async throws -> Reduction

  // MARK: Stores

  /// Closes the store and leaves its file, for ``open()`` to open it.
  func shut() async throws
  func open() async throws -> Reduction
  func memoryFixtures() async throws -> Reduction
}

/// Who does the work.
enum ContenderName: String, CaseIterable, Codable, Sendable {
  case raw = "c-api"
  case grdb
  case sqlite
  case memory
}

/// How many times the work is done where it is done one by one.
enum Batch {
  /// Reads by id, in one read.
  static let ids = 10_000
  /// Reads by a unique field, in one read.
  static let numbers = 1_000
  /// Commits of one change.
  static let commits = 100
  /// Reads by id, each awaited.
  static let awaited = 1_000
  /// Rows that are read at once.
  static let batch = 100
  /// Forecasts of other months.
  static let forecasts = 4
  /// Tasks that write at once, and the commits of each.
  static let writers = 8
  static let commitsOfEach = 50
  /// Observers of one deal each.
  static let observers = 20
  /// How the last step that an observer sees begins.
  static let lastStep = "Seen"

  /// The step that a commit writes into a deal that is observed; each deal gets its last one at the end.
  static func watchedStep(_ number: Int, _ round: Int) -> String {
    number < commits - observers ? "Step \(number) of \(round)" : "\(lastStep) in \(round)"
  }
  /// Rows of a page.
  static let page = 50
  /// Pages after the first.
  static let pages = 10
  /// Fixtures of the memory engine.
  static let fixtures = 100
}
