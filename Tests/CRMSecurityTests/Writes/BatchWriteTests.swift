import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

@Suite struct `A batch of changes` {
  @Test(arguments: StoreKind.allCases)
  func `judges in each row only the picklists that this row changes`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      try await session.alter { schema in
        schema[Account.self].add(.picklist("tier", ["gold", "silver", "tin"]))
        schema[Account.self].add(.picklistSet("tags", ["old", "new"]))
      }
      let stored = try await session.insert([
        Account { ($0.name, $0.custom["tier"], $0.custom["tags"]) = ("A", "gold", .codes(["old"])) },
        Account { ($0.name, $0.custom["tier"], $0.custom["tags"]) = ("B", "silver", .codes(["new"])) },
      ])
      try await session.alter { schema in
        schema[Account.self].retireOption("tier", "gold")
        schema[Account.self].retireOption("tags", "old")
      }
      let changed = try await session.write { tx in
        var accounts = stored
        accounts[0].name = "AA"
        accounts[1].custom["tier"] = "tin"
        accounts[1].custom["tags"] = .null
        return try tx.update(accounts)
      }
      #expect(changed.map { $0.custom["tier"] } == ["gold", "tin"])
      #expect(changed.map(\.name) == ["AA", "B"])
      let wrong = try await #require(throws: StoreError.self) {
        try await session.write { tx in
          var accounts = changed
          accounts[1].custom["tier"] = "gold"
          try tx.update(accounts)
        }
      }
      #expect(wrong.violations.map(\.record) == [changed[1].id.erased])
      #expect(wrong.code == .unknownCode)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `lets a set of codes keep a retired one when another is added`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      try await session.alter { $0[Account.self].add(.picklistSet("tags", ["old", "new", "retro"])) }
      let acme = try await session.insert(Account { ($0.name, $0.custom["tags"]) = ("A", .codes(["old"])) })
      try await session.alter { schema in
        schema[Account.self].retireOption("tags", "old")
        schema[Account.self].retireOption("tags", "retro")
      }
      let both = try await session.update(acme.id) { $0.custom["tags"] = .codes(["new", "old"]) }
      #expect(both.custom["tags"] == .codes(["new", "old"]))
      let wrong = try await #require(throws: StoreError.self) {
        _ = try await session.update(acme.id) { $0.custom["tags"] = .codes(["old", "retro"]) }
      }
      #expect(wrong.code == .unknownCode)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `judges bookings that a row changes against those that stay`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [DrivingSchool()]) { _, session in
      let slots = try [9, 11, 11, 13].map { try ZonedInterval.lesson($0) }
      let later = try ZonedInterval.lesson(15)
      let lessons = try await session.write { tx in
        let ana = try tx.insert(Contact { $0.name = PersonName(last: "López") })
        let zoe = try tx.insert(Instructor { $0.nickname = "Zoe" })
        let bob = try tx.insert(Instructor { $0.nickname = "Bob" })
        return try tx.insert(
          zip(slots, [zoe, zoe, bob, bob]).map { slot, instructor in
            Lesson { ($0.topic, $0.student, $0.instructor, $0.slot) = ("x", ana.id, instructor.id, slot) }
          })
      }
      // The second and third overlap when the rule comes.
      try await session.alter { schema in
        schema[Lesson.self].addOverlap("twice", of: "slot", per: ["student"], message: "The student is busy")
      }
      func update(_ change: @escaping @Sendable (inout [Lesson]) -> Void) async throws -> [Lesson] {
        try await session.write { tx in
          var changed = try tx.fetch(lessons.map(\.id))
          change(&changed)
          return try tx.update(changed)
        }
      }
      let kept = try await update { lessons in
        lessons[1].topic = "y"
        lessons[2].topic = "y"
        lessons[3].slot = later
      }
      #expect(kept.map(\.topic) == ["x", "y", "y", "x"])
      let refused = try await #require(throws: StoreError.self) {
        _ = try await update { lessons in
          lessons[0].slot = slots[1]
          lessons[1].topic = "z"
          lessons[2].topic = "z"
        }
      }
      #expect(Set(refused.violations.map(\.record)) == [lessons[0].id.erased])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells by position what is wrong, unchanged and new records counted`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let stored = try await session.insert([
        Account { ($0.name, $0.number) = ("A", "1") }, Account { ($0.name, $0.number) = ("B", "2") },
      ])
      let update = try await #require(throws: StoreError.self) {
        try await session.write { tx in
          var accounts = stored
          accounts[1].name = ""
          try tx.update(accounts)
        }
      }
      #expect(update.violations.map(\.index) == [1])
      #expect(update.message.contains("account.name[1]"))
      let upsert = try await #require(throws: StoreError.self) {
        try await session.write { tx in
          try tx.upsert(
            [
              Record("account", ["number": "9", "name": "New"]), Record("account", ["number": "1", "name": "A"]),
              Record("account", ["number": "2", "name": .null]),
            ], by: "number")
        }
      }
      #expect(upsert.violations.map(\.index) == [2])
      let insert = try await #require(throws: StoreError.self) {
        try await session.write { tx in
          try tx.upsert([Record("account", ["number": "1"]), Record("account", ["number": "9"])], by: "number")
        }
      }
      #expect(insert.violations.map(\.index) == [1])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `keeps nothing of itself when it throws half way`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      try await session.insert((0..<1_500).map { index in Account { $0.name = "\(index)" } })
      try await session.write { tx in
        var seen = 0
        do {
          try tx.update(where: Account.query) { account in
            seen += 1
            account.name = seen == 1_400 ? "" : "changed"
          }
          Issue.record("an empty name was kept")
        } catch {
          #expect(StoreError(wrapping: error).code == .required)
        }
      }
      #expect(try await session.count(Account.query.where { $0.name == "changed" }) == 0)
    }
  }
}
