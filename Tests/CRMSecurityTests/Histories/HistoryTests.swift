import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Synchronization
import Testing

@Suite struct `The history of a field` {
  private func withAcademy(
    _ store: StoreKind, _ configure: (inout WorkspaceOptions) -> Void = { _ in },
    _ body: (Session, FixedClock) async throws -> Void
  ) async throws {
    let clock = FixedClock()
    try await store.withWorkspace(modules: [Academy()], clock: clock, configure) { workspace in
      let session = try await workspace.session(as: .owner)
      try await body(session, clock)
      #expect(try await session.check() == [])
    }
  }

  private func statuses(_ session: Session) async throws -> [CourseStatusStay] {
    try await session.fetch(CourseStatusStay.query.order(by: { $0.stay.start }))
  }

  @Test func `is described without problems`() {
    let problems =
      Course.schema.problems + CourseStatusStay.schema.problems + CourseTutorStay.schema.problems
      + AccountOwnerStay.schema.problems
    #expect(problems == [])
    let history = CourseStatusStay.schema.definition.history
    #expect(history?.record == "course" && history?.follows == "status" && history?.stay == "stay")
    #expect(AccountOwnerStay.schema.definition.history?.follows == "owner")
  }

  @Test(arguments: StoreKind.allCases)
  func `is kept of a stranger's entity as of ours`(_ store: StoreKind) async throws {
    try await withAcademy(store) { session, clock in
      let start = clock.now
      let course = try await session.insert(Course { ($0.subject, $0.status, $0.mark) = ("Parking", .enrolled, 3) })
      let middle = try clock.advance(by: .hours(1))
      try await session.update(course.id) { ($0.status, $0.mark) = (.running, 2) }
      let end = try clock.advance(by: .hours(1))
      let passed = try await session.update(course.id) { $0.status = .passed }
      #expect(passed.endedAt == end)
      #expect(passed.record.revision == 3)
      let stays = try await statuses(session)
      #expect(stays.map(\.status) == [.enrolled, .running, .passed])
      #expect(stays.map(\.mark) == [3, 2, 2])
      #expect(
        stays.map(\.stay) == [
          try InstantInterval(from: start, to: middle), try InstantInterval(from: middle, to: end),
          try InstantInterval(from: end, to: .maximum),
        ])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `begins where the record says that it began, if that is past`(_ store: StoreKind) async throws {
    try await withAcademy(store) { session, clock in
      let past = try clock.now.adding(.days(-9))
      let future = try clock.now.adding(.days(9))
      try await session.insert([
        Course { ($0.subject, $0.status, $0.startedAt) = ("Parking", .enrolled, past) },
        Course { ($0.subject, $0.status, $0.startedAt) = ("Motorway", .enrolled, future) },
      ])
      #expect(try await statuses(session).map(\.stay?.start) == [past, clock.now])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `has a gap where there is no value`(_ store: StoreKind) async throws {
    try await withAcademy(store) { session, clock in
      let course = try await session.insert(Course { $0.subject = "Parking" })
      #expect(try await statuses(session).isEmpty)
      let start = try clock.advance(by: .hours(1))
      try await session.update(course.id) { $0.status = .passed }
      let end = try clock.advance(by: .hours(1))
      let cleared = try await session.update(course.id) { $0.status = nil }
      #expect(cleared.endedAt == nil)
      #expect(try await statuses(session).map(\.stay) == [try InstantInterval(from: start, to: end)])
      let again = try clock.advance(by: .hours(1))
      try await session.update(course.id) { $0.status = .enrolled }
      #expect(try await statuses(session).map(\.stay?.start) == [start, again])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `follows the owner of an entity that somebody else owns`(_ store: StoreKind) async throws {
    try await withAcademy(store) { session, clock in
      let ann = try await session.insert(User { $0.displayName = "Ann" })
      let bob = try await session.insert(User { $0.displayName = "Bob" })
      let account = try await session.insert(Account { ($0.name, $0.owner) = ("Acme", ann.id) })
      let moment = try clock.advance(by: .days(1))
      try await session.update(account.id) { $0.owner = bob.id }
      let stays = try await session.fetch(AccountOwnerStay.query.order(by: { $0.stay.start }))
      #expect(stays.map(\.user) == [ann.id, bob.id])
      #expect(stays.map(\.stay?.end) == [moment, .maximum])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `ends a stay whose value went away`(_ store: StoreKind) async throws {
    try await withAcademy(store) { session, clock in
      let max = try await session.insert(Tutor { $0.nickname = "Max" })
      let start = clock.now
      let course = try await session.insert(Course { ($0.subject, $0.tutor) = ("Parking", max.id) })
      let end = try clock.advance(by: .days(1))
      try await session.delete(max.id)
      #expect(try await session.find(course.id).tutor == nil)
      let stays = try await session.fetch(CourseTutorStay.query)
      #expect(stays.map(\.stay) == [try InstantInterval(from: start, to: end)])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `goes to the bin with its record as it is, and comes back as it was`(_ store: StoreKind) async throws {
    try await withAcademy(store) { session, clock in
      let course = try await session.insert(Course { ($0.subject, $0.status) = ("Parking", .enrolled) })
      let before = try await statuses(session).map(\.stay)
      try clock.advance(by: .days(1))
      try await session.delete(course.id)
      #expect(try await statuses(session).isEmpty)
      try clock.advance(by: .days(1))
      try await session.restore(course.id)
      #expect(try await statuses(session).map(\.stay) == before)
      let end = try clock.advance(by: .days(1))
      try await session.update(course.id) { $0.status = .running }
      #expect(try await statuses(session).map(\.stay?.end) == [end, .maximum])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `does not begin a stay before the one it follows when the clock goes back`(_ store: StoreKind) async throws {
    try await withAcademy(store) { session, clock in
      let start = clock.now
      let course = try await session.insert(Course { ($0.subject, $0.status) = ("Parking", .enrolled) })
      try clock.advance(by: .hours(-1))
      try await session.update(course.id) { $0.status = .running }
      let stays = try await statuses(session).map(\.stay)
      #expect(stays == [try InstantInterval(from: start, to: start), try InstantInterval(from: start, to: .maximum)])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells what is wrong with a stay at the row that it belongs to`(_ store: StoreKind) async throws {
    try await withAcademy(store) { session, clock in
      let courses = (0..<4).map { row in
        Course {
          $0.subject = "Course \(row)"
          $0.status = row == 1 ? nil : .enrolled
          $0.mark = row == 3 ? 9 : 1
        }
      }
      let error = await #expect(throws: StoreError.self) { try await session.insert(courses) }
      #expect(error?.code == "mark_out_of_range")
      #expect(error?.violations.map(\.index) == [3])
      #expect(try await session.count(Course.query) == 0)

      let stored = try await session.insert(courses.map { $0.withMark(1) })
      let ids = stored.map(\.id)
      let refused = await #expect(throws: StoreError.self) {
        try await session.write { tx in
          var changed = try tx.fetch(ids)
          for row in [1, 2] { changed[row].status = .running }
          changed[2].mark = 7
          try tx.update(changed)
        }
      }
      #expect(refused?.violations.map(\.index) == [2])
      #expect(try await session.fetch(Course.query) == stored)
      #expect(try await session.count(CourseStatusStay.query) == 3)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `takes a batch as many statements as one record`(_ store: StoreKind) async throws {
    let statements = Mutex(0)
    try await withAcademy(store, { $0.instrument = { _ in statements.withLock { $0 += 1 } } }) { session, clock in
      func cost(of count: Int, _ prefix: String) async throws -> [Int] {
        let courses = (0..<count).map { row in
          Course { ($0.subject, $0.status) = ("\(prefix) \(row)", .enrolled) }
        }
        let start = statements.withLock { $0 }
        let ids = try await session.insert(courses).map(\.id)
        let middle = statements.withLock { $0 }
        try await session.write { tx in
          var changed = try tx.fetch(ids)
          for row in changed.indices { changed[row].status = .passed }
          try tx.update(changed)
        }
        return [middle - start, statements.withLock { $0 } - middle]
      }
      _ = try await cost(of: 1, "First")
      let one = try await cost(of: 1, "One")
      let many = try await cost(of: 200, "Many")
      #expect(one == many)
      #expect(try await session.count(CourseStatusStay.query) == 404)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `stands in the change log beside what caused it`(_ store: StoreKind) async throws {
    try await withAcademy(store) { session, clock in
      let course = try await session.insert(Course { ($0.subject, $0.status) = ("Parking", .enrolled) })
      let last = try #require(try await session.changes(after: 0).last)
      #expect(last.changes.map(\.entity) == ["academy.course", "academy.course_status_stay"])
      try clock.advance(by: .days(1))
      try await session.update(course.id) { $0.status = .failed }
      let changes = try #require(try await session.changes(after: last.sequence).last).changes
      #expect(changes.map(\.operation) == [.update, .update, .insert])
      #expect(Set(changes[0].fields) == ["status", "ended_at"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `keeps a code that was retired since the record got it`(_ store: StoreKind) async throws {
    try await withAcademy(store) { session, clock in
      let course = try await session.insert(Course { ($0.subject, $0.status) = ("Parking", .running) })
      for stay in try await statuses(session) { try await session.removePermanently(stay.id) }
      try await session.alter { schema in
        schema["academy.course"].retireOption("status", "running")
        schema["academy.course_status_stay"].retireOption("status", "running")
      }
      try clock.advance(by: .days(1))
      try await session.update(course.id) { $0.status = .passed }
      #expect(try await statuses(session).map(\.status) == [.running, .passed])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `can be kept from some day on, of a field that a customer added`(_ store: StoreKind) async throws {
    try await withAcademy(store) { session, clock in
      try await session.alter { $0["account"].add(.picklist("tier", ["gold", "silver"])) }
      let made = clock.now
      let account = try await session.insert(Account { ($0.name, $0.custom["tier"]) = ("Acme", "silver") })
      try clock.advance(by: .days(1))
      try await session.alter { schema in
        schema.addEntity(
          "tier_stay",
          fields: [
            .reference("account", to: "account", partOf: true), .text("tier"), .interval("stay"),
          ]
        ) { $0.history = HistorySchema(of: "account", following: "tier", value: "tier", stay: "stay") }
      }
      #expect(session.schema["custom.tier_stay"]?.history?.follows == "custom.tier")
      let end = try clock.advance(by: .days(1))
      try await session.update(account.id.erased, ["custom.tier": "gold"])
      let stays = try await session.table(
        Query(
          text:
            "select custom.tier, custom.stay.start, custom.stay.end from custom.tier_stay order by custom.stay.start"))
      #expect(
        stays.rows == [
          ["silver", .instant(made), .instant(end)], ["gold", .instant(end), .instant(.maximum)],
        ])
    }
  }
}

extension Course {
  fileprivate func withMark(_ mark: Int) -> Course {
    var copy = self
    copy.mark = mark
    return copy
  }
}
