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
  private let places: [[Scalar]: Int]
  private var calendars: [BookedTimes]

  /// Gathers the rows that a rule is about: live ones that it counts, with a whole key and an interval that is not empty.
  ///
  /// - Parameter isJudged: By row: whether it may be refused; the others are booked at once.
  /// - Complexity: O(*n* log *n*).
  init(_ rows: RowBatch, _ rule: OverlapRule, isJudged: [Bool]) throws {
    let evaluator = FilterEvaluator()
    let deleted = rows.position(of: SystemField.deletedAt.columnNumber).map { rows.vectors[$0] }
    let key = rule.key.map { rows.position(of: $0).map { rows.vectors[$0] } }
    var bookings: [Booking] = []
    var places: [[Scalar]: Int] = [:]
    var times: [[Range<Int64>]] = []
    var standing: [(key: [Scalar], times: Range<Int64>)] = []
    if let starts = rows.position(of: rule.start).map({ rows.vectors[$0] }),
      let ends = rows.position(of: rule.end).map({ rows.vectors[$0] })
    {
      for row in 0..<rows.count {
        guard let start = starts[row].integerValue, let end = ends[row].integerValue, start < end,
          deleted?.isNull(at: row) ?? true
        else { continue }
        let cells = key.map { $0?[row] ?? .null }
        guard !cells.contains(.null),
          try evaluator.isKept(by: rule.condition, cells: RowCells(batch: rows, row: row))
        else { continue }
        if !isJudged[row] {
          standing.append((cells, start..<end))
          continue
        }
        let place = places[cells] ?? times.count
        if place == times.count {
          places[cells] = place
          times.append([])
        }
        times[place].append(start..<end)
        bookings.append(Booking(row: row, calendar: place, times: start..<end))
      }
    }
    self.bookings = bookings
    self.places = places
    calendars = times.map(BookedTimes.init)
    for booking in standing {
      if let place = places[booking.key] { calendars[place].book(booking.times) }
    }
  }

  /// The keys, so many at a time, and the time from the first beginning to the last end of each such slice.
  func slices(of size: Int) -> [(keys: [[Scalar]], times: Range<Int64>)] {
    var keys = Array(repeating: [Scalar](), count: calendars.count)
    for (key, place) in places { keys[place] = key }
    return stride(from: 0, to: keys.count, by: size).compactMap { first in
      let slice = first..<min(first + size, keys.count)
      let spans = calendars[slice].compactMap(\.span)
      guard let start = spans.map(\.lowerBound).min(), let end = spans.map(\.upperBound).max() else { return nil }
      return (Array(keys[slice]), start..<end)
    }
  }

  /// Books a stored row: the cells of its key, then beginning and end.
  mutating func book(_ vectors: [ColumnVector], _ row: Int) {
    let count = vectors.count - 2
    guard count >= 0, let start = vectors[count][row].integerValue, let end = vectors[count + 1][row].integerValue,
      start < end, let place = places[vectors[..<count].map { $0[row] }]
    else { return }
    calendars[place].book(start..<end)
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
