import CRawSQLite

/// The SQLite that all contenders in this process share.
enum SQLiteVersion {
  static var linked: String { String(cString: raw_sqlite_version()) }
}
