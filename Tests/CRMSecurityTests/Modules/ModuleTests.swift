import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

@Suite struct `A stranger's module` {
  private func withSchool(
    _ kind: StoreKind, _ body: (Session, Contact, Instructor) async throws -> Void
  ) async throws {
    try await kind.withSession(modules: [DrivingSchool()]) { _, session in
      let (ana, max) = try await session.write { tx in
        let ana = try tx.insert(
          Contact {
            $0.name = PersonName(first: "Ana", last: "López"); $0[.licence] = "B"
          })
        return (ana, try tx.insert(Instructor { $0.nickname = "Max" }))
      }
      try await body(session, ana, max)
    }
  }

  @Test func `describes its entities without problems`() {
    #expect(Lesson.schema.problems.isEmpty)
    #expect(Instructor.schema.problems.isEmpty)
    for problems in [
      User.schema.problems, Account.schema.problems, Contact.schema.problems, FollowUp.schema.problems,
      AccountContactRelation.schema.problems, ExternalID.schema.problems,
    ] {
      #expect(problems.isEmpty)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `gets extension fields, defaults and queries like ours`(_ kind: StoreKind) async throws {
    try await withSchool(kind) { session, ana, max in
      let slot = try ZonedInterval.lesson(9)
      let lesson = try await session.insert(
        Lesson {
          $0.topic = "Parking"; $0.student = ana.id; $0.instructor = max.id; $0.slot = slot
        })
      #expect(lesson.status == .booked)
      #expect(lesson.slot == slot)
      #expect(try await session.find(ana.id)[.licence] == "B")
      let due = Contact.query.where { fields in
        fields[.licence] == "B" && fields.children(\Lesson.student).count { $0.slot.start < slot.end } >= 1
      }
      #expect(try await session.fetch(due).map(\.id) == [ana.id])
      #expect(try await session.fetch(Lesson.query.where { $0.student.name.last == "López" }).map(\.id) == [lesson.id])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `refuses overlapping bookings, stored and within one batch`(_ kind: StoreKind) async throws {
    try await withSchool(kind) { session, ana, max in
      func lesson(_ slot: ZonedInterval, _ status: LessonStatus = .booked) -> Lesson {
        Lesson {
          ($0.topic, $0.student, $0.instructor, $0.slot, $0.status) = ("Parking", ana.id, max.id, slot, status)
        }
      }
      let nine = try ZonedInterval.lesson(9, 2)
      let ten = try ZonedInterval.lesson(10, 2)
      let eleven = try ZonedInterval.lesson(11)
      try await session.insert([lesson(nine), lesson(eleven), lesson(ten, .cancelled)])
      let clash = lesson(ten)
      let stored = try await #require(throws: StoreError.self) { try await session.insert(clash) }
      #expect(stored.code == "double_booking")
      #expect(stored.kind == .conflict)
      #expect(stored.field == "slot")
      let evening = [lesson(try .lesson(20, 2)), lesson(try .lesson(21, 2))]
      let within = try await #require(throws: StoreError.self) { try await session.insert(evening) }
      #expect(within.violations.map(\.index) == [1])
      #expect(try await session.count(Lesson.query) == 3)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `keeps its row rules and delete policies`(_ kind: StoreKind) async throws {
    try await withSchool(kind) { session, ana, max in
      let slot = try ZonedInterval.lesson(9, 4)
      let long = try await #require(throws: StoreError.self) {
        try await session.insert(
          Lesson {
            $0.topic = "Motorway"; $0.student = ana.id; $0.slot = slot
          })
      }
      #expect(long.violations.map(\.code) == ["too_long"])
      let fine = try ZonedInterval.lesson(9)
      try await session.insert(
        Lesson {
          $0.topic = "Parking"; $0.student = ana.id; $0.slot = fine
        })
      let used = try await #require(throws: StoreError.self) { try await session.delete(ana.id) }
      #expect(used.code == .inUse)
      let twin = try await #require(throws: StoreError.self) {
        try await session.insert(Instructor { $0.nickname = "MÁX" })
      }
      #expect(twin.code == .notUnique)
      #expect(twin.field == "nickname")
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `leaves a store in which nothing is wrong`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [DrivingSchool()]) { workspace, session in
      try await session.insert(Contact { $0.name = PersonName(last: "López") })
      #expect(try await session.check() == [])
      #expect(workspace.modules == ["base": 1, "school": 1])
    }
  }
}
