import CRM
import CRMTesting
import DrivingSchool
import Testing

func booking(_ session: Session, _ topic: String, _ time: String) async throws -> BookLesson {
  let student = try #require(try await session.first(Contact.query))
  let instructor = try #require(try await session.first(User.query))
  return BookLesson(topic, student: student.id, instructor: instructor.id, slot: try Times.slot(time))
}

@Suite struct `The driving school` {
  @Test(arguments: SchoolStore.allCases)
  func `books a lesson once a key, and refuses a second one at the same time`(_ store: SchoolStore) async throws {
    try await store.withSession([DrivingSchool()]) { session in
      let book = try await booking(session, "Roundabouts", Times.morning)
      let trial = try await session.dryRun(book)
      let id = try await session.perform(book, key: "a")
      #expect(trial.output == id)
      #expect(try await session.perform(book, key: "a") == id)
      #expect(try await session.find(id).price == .usd(45))
      let clash = try await booking(session, "Parking", Times.noon)
      let error = await #expect(throws: StoreError.self) { try await session.perform(clash) }
      #expect(error?.violations.map(\.code) == ["double_booking"])
      #expect(try await session.count(Lesson.query) == 1)
      #expect(try await session.changes(after: 0).last?.cause == "school.book_lesson")
    }
  }

  @Test(arguments: SchoolStore.allCases)
  func `forecasts its lessons by instructor`(_ store: SchoolStore) async throws {
    try await store.withSession([DrivingSchool()]) { session in
      try await session.perform(try await booking(session, "Roundabouts", Times.morning))
      let june = try FiscalCalendar.plain.range(label: "2025-06")
      let forecast = try await session.read { try $0.forecast(of: Lesson.self, in: june) }
      #expect(forecast.rows.map(\.name) == ["Marta"])
      #expect(try forecast.rows.first?.cells.first?.own.cumulative(.commit).amount == .usd(45))
    }
  }

  @Test(arguments: SchoolStore.allCases)
  func `has fields that a customer adds beside its own`(_ store: SchoolStore) async throws {
    try await store.withSession([DrivingSchool()]) { session in
      let first = try await session.perform(try await booking(session, "Parking", Times.morning))
      try await session.alter { schema in
        schema[Lesson.self].add(.picklist("car", ["seat", "fiat"]), label: "Car")
      }
      let second = try await session.perform(try await booking(session, "Motorway", Times.evening))
      try await session.update(second) { $0.custom["car"] = "fiat" }
      let found = try await session.fetch(Lesson.query.where { $0.custom["car"] == "fiat" && $0.status == .booked })
      #expect(found.map(\.id) == [second])
      #expect(found.first?.topic == "Motorway")
      #expect(found.first?.custom["car"] == "fiat")
      #expect(try await session.find(first).custom["car"] == .null)
      let error = await #expect(throws: StoreError.self) {
        try await session.update(second) { $0.custom["car"] = "tank" }
      }
      #expect(error?.violations.map(\.field) == ["custom.car"])
      let form = try session.jsonSchema(of: "school.lesson", for: .insert)
      #expect(form["properties"]?["custom.car"]?["title"] == "Car")
      #expect(form["properties"]?["topic"]?["title"] == "Topic")
    }
  }

  @Test(arguments: SchoolStore.allCases)
  func `asks for the licence that it adds to contacts`(_ store: SchoolStore) async throws {
    try await store.withSession([DrivingSchool()]) { session in
      let ana = try #require(try await session.first(Contact.query))
      try await session.update(ana.id) { $0[.licence] = "B" }
      try await session.insert([
        Contact { ($0.name, $0[.licence]) = (PersonName(last: "Ruiz"), "C") },
        Contact { $0.name = PersonName(last: "Gil") },
      ])
      try await session.perform(try await booking(session, "Parking", Times.morning))
      let learners = Contact.query.where { $0[.licence] == "B" && $0.children(\Lesson.student).count >= 1 }
      #expect(try await session.fetch(learners).map(\.id) == [ana.id])
      #expect(try await session.find(ana.id)[.licence] == "B")
      #expect(try await session.count(Contact.query.where { $0[.licence] == nil }) == 1)
      let byName = try Query(
        text: "select name.last from contact where school.licence in ('B', 'C') order by school.licence desc")
      #expect(try await session.table(byName).rows == [["Ruiz"], ["López"]])
      let lessons = Lesson.query.where { $0.student[.licence] == "B" }
      #expect(try await session.count(lessons) == 1)
    }
  }
}
