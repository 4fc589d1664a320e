import CRMModel

/// The intervals of a batch's rows by their key, and a calendar for each key in which they and stored ones are booked.
struct BookedCalendars {
  private struct Booking {
    let row: Int
    let calendar: Int
    let times: Range<Int64>
  }

  /// In the order of the rows.
  private let bookings: [Booking]
  /// The keys, by the place of their calendar.
  private let keys: CalendarKeys
  private var calendars: [Calendar]

  /// Gathers the rows that a rule is about: live ones that it counts, with a whole key and an interval that is not empty.
  ///
  /// - Parameter isJudged: By row: whether it may be refused; the others are booked at once.
  /// - Complexity: O(*n* log *n*).
  init(_ rows: RowBatch, _ rule: OverlapRule, isJudged: [Bool]) throws {
    let evaluator = FilterEvaluator()
    let deleted = rows.position(of: SystemField.deletedAt.columnNumber).map { rows.vectors[$0] }
    let key = rule.key.map { rows.position(of: $0).map { rows.vectors[$0] } }
    var bookings: [Booking] = []
    var keys = CalendarKeys(columns: key.count)
    var calendars: [Calendar] = []
    // Most keys of a batch have one row.
    var several: [Int: [Range<Int64>]] = [:]
    var standing: [(key: CalendarKeys.Key, times: Range<Int64>)] = []
    if let starts = rows.position(of: rule.start).map({ rows.vectors[$0].integerCells }),
      let ends = rows.position(of: rule.end).map({ rows.vectors[$0].integerCells })
    {
      for row in 0..<rows.count {
        guard let start = starts[row], let end = ends[row], start < end, deleted?.isNull(at: row) ?? true,
          let cells = CalendarKeys.Key(key, row)
        else { continue }
        if let condition = rule.condition,
          try !evaluator.isKept(by: condition, cells: RowCells(batch: rows, row: row))
        {
          continue
        }
        let times = start..<end
        if !isJudged[row] {
          standing.append((cells, times))
          continue
        }
        let place = keys.place(adding: cells)
        if place == calendars.count {
          calendars.append(Calendar(times))
        } else {
          several[place, default: [calendars[place].first]].append(times)
        }
        bookings.append(Booking(row: row, calendar: place, times: times))
      }
    }
    for (place, times) in several { calendars[place].many = BookedTimes(askedAbout: times) }
    for booking in standing {
      if let place = keys.place(of: booking.key) { calendars[place].book(booking.times) }
    }
    self.bookings = bookings
    self.keys = keys
    self.calendars = calendars
  }

  /// How many keys there are.
  var count: Int { calendars.count }

  /// The least and the greatest key, if keys are single whole numbers.
  var numberRange: ClosedRange<Int64>? { keys.numberRange }

  /// The keys, so many at a time, and the time from the first beginning to the last end of each such slice.
  func slices(of size: Int) -> [(keys: [[Scalar]], times: Range<Int64>)] {
    let keys = keys.cells
    return stride(from: 0, to: keys.count, by: size).compactMap { first in
      let slice = first..<min(first + size, keys.count)
      let spans = calendars[slice].map(\.span)
      guard let start = spans.map(\.lowerBound).min(), let end = spans.map(\.upperBound).max() else { return nil }
      return (Array(keys[slice]), start..<end)
    }
  }

  /// Books stored rows, except some: the cells of their key, then beginning and end.
  mutating func book(_ stored: RowBatch, except own: Set<Int64>) {
    let count = stored.vectors.count - 2
    guard count >= 0 else { return }
    let key = stored.vectors[..<count].map(Optional.some)
    let starts = stored.vectors[count].integerCells
    let ends = stored.vectors[count + 1].integerCells
    for (row, id) in stored.ids.enumerated() where !own.contains(id) {
      guard let start = starts[row], let end = ends[row], start < end, let cells = CalendarKeys.Key(key, row),
        let place = keys.place(of: cells)
      else { continue }
      calendars[place].book(start..<end)
    }
  }

  /// Books one row after the other, and gives those whose time was taken by then.
  mutating func refusedRows() -> [Int] {
    var refused: [Int] = []
    for booking in bookings {
      if calendars[booking.calendar].isTaken(booking.times) {
        refused.append(booking.row)
      } else {
        calendars[booking.calendar].book(booking.times)
      }
    }
    return refused
  }
}

/// What is booked of one key, as far as it matters to the intervals that are asked about.
private struct Calendar {
  /// The interval that is asked about, the first one if there are several.
  let first: Range<Int64>
  /// Whether something is booked within the first, if it is the only one.
  private var isFirstTaken = false
  /// The calendar if there are several.
  var many: BookedTimes?

  init(_ first: Range<Int64>) { self.first = first }

  /// From the first beginning to the last end asked about.
  var span: Range<Int64> { many?.span ?? first }

  mutating func book(_ interval: Range<Int64>) {
    if many == nil { isFirstTaken = isFirstTaken || interval.overlaps(first) } else { many?.book(interval) }
  }

  /// Whether something is booked within an interval that is asked about.
  func isTaken(_ interval: Range<Int64>) -> Bool { many?.isTaken(interval) ?? isFirstTaken }
}
