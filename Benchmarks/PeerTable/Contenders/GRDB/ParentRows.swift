import CRM
import CRMTesting
import GRDB

/// A user.
struct UserRow: Codable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "user"

  var id: Int64
  var manager: Int64?
  var isActive: Bool
  var displayName: String
  var email: String?
  var title: String?
  var region: String?

  enum CodingKeys: String, CodingKey {
    case id, manager
    case isActive = "is_active"
    case displayName = "display_name"
    case email, title, region
  }
}

/// An account.
struct AccountRow: Codable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "account"

  var id: Int64
  var owner: Int64?
  var parent: Int64?
  var employees: Int64?
  var annualRevenue: Int64?
  var yearEstablished: Int64?
  var name: String
  var number: String?
  var type: String?
  var industry: String?

  enum CodingKeys: String, CodingKey {
    case id, owner, parent, employees
    case annualRevenue = "annual_revenue"
    case yearEstablished = "year_established"
    case name, number, type, industry
  }
}

/// A stage.
struct StageRow: Codable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "stage"

  var id: Int64
  var position: Int64
  var probability: Int64
  var isClosed: Bool
  var isWon: Bool
  var name: String
  var category: String

  enum CodingKeys: String, CodingKey {
    case id, position, probability
    case isClosed = "is_closed"
    case isWon = "is_won"
    case name, category
  }
}

extension PeerWorld {
  /// The users as rows.
  func userRows() -> [UserRow] {
    sales.users.map { row in
      UserRow(
        id: PeerWorld.user(row.place), manager: row.manager.map(PeerWorld.user), isActive: row.isActive,
        displayName: row.displayName, email: row.email, title: row.title,
        region: row.region.isEmpty ? nil : row.region)
    }
  }

  /// The accounts as rows.
  func accountRows() -> [AccountRow] {
    sales.accounts.map { row in
      AccountRow(
        id: PeerWorld.account(row.place), owner: row.owner.map(PeerWorld.user), parent: nil,
        employees: row.employees.map(Int64.init), annualRevenue: row.annualRevenue.map { Int64($0) * 100 },
        yearEstablished: row.yearEstablished.map(Int64.init), name: row.name, number: row.number, type: row.kind,
        industry: row.industry)
    }
  }

  /// The stages as rows.
  func stageRows() -> [StageRow] {
    sales.stages.map { row in
      StageRow(
        id: PeerWorld.stage(row.position - 1), position: Int64(row.position), probability: Int64(row.probability),
        isClosed: row.isClosed, isWon: row.isWon, name: row.name, category: row.category.rawValue)
    }
  }
}
