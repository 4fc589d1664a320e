import CRMModel
import CRMSecurity
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `A typed condition` {
  /// Contacts called by what they want: neither calls nor mail, no calls, no mail, everything. All report to the first but itself.
  private func withContacts(_ store: StoreKind, _ body: (Session) async throws -> Void) async throws {
    try await store.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      try await session.write { tx in
        let boss = try tx.insert(
          Contact { ($0.name, $0.doNotCall, $0.emailOptOut) = (PersonName(last: "Neither"), true, true) })
        let rest = [("Mail", true, false), ("Calls", false, true), ("Both", false, false)]
        for (last, noCall, noMail) in rest {
          try tx.insert(
            Contact {
              ($0.name, $0.doNotCall, $0.emailOptOut) = (PersonName(last: last), noCall, noMail)
              $0.reportsTo = boss.id
            })
        }
      }
      try await body(session)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `joins bare Booleans`(_ store: StoreKind) async throws {
    try await withContacts(store) { session in
      func names(_ query: EntityQuery<Contact>) async throws -> [String] {
        try await session.fetch(query).map(\.name.last)
      }
      let neither = try await names(Contact.query.where { $0.doNotCall && $0.emailOptOut })
      #expect(neither == ["Neither"])
      #expect(try await names(Contact.query.where { $0.doNotCall || $0.emailOptOut }) == ["Neither", "Mail", "Calls"])
      #expect(try await names(Contact.query.where { !$0.doNotCall && $0.emailOptOut }) == ["Calls"])
      #expect(try await names(Contact.query.where { !$0.doNotCall && !$0.emailOptOut }) == ["Both"])
      #expect(try await names(Contact.query.where { $0.doNotCall && $0.reportsTo.doNotCall }) == ["Mail"])
      #expect(try await names(Contact.query.where { !$0.emailOptOut }) == ["Mail", "Both"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `keeps what is null where it is not true or not false`(_ store: StoreKind) async throws {
    try await withContacts(store) { session in
      func names(_ query: EntityQuery<Contact>) async throws -> [String] {
        try await session.fetch(query).map(\.name.last)
      }
      let callable = try await names(Contact.query.where { !$0.reportsTo.doNotCall })
      #expect(callable == [])
      #expect(try await names(Contact.query.where { $0.reportsTo.doNotCall.isNot(true) }) == ["Neither"])
      #expect(try await names(Contact.query.where { $0.reportsTo.doNotCall.isNot(false) }).count == 4)
      #expect(try await names(Contact.query.where { $0.doNotCall.isNot(false) }) == ["Neither", "Mail"])
      #expect(try await names(Contact.query.where { ($0.reportsTo.name.last == "Both").isNot(true) }).count == 4)
      #expect(try await names(Contact.query.where { ($0.reportsTo.name.last == "Both").isNot(false) }) == ["Neither"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `compares two fields, one of which may be missing`(_ store: StoreKind) async throws {
    try await store.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      let top = try await session.insert(Account { ($0.name, $0.employees) = ("Top", 5) }).id
      for (name, count) in [("Less", 4), ("Same", 5), ("More", 6)] {
        try await session.insert(Account { ($0.name, $0.employees, $0.parent) = (name, count, top) })
      }
      func names(_ query: EntityQuery<Account>) async throws -> [String] { try await session.fetch(query).map(\.name) }
      #expect(try await names(Account.query.where { $0.employees < $0.parent.employees }) == ["Less"])
      #expect(try await names(Account.query.where { $0.employees <= $0.parent.employees }) == ["Less", "Same"])
      #expect(try await names(Account.query.where { $0.employees > $0.parent.employees }) == ["More"])
      #expect(try await names(Account.query.where { $0.employees >= $0.parent.employees }) == ["Same", "More"])
      #expect(try await names(Account.query.where { $0.employees == $0.parent.employees }) == ["Same"])
      #expect(try await names(Account.query.where { $0.employees != $0.parent.employees }) == ["Less", "More"])
      // A name is never missing, a parent's may be.
      #expect(try await names(Account.query.where { $0.name > $0.parent.name }) == [])
      #expect(try await names(Account.query.where { $0.parent != nil && $0.name != $0.parent.name }).count == 3)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `asks for a code of several`(_ store: StoreKind) async throws {
    try await store.withWorkspace(modules: [DrivingSchool()]) { workspace in
      let session = try await workspace.session(as: .owner)
      let classes: [(String, [LicenceClass])] = [("Max", [.car]), ("Eva", [.car, .motorcycle]), ("Leo", [])]
      for (nickname, codes) in classes {
        let teaches = try PicklistSet(codes)
        let instructor = try await session.insert(Instructor { ($0.nickname, $0.teaches) = (nickname, teaches) })
        let slot = try ZonedInterval.lesson(9)
        let student = try await session.insert(Contact { $0.name = PersonName(last: "López") }).id
        try await session.insert(
          Lesson { ($0.topic, $0.student, $0.instructor, $0.slot) = (nickname, student, instructor.id, slot) })
      }
      let riders = Instructor.query.where { $0.teaches.includes(.motorcycle) }
      #expect(try await session.fetch(riders).map(\.nickname) == ["Eva"])
      let others = Instructor.query.where { !$0.teaches.includes(.motorcycle) }
      #expect(try await session.fetch(others).map(\.nickname) == ["Max"])
      let lessons = Lesson.query.where { $0.instructor.teaches.includes(.car) }
      #expect(try await session.fetch(lessons).map(\.topic) == ["Max", "Eva"])
    }
  }
}

@Suite struct `Now and today in a typed condition` {
  /// Lessons on 2025-06-06 at 9, 10 and 11 in Madrid.
  private func withLessons(
    _ store: StoreKind, _ body: (Session, FixedClock) async throws -> Void
  ) async throws {
    let clock = FixedClock(try Instant("2025-06-06T08:00:00Z"))
    try await store.withWorkspace(modules: [DrivingSchool()], clock: clock) { workspace in
      let session = try await workspace.session(as: .owner)
      let student = try await session.insert(Contact { $0.name = PersonName(last: "López") }).id
      for hour in 9...11 {
        let slot = try ZonedInterval.lesson(hour)
        try await session.insert(Lesson { ($0.topic, $0.student, $0.slot) = ("\(hour)", student, slot) })
      }
      try await body(session, clock)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `mean the moment at which the query begins`(_ store: StoreKind) async throws {
    try await withLessons(store) { session, clock in
      let coming = Lesson.query.where { $0.slot.start >= .now }
      #expect(try await session.fetch(coming).map(\.topic) == ["10", "11"])
      try clock.advance(by: .hours(1))
      #expect(try await session.fetch(coming).map(\.topic) == ["11"])
      #expect(try await session.fetch(Lesson.query.where { $0.slot.start > .now }).map(\.topic) == [])
      #expect(try await session.fetch(Lesson.query.where { $0.slot.start == .now }).map(\.topic) == ["11"])
      #expect(try await session.fetch(Lesson.query.where { $0.slot.start != .now }).map(\.topic) == ["9", "10"])
      #expect(try await session.fetch(Lesson.query.where { $0.slot.start < .now }).map(\.topic) == ["9", "10"])
      #expect(try await session.fetch(Lesson.query.where { $0.slot.end <= .now }).map(\.topic) == ["9", "10"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `compare a moment with the whole day`(_ store: StoreKind) async throws {
    try await withLessons(store) { session, clock in
      #expect(try await session.count(Lesson.query.where { $0.slot.start >= .today }) == 3)
      #expect(try await session.count(Lesson.query.where { $0.slot.start == .today }) == 3)
      #expect(try await session.count(Lesson.query.where { $0.slot.start > .today }) == 0)
      try clock.advance(by: .days(1))
      #expect(try await session.count(Lesson.query.where { $0.slot.start >= .today }) == 0)
      #expect(try await session.count(Lesson.query.where { $0.slot.start < .today }) == 3)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `compare a date with the day in the workspace's zone`(_ store: StoreKind) async throws {
    // Half past midnight in Madrid, still the day before in UTC.
    let clock = FixedClock(try Instant("2025-06-05T22:30:00Z"))
    let madrid = try ZoneID("Europe/Madrid")
    try await store.withWorkspace(clock: clock, { $0.zone = madrid }) { workspace in
      let session = try await workspace.session(as: .owner)
      for day in ["2025-06-05", "2025-06-06", "2025-06-07"] {
        let due = try CalendarDate(day)
        try await session.insert(FollowUp { ($0.subject, $0.dueDate) = (day, due) })
      }
      try await session.insert(FollowUp { $0.subject = "Some day" })
      func days(_ query: EntityQuery<FollowUp>) async throws -> [String] {
        try await session.fetch(query).map(\.subject)
      }
      #expect(try await days(FollowUp.query.where { $0.dueDate < .today }) == ["2025-06-05"])
      #expect(try await days(FollowUp.query.where { $0.dueDate <= .today }) == ["2025-06-05", "2025-06-06"])
      #expect(try await days(FollowUp.query.where { $0.dueDate == .today }) == ["2025-06-06"])
      #expect(try await days(FollowUp.query.where { $0.dueDate != .today }) == ["2025-06-05", "2025-06-07"])
      #expect(try await days(FollowUp.query.where { $0.dueDate >= .today }) == ["2025-06-06", "2025-06-07"])
      #expect(try await days(FollowUp.query.where { $0.dueDate > .today && $0.completedAt == nil }) == ["2025-06-07"])
    }
  }

  @Test func `are kept as words`() {
    let query = FollowUp.query.where { $0.dueDate < .today && $0.completedAt <= .now }.query
    #expect(query.text == "from follow_up where due_date < today and completed_at <= now")
  }
}
