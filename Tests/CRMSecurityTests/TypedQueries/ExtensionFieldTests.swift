import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `An extension field` {
  @Test(arguments: StoreKind.allCases)
  func `is queried as an optional value, beside children`(_ store: StoreKind) async throws {
    try await store.withWorkspace(modules: [DrivingSchool()]) { workspace in
      let session = try await workspace.session(as: .owner)
      try await session.write { tx in
        for (last, licence) in [("López", "B"), ("Ruiz", "A"), ("Vega", nil)] {
          let contact = try tx.insert(
            Contact {
              $0.name = PersonName(last: last)
              $0[.licence] = licence
            })
          let slot = try ZonedInterval.lesson(9)
          try tx.insert(Lesson { ($0.topic, $0.student, $0.slot) = ("Parking", contact.id, slot) })
        }
      }
      let due = Contact.query.where {
        $0[.licence] == "B" && $0.children(\Lesson.student).count { $0.slot.start >= .today } >= 1
      }
      #expect(try await session.fetch(due).map(\.name.last) == ["López"])
      #expect(try await session.fetch(Contact.query.where { $0[.licence] == nil }).map(\.name.last) == ["Vega"])
      let lessons = Lesson.query.where { $0.student[.licence] == "A" }
      #expect(try await session.count(lessons) == 1)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is nil where there is no value, however its type is spelled`(_ store: StoreKind) async throws {
    try await store.withWorkspace(modules: [DrivingSchool()]) { workspace in
      let session = try await workspace.session(as: .owner)
      let blank = try await session.insert(Contact { $0.name = PersonName(last: "López") })
      #expect(blank[.licence] == nil)
      #expect(blank[.theoryHours] == nil)
      let filled = try await session.update(blank.id) {
        $0[.licence] = "B"
        $0[.theoryHours] = 12
      }
      #expect(filled[.licence] == "B")
      #expect(filled[.theoryHours] == 12)
      let cleared = try await session.update(blank.id) { $0[.licence] = nil }
      #expect(cleared[.licence] == nil)
      #expect(cleared[.theoryHours] == 12)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is selected, sorted, grouped and measured like an own one`(_ store: StoreKind) async throws {
    try await store.withWorkspace(modules: [DrivingSchool()]) { workspace in
      let session = try await workspace.session(as: .owner)
      let hours: [Int?] = [30, 12, nil, 4]
      try await session.insert(
        hours.map { hours in
          Contact {
            $0.name = PersonName(last: "López")
            $0[.licence] = (hours ?? 0) > 10 ? "B" : nil
            $0[.theoryHours] = hours
          }
        })
      let rows = try await session.fetch(
        Contact.query.order(by: { $0[.theoryHours] }, nulls: .first).select { ($0[.theoryHours], $0[.licence]) })
      #expect(rows.map(\.0) == [nil, 4, 12, 30])
      #expect(rows.map(\.1) == [nil, nil, "B", "B"])
      let groups = try await session.fetch(
        Contact.query.group { ($0[.licence], $0.count, $0[.theoryHours].sum) }.having { $0[.theoryHours].sum > 4 })
      #expect(groups.map(\.0) == ["B"])
      #expect(groups.map(\.1) == [2])
      #expect(groups.map(\.2) == [42])
    }
  }
}

@Suite struct `A customer's field` {
  @Test(arguments: StoreKind.allCases)
  func `is used like an own one once its type is told`(_ store: StoreKind) async throws {
    try await store.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      try await session.alter {
        $0[Account.self].add(.text("tier"), label: "Tier")
        $0[Account.self].add(.date("renewal"), label: "Renewal")
      }
      let days: [FieldValue] = ["2025-06-01", "2025-06-02", "2025-06-03"]
      try await session.insert(
        zip(["silver", "gold", "gold"], days).map { tier, day in
          Account {
            $0.name = tier
            $0.custom["tier"] = .text(tier)
            $0.custom["renewal"] = day
          }
        })
      let due = Account.query.where { $0.custom["renewal"].as(CalendarDate.self) <= .today }
        .order(by: { $0.custom["tier"].as(String.self) })
        .select { ($0.custom["tier"].as(String.self), $0.custom["renewal"].as(CalendarDate.self)) }
      let rows = try await session.fetch(due)
      #expect(rows.map(\.0) == ["gold", "silver"])
      #expect(rows.map { $0.1?.day } == [2, 1])
      let tiers = try await session.fetch(
        Account.query.group { ($0.custom["tier"].as(String.self), $0.count) })
      #expect(tiers.map(\.1) == [2, 1])
      #expect(try await session.count(Account.query.where { $0.custom["tier"].isNotNull }) == 3)
    }
  }
}
