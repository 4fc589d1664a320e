import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Foundation
import Testing

@Suite struct `Booking a lesson` {
  private func withSchool(
    _ kind: StoreKind, _ body: (Workspace, Session, @Sendable (Int, Int) throws -> BookLesson) async throws -> Void
  ) async throws {
    try await kind.withSession(modules: [DrivingSchool()]) { workspace, session in
      let (ana, max) = try await session.write { tx in
        (
          try tx.insert(Contact { $0.name = PersonName(first: "Ana", last: "López") }),
          try tx.insert(Instructor { $0.nickname = "Max" })
        )
      }
      try await body(workspace, session) { hour, hours in
        BookLesson(topic: "Parking", student: ana.id, instructor: max.id, slot: try .lesson(hour, hours))
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is refused where the instructor has another one, dry or not`(_ kind: StoreKind) async throws {
    try await withSchool(kind) { _, session, lesson in
      let (nine, ten, eleven) = (try lesson(9, 2), try lesson(10, 1), try lesson(11, 1))
      let first = try await session.perform(nine, key: "nine")
      for attempt in [
        { @Sendable in _ = try await session.perform(ten) },
        { @Sendable in _ = try await session.perform(ten, key: "ten") },
        { @Sendable in _ = try await session.dryRun(ten) },
      ] as [@Sendable () async throws -> Void] {
        let error = try await #require(throws: StoreError.self) { try await attempt() }
        #expect(error.kind == .conflict)
        #expect(error.violations.map(\.code) == ["double_booking"])
        #expect(error.field == "slot")
      }
      #expect(try await session.perform(nine, key: "nine") == first)
      try await session.update(first) { $0.status = .cancelled }
      // What was refused is not remembered.
      try await session.perform(ten, key: "ten")
      try await session.perform(eleven)
      #expect(try await session.count(Lesson.query) == 3)
      #expect(
        try await session.changes(after: 1).map(\.cause) == [
          "school.book_lesson", "", "school.book_lesson", "school.book_lesson",
        ])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tried out says what it would write`(_ kind: StoreKind) async throws {
    try await withSchool(kind) { _, session, lesson in
      let nine = try lesson(9, 2)
      let trial = try await session.dryRun(nine)
      #expect(try await session.count(Lesson.query) == 0)
      let change = try #require(trial.changes.changes.first)
      #expect(trial.changes.changes.count == 1)
      #expect(change.operation == .insert)
      #expect(change.record == trial.output.erased)
      #expect(change.fields.map(\.field) == ["instructor", "slot", "status", "student", "topic"])
      #expect(change["slot"]?.new == .zonedInterval(nine.slot))
      #expect(change["slot"]?.old == .null)
      #expect(change["status"]?.new == "booked")
      #expect(change["nothing"] == nil)
      #expect(try await session.perform(nine) == trial.output)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is found by its name and read from JSON, as a host does it`(_ kind: StoreKind) async throws {
    try await withSchool(kind) { workspace, session, lesson in
      #expect(workspace.commands == ["school.book_lesson"])
      let nine = try lesson(9, 2)
      let body = try JSONEncoder().encode(nine)
      let sent = try #require(try JSONSerialization.jsonObject(with: body) as? [String: String])
      #expect(sent["student"] == nine.student.description)
      func perform<C: Command>(_ type: C.Type) async throws -> Data {
        let command = try JSONDecoder().decode(C.self, from: body)
        return try JSONEncoder().encode(try await session.perform(command, key: "sent"))
      }
      let type = try #require(workspace.command("school.book_lesson"))
      let answer = try await perform(type)
      let id = try await session.perform(nine, key: "sent")
      #expect(answer == Data("\"\(id)\"".utf8))
      #expect(try await session.count(Lesson.query) == 1)
    }
  }
}
