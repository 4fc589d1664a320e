/// A calendar date read from text by a stated order; a day, not an instant.
///
/// Read are, in the proleptic Gregorian calendar, years 1 to 9999:
/// - three groups of digits with the same `/`, `-` or `.` between them, in the stated order; the year has two or four
///   digits, day and month one or two;
/// - the year first with four digits (`2025-12-31`, ISO 8601), whatever the order;
/// - an English month name, whole or of three letters (`Sept` too), in any case: `31 Dec 2025`, `31-Dec-25`,
///   `December 31, 2025`, `2025-Dec-31`; the order does not matter.
///
/// Two digits of a year mean 2000 to 2068 for 00 to 68 and 1969 to 1999 for 69 to 99, as POSIX `strptime` `%y`.
public struct DateText: Hashable, Sendable {
  /// 1 to 9999.
  public let year: Int
  /// 1 to 12.
  public let month: Int
  /// 1 to the length of the month.
  public let day: Int

  /// Reads a date.
  ///
  /// - Throws: ``ValueError`` with code `not_a_date` for another shape, `no_such_date` for a day or month that does not
  ///   exist (30 February, month 13, year 0).
  /// - Complexity: O(1); text over 40 bytes is refused unread.
  public init(_ text: String, order: DateOrder) throws(ValueError) {
    guard text.utf8.count <= 40, let parts = DateParts(text), let fields = parts.fields(in: order) else {
      throw ValueError(ErrorCode("not_a_date"), "a date with day, month and year in the stated order", input: text)
    }
    guard DateParts.exists(fields) else {
      throw ValueError(ErrorCode("no_such_date"), "a day that the calendar has", input: text)
    }
    (year, month, day) = (fields.year, fields.month, fields.day)
  }
}
