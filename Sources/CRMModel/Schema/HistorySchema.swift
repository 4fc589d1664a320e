/// What makes an entity a history, as data: its records are the stays of another entity's records in the values of one
/// field.
///
/// The store writes the stays itself, whichever way a value is written: insert, update, patch, upsert, import, or a
/// reference that is cleared because its target went away. It does so in the same transaction, after the rows, for whole
/// batches, and by the path that every write takes, so that stays are checked, counted in the change log and told to
/// observers like other records.
///
/// - A record that takes a value begins a stay, which ends at `Instant.maximum`. When it takes another value or none,
///   the stay ends at the moment of the change. A record without a value is in no stay.
/// - A change happens at the transaction's moment, unless the record dates it: see ``begins`` and ``closing``. A stay
///   never begins before the one it follows, nor after the transaction's moment.
/// - A record that has a value and no stay at all, because it is older than the history, gets a stay in the value it
///   had when it changes next: from ``begins`` or, without it, from its insert.
/// - Stays are part of their record. They go to the recycle bin with it as they are, and come back as they were: the
///   time in the bin is part of the stay that went on.
/// - Stays may be corrected like any other records; the store does not look back at them.
public struct HistorySchema: Hashable, Sendable {
  /// The field that refers to the record whose stay it is; a part-of reference to one other entity.
  public var record: FieldName
  /// The field of that record whose values are followed; may be its `owner`.
  public var follows: FieldName
  /// The field that keeps the value: of the same type, or text for a picklist.
  public var value: FieldName
  /// The interval field that keeps the time from taking the value up to, not including, giving it up.
  public var stay: FieldName
  /// Fields that keep what the record holds when a stay begins: the record's field by the stay's.
  public var copies: [FieldName: FieldName]
  /// The record's date or moment at which its first stay begins, where it is given and in the past; nil means that all
  /// first stays begin at the insert. The first moment of a date is that of the workspace's zone; today means now.
  public var begins: FieldName?
  /// Which values close a record, and which of its fields tell since when; nil if none does.
  public var closing: ClosingSchema?

  /// Describes a history; the rest is set afterwards.
  public init(
    of record: FieldName, following follows: FieldName, value: FieldName, stay: FieldName,
    copies: [FieldName: FieldName] = [:]
  ) {
    self.record = record
    self.follows = follows
    self.value = value
    self.stay = stay
    self.copies = copies
  }
}

/// Which values of a followed field close a record, and the fields of the record that tell since when it is closed.
///
/// The fields are set in the write by which the record takes the value, before rules are checked:
///
/// - With a value that closes it, ``moment`` becomes the moment of the change and ``day`` its date in the workspace's
///   zone. What the same write gives itself stands, and dates the change: the moment given, else the first moment of
///   the day given if that is past.
/// - With a value that does not, ``moment`` is cleared, unless the same write gives it; ``day`` stays.
public struct ClosingSchema: Hashable, Sendable {
  /// What holds for a value that closes: a condition on the record that the value refers to, or for other values on the
  /// record itself. Only fields of that record.
  public var condition: Formula
  /// The record's field with the moment since which it is closed; null while it is not.
  public var moment: FieldName
  /// The record's field with the date of that moment; nil for none.
  public var day: FieldName?

  /// Describes what closes a record.
  public init(when condition: Formula, moment: FieldName, day: FieldName? = nil) {
    self.condition = condition
    self.moment = moment
    self.day = day
  }
}
