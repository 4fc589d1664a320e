import CRM
import CRMTesting
import DrivingSchool
import Testing

@Suite struct `A school of the first version` {
  @Test(arguments: SchoolStore.allCases)
  func `comes along with its lessons and the customer's field, and books as the second does`(
    _ store: SchoolStore
  ) async throws {
    try await store.withSource { source in
      let before = try await Workspace.before(on: source)
      // A store in memory is gone once nobody has it open; a file is opened anew.
      if store == .file { await before.close() }
      let workspace = try await Workspace.open(source, modules: [DrivingSchool()])
      let session = try await workspace.session(as: .owner)
      #expect(workspace.modules["school"] == 2)

      let parking = try #require(try await session.first(Lesson.query))
      #expect(parking.topic == "Parking")
      #expect(parking.custom["car"] == "Seat")
      #expect(try await session.find(parking.kind).name == "Single lesson")

      let clash = try await booking(session, "Roundabouts", Times.noon)
      let error = await #expect(throws: StoreError.self) { try await session.perform(clash) }
      #expect(error?.violations.map(\.code) == ["double_booking"])
      let booked = try await session.perform(try await booking(session, "Roundabouts", Times.evening), key: "a")
      let lesson = try await session.find(booked)
      #expect(lesson.kind == parking.kind)
      #expect(lesson.price == .usd(45))
      try await session.update(booked) { $0.custom["car"] = "Fiat" }
      let cars = Lesson.query.where { $0.custom["car"] != nil }.order(by: { $0.slot.start })
      #expect(try await session.fetch(cars).map { $0.custom["car"] } == ["Seat", "Fiat"])
      #expect(try await session.changes(after: 0).map(\.cause).contains("school.book_lesson"))
      #expect(try await session.check() == [])
      await workspace.close()
      await before.close()
    }
  }

  @Test(arguments: SchoolStore.allCases)
  func `has kilometres that are counted from then on, and tells beforehand what is no number`(
    _ store: SchoolStore
  ) async throws {
    try await store.withSource { source in
      let before = try await Workspace.before(on: source)
      if store == .file { await before.close() }
      let workspace = try await Workspace.open(source, modules: [DrivingSchool()], upgrade: .plan)
      let estimate = try await workspace.estimateUpgrade()
      #expect(!estimate.isRefused)
      #expect(estimate.valuesLost == 1)
      let losing = estimate.effects.filter { $0.valuesLost > 0 }
      #expect(losing.map(\.records) == [2])
      #expect(
        losing.map { "\($0.step.edit)" } == ["convert field school.lesson.kilometres to type integer"])
      try await workspace.upgrade()

      let session = try await workspace.session(as: .owner)
      let lessons = try await session.fetch(Lesson.query.order(by: { $0.slot.start }))
      #expect(lessons.map(\.topic) == ["Parking", "Hills"])
      #expect(lessons.map(\.kilometres) == [12, nil])
      #expect(try await session.count(Lesson.query.where { $0.kilometres > 10 }) == 1)
      // What was written stays in the change log.
      let commit = try #require(
        try await session.changes(after: 0).first { $0.cause == "modules" && !$0.changes.isEmpty })
      #expect(commit.changes.first?.oldValues == [[.text("12")], [.text("to the pass and back")]])
      await workspace.close()
      await before.close()
    }
  }
}
