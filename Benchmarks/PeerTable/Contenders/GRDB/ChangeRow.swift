import GRDB

/// What was changed in a deal.
struct ChangeRow: Codable, PersistableRecord {
  static let databaseTableName = "change"

  var id: Int64?
  var opportunity: Int64
  var field: String
  var old: String?
  var new: String?
}
