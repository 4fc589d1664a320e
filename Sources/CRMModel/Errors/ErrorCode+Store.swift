extension ErrorCode {
  /// A required field has no value.
  public static let required = ErrorCode("required")
  /// A value is taken by another live record.
  public static let notUnique = ErrorCode("not_unique")
  /// A value does not fit its field's type.
  public static let wrongType = ErrorCode("wrong_type")
  /// A code is not in its picklist, or no longer active.
  public static let unknownCode = ErrorCode("unknown_code")
  /// No entity of this name.
  public static let unknownEntity = ErrorCode("unknown_entity")
  /// No field of this name.
  public static let unknownField = ErrorCode("unknown_field")
  /// No record of this id, or none that may be seen.
  public static let recordNotFound = ErrorCode("record_not_found")
  /// A reference leads nowhere.
  public static let brokenReference = ErrorCode("broken_reference")
  /// A record would become its own ancestor.
  public static let cyclicReference = ErrorCode("cyclic_reference")
  /// Other records refer to this one and forbid its deletion.
  public static let inUse = ErrorCode("in_use")
  /// Somebody changed the same fields since the record was read.
  public static let staleRevision = ErrorCode("stale_revision")
  /// The field was not read, so it cannot be written back.
  public static let fieldNotRead = ErrorCode("field_not_read")
  /// A formula or text nests too deep, or a record would hang too deep in a tree.
  public static let tooDeep = ErrorCode("too_deep")
  /// A page cursor is damaged or belongs to another query.
  public static let badCursor = ErrorCode("bad_cursor")
  /// A name does not follow the grammar of names.
  public static let badName = ErrorCode("bad_name")
  /// A name is taken, or was.
  public static let nameTaken = ErrorCode("name_taken")
  /// A sum or number leaves the range of its type.
  public static let amountOutOfRange = ErrorCode("amount_out_of_range")
  /// Amounts of different currencies were compared, ordered or added without saying how.
  public static let currencyMismatch = ErrorCode("currency_mismatch")
  /// Entries of the change log that were asked for have been forgotten.
  public static let changesExpired = ErrorCode("changes_expired")
  /// The change log does not tell what an answer was at a moment.
  public static let asOfUntold = ErrorCode("as_of_untold")
  /// The transaction has ended.
  public static let transactionEnded = ErrorCode("transaction_ended")
  /// The workspace is closed.
  public static let closed = ErrorCode("closed")
  /// The store is open in this process already, with other options.
  public static let alreadyOpen = ErrorCode("already_open")
  /// The workspace was opened read-only.
  public static let readOnly = ErrorCode("read_only")
  /// The task was cancelled.
  public static let cancelled = ErrorCode("cancelled")
  /// Another writer holds the store.
  public static let busy = ErrorCode("busy")
  /// The workspace is suspended until it is resumed.
  public static let suspended = ErrorCode("suspended")
  /// All tenants that may be open at once are in use.
  public static let tenantsInUse = ErrorCode("tenants_in_use")
  /// The disk is full.
  public static let diskFull = ErrorCode("disk_full")
  /// Reading or writing the file failed.
  public static let inputOutput = ErrorCode("io_error")
  /// The file is not a workspace.
  public static let notAWorkspace = ErrorCode("not_a_workspace")
  /// The file was written by a newer version.
  public static let newerFormat = ErrorCode("newer_format")
  /// The file is damaged.
  public static let damaged = ErrorCode("damaged")
  /// The engine or platform cannot do this.
  public static let unsupported = ErrorCode("unsupported")
  /// A change of the schema was refused.
  public static let schemaRefused = ErrorCode("schema_refused")
  /// An error this library does not know.
  public static let unexpected = ErrorCode("unexpected")
}
