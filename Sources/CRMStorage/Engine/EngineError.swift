public import CRMModel

/// Why an engine could not do something.
///
/// Engines speak of tables, indexes and row keys; the record engine turns that into entities, fields and records.
public struct EngineError: CRMError, Hashable {
  /// What a caller can do about it.
  public let kind: CRMErrorKind
  /// Exactly what happened.
  public let code: ErrorCode
  /// What happened, in words that hold no customer data.
  public let message: String
  /// The table concerned.
  public var table: TableID?
  /// The index that was violated.
  public var index: Int32?
  /// The key of the row that could not be written.
  public var row: Int64?

  /// Describes a failure.
  public init(
    _ kind: CRMErrorKind, _ code: ErrorCode, _ message: String, table: TableID? = nil, index: Int32? = nil,
    row: Int64? = nil
  ) {
    self.kind = kind
    self.code = code
    self.message = message
    self.table = table
    self.index = index
    self.row = row
  }

  /// A row's values are taken in a unique index.
  public static func notUnique(table: TableID, index: Int32, row: Int64) -> EngineError {
    EngineError(.exists, .notUnique, "a value is taken", table: table, index: index, row: row)
  }

  /// A row of this id is there already.
  public static func duplicateKey(table: TableID, row: Int64) -> EngineError {
    EngineError(.exists, "duplicate_key", "a record with this id is there already", table: table, row: row)
  }

  /// The table, column or index asked for is not there.
  public static func noSuchLayout(_ message: String, table: TableID) -> EngineError {
    EngineError(.internal, "no_such_layout", message, table: table)
  }

  /// The reader or writer was used after its closure returned.
  public static var transactionEnded: EngineError {
    EngineError(.closed, .transactionEnded, "a transaction cannot be used after its closure has returned")
  }

  /// The engine is closed.
  public static var closed: EngineError { EngineError(.closed, .closed, "the store is closed") }

  /// The store is suspended.
  public static var suspended: EngineError {
    EngineError(.busy, .suspended, "the store is suspended until its workspace is resumed")
  }

  /// The engine refuses writes.
  public static var readOnly: EngineError {
    EngineError(.forbidden, .readOnly, "the store was opened read-only")
  }

  /// Code and message, safe to log.
  public var description: String { "\(code): \(message)" }
  /// Code, message and where.
  public var debugDescription: String {
    "\(description) (table \(table.map(String.init) ?? "-"), index \(index.map(String.init) ?? "-"), row \(row.map(String.init) ?? "-"))"
  }
}
