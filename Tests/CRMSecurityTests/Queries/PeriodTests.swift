import CRMModel
import CRMSecurity
import CRMTestStores
import CRMTesting
import Testing

/// Periods told from today, in a zone and a fiscal calendar that differ from UTC and the calendar year in every answer.
///
/// It is 2025-05-01T03:00Z, which is 20:00 on Wednesday, 2025-04-30 in Los Angeles (UTC-7; UTC-8 before 9 March). The fiscal
/// year begins in February, so this quarter ends with that day; weeks begin on Sunday.
@Suite struct `A period told from today` {
  /// Follow-ups that are called like the day they are due, one of them due on no day.
  private static let days = [
    "2025-01-29", "2025-01-30", "2025-01-31", "2025-02-01", "2025-03-31", "2025-04-26", "2025-04-27", "2025-04-30",
    "2025-05-01", "2025-05-03", "2025-05-04", "2025-07-31", "2025-08-01", "2026-01-31", "2026-02-01",
  ]
  /// Follow-ups that are called like the moment they were completed.
  private static let moments = [
    "2025-02-01T07:59:59.999999Z", "2025-02-01T08:00:00Z", "2025-03-09T09:59:59Z", "2025-03-09T10:00:00Z",
    "2025-04-30T06:59:59Z", "2025-04-30T07:00:00Z", "2025-05-01T03:00:00Z", "2025-05-01T03:00:00.000001Z",
    "2025-05-01T06:59:59.999999Z", "2025-05-01T07:00:00Z",
  ]

  static func withFollowUps(_ kind: StoreKind, _ body: (Session) async throws -> Void) async throws {
    let clock = FixedClock(try Instant("2025-05-01T03:00:00Z"))
    let calendar = try FiscalCalendar(firstMonth: 2, firstWeekday: .sunday)
    let zone = try ZoneID("America/Los_Angeles")
    try await kind.withWorkspace(clock: clock) {
      ($0.zone, $0.calendar) = (zone, calendar)
    } _: { workspace in
      let session = try await workspace.session(as: .owner)
      try await session.write { tx in
        for day in days {
          let date = try CalendarDate(day)
          try tx.insert(FollowUp { ($0.subject, $0.dueDate) = (day, date) })
        }
        for text in moments {
          let moment = try Instant(text)
          try tx.insert(FollowUp { ($0.subject, $0.completedAt) = (text, moment) })
        }
        try tx.insert(FollowUp { $0.subject = "never" })
      }
      try await body(session)
    }
  }

  static func subjects(_ session: Session, _ condition: Condition) async throws -> [String] {
    let query = FollowUp.query.order(by: { $0.id })
    return try await session.fetch(query.where { _ in condition }).map(\.subject)
  }

  @Test(
    arguments: StoreKind.allCases,
    [
      ("this quarter", "2025-02-01", "2025-04-30"), ("next quarter", "2025-05-01", "2025-07-31"),
      ("this year", "2025-02-01", "2026-01-31"), ("this month", "2025-04-01", "2025-04-30"),
      ("this week", "2025-04-27", "2025-05-03"), ("last week", "2025-04-20", "2025-04-26"),
      ("last 90 days", "2025-01-30", "2025-04-30"), ("previous 90 days", "2025-01-30", "2025-04-29"),
      ("next 1 day", "2025-05-01", "2025-05-01"), ("last 3 months", "2025-01-01", "2025-03-31"),
      ("today", "2025-04-30", "2025-04-30"), ("yesterday", "2025-04-29", "2025-04-29"),
      ("tomorrow", "2025-05-01", "2025-05-01"), ("last year", "2024-02-01", "2025-01-31"),
    ])
  func `keeps dates from its first to its last day`(
    _ kind: StoreKind, _ period: (String, String, String)
  ) async throws {
    let (text, first, last) = period
    try await Self.withFollowUps(kind) { session in
      let during = try Formula(text: "due_date during \(text)")
      let inside = Self.days.filter { $0 >= first && $0 <= last }
      #expect(try await Self.subjects(session, during) == inside)
      // Without a date it is neither inside nor outside.
      let outside = Self.days.filter { $0 < first || $0 > last }
      #expect(try await Self.subjects(session, .not(during)) == outside)
    }
  }

  @Test(
    arguments: StoreKind.allCases,
    [
      ("this quarter", "2025-02-01T08:00:00Z", "2025-05-01T07:00:00Z"),
      ("today", "2025-04-30T07:00:00Z", "2025-05-01T07:00:00Z"),
      ("yesterday", "2025-04-29T07:00:00Z", "2025-04-30T07:00:00Z"),
      ("tomorrow", "2025-05-01T07:00:00Z", "2025-05-02T07:00:00Z"),
      // From a day of winter time to one of summer time.
      ("last 90 days", "2025-01-30T08:00:00Z", "2025-05-01T07:00:00Z"),
      ("last quarter", "2024-11-01T07:00:00Z", "2025-02-01T08:00:00Z"),
      ("next quarter", "2025-05-01T07:00:00Z", "2025-08-01T07:00:00Z"),
    ])
  func `keeps moments from midnight to midnight in the zone`(
    _ kind: StoreKind, _ period: (String, String, String)
  ) async throws {
    let (start, end) = (try Instant(period.1), try Instant(period.2))
    try await Self.withFollowUps(kind) { session in
      let during = try Formula(text: "completed_at during \(period.0)")
      let inside = try Self.moments.filter { try Instant($0) >= start && Instant($0) < end }
      #expect(try await Self.subjects(session, during) == inside)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is the same built with the compiler's help`(_ kind: StoreKind) async throws {
    try await Self.withFollowUps(kind) { session in
      let quarter = FollowUp.query.where { $0.dueDate.isDuring(.this(.quarter)) }
      let expected = ["2025-02-01", "2025-03-31", "2025-04-26", "2025-04-27", "2025-04-30"]
      #expect(try await session.fetch(quarter).map(\.subject) == expected)
      let ninety = try RelativePeriod(.last, 90, .day)
      let recent = FollowUp.query.where { $0.completedAt.isDuring(ninety) }
      #expect(try await session.count(recent) == 9)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `goes by the same today and now as the texts of queries`(_ kind: StoreKind) async throws {
    try await Self.withFollowUps(kind) { session in
      let today = try await session.read { try $0.today() }
      #expect(today == (try CalendarDate("2025-04-30")))
      let due = try Formula(text: "due_date <= today and due_date > 2025-04-26")
      #expect(try await Self.subjects(session, due) == ["2025-04-27", "2025-04-30"])
      let done = try Formula(text: "completed_at <= now and completed_at >= 2025-04-30T07:00:00Z")
      #expect(try await Self.subjects(session, done) == ["2025-04-30T07:00:00Z", "2025-05-01T03:00:00Z"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `gathers groups by its first day`(_ kind: StoreKind) async throws {
    try await Self.withFollowUps(kind) { session in
      func rows(_ text: String) async throws -> [String] {
        try await session.table(Query(text: text)).rows.map { row in
          guard case .date(let day) = row[0], case .integer(let count) = row[1] else { return "none" }
          return "\(day) \(count)"
        }
      }
      let quarters = try await rows(
        """
        select quarter(due_date), count() from follow_up where due_date is not null
        group by quarter(due_date) order by quarter(due_date)
        """)
      #expect(
        quarters == ["2024-11-01 3", "2025-02-01 5", "2025-05-01 4", "2025-08-01 1", "2025-11-01 1", "2026-02-01 1"])
      let days = try await rows(
        """
        select day(completed_at), count() from follow_up where completed_at is not null
        group by day(completed_at) order by day(completed_at)
        """)
      #expect(
        days == [
          "2025-01-31 1", "2025-02-01 1", "2025-03-09 2", "2025-04-29 1", "2025-04-30 4", "2025-05-01 1",
        ])
    }
  }
}
