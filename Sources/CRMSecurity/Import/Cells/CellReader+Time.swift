import CRMModel

extension CellReader {
  /// The day of a cell; a time after it is refused, because it would be lost.
  func date(_ text: String) throws(ValueError) -> CalendarDate {
    let read = try dialect.date(text)
    return try CalendarDate(year: read.year, month: read.month, day: read.day)
  }

  /// The moment of a cell: RFC 3339, or a day and a time of day on the clocks of the workspace's zone, or the beginning
  /// of a day there.
  func instant(_ text: String) throws(ValueError) -> Instant {
    if let exact = try? Instant(text) { return exact }
    var failure: ValueError
    do throws(ValueError) {
      return try zones.start(of: date(text), in: zone)
    } catch {
      failure = error
    }
    // The time is what follows the last blank or T, so that `31 Dec 2025 14:30` is split in the right place.
    guard let mark = text.lastIndex(where: { $0 == " " || $0 == "T" }) else { throw failure }
    do throws(ValueError) {
      let day = try date(String(text[..<mark]))
      let time = try TimeOfDay(String(text[text.index(after: mark)...]))
      return try zones.resolve(LocalDateTime(day, time), in: zone)
    } catch {
      failure = error
    }
    throw failure
  }
}
