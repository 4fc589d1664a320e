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
}
