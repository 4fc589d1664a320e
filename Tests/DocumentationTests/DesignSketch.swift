// The lines stand as the design writes them.
// swift-format-ignore-file
public import CRM

// What the design says it should feel like, first block; only the source and what is returned are the test's.
func firstSketch(_ source: StorageSource) async throws -> (
  deal: Opportunity, open: [Opportunity], called: Opportunity, stages: Int
) {
  let workspace = try await Workspace.open(source, modules: [.sales, .service])
  let session = try await workspace.session(as: .owner)

  let deal = try await session.write { tx in
    let acme = try tx.insert(
      Account {
        $0.name = "Acme"; $0.industry = "Retail"
      })  // returns the stored record
    return try tx.insert(
      Opportunity {
        $0.name = "200 seats"; $0.account = acme.id; $0.amount = .usd(48_000)
      })
  }
  let open = Opportunity.query
    .where { $0.amount >= .usd(10_000) && $0.account.industry == "Retail" && !$0.stage.isClosed }
    .order(by: { $0.closeDate }, .descending)
  let page = try await session.page(open, first: 50)  // items, next, previous
  let called = try await session.update(deal.id) { $0.nextStep = "Call Ana" }  // single verbs need no closure

  let stays = try await session.count(StageInterval.query)
  await workspace.close()
  return (deal, page.items, called, stays)
}

// The second block, word for word.
extension ExtensionField where E == Contact, V == String? {
  public static var licence: Self { .init("school.licence") }
}
public struct Lesson: Entity {
  public static let name: EntityName = "school.lesson"
  public static let schema = Schema<Lesson>(label: "Lesson", title: \.topic) {
    Field(\.topic, "topic")
    Field(\.student, "student", inverse: "lessons", onDelete: .restrict)  // not Optional: required
    Field(\.slot, "slot", indexed: true)
    Rule("too_long", on: \.slot, "A lesson lasts at most three hours") { $0.slot.length <= .hours(3) }
  }
  public var record = RecordInfo()  // id, owner, revision, created, modified, extension and custom fields, what was not read
  public var topic = ""
  public var student = Contact.ID.unset
  public var slot = ZonedInterval.unset
  public init() {}
}
public struct DrivingSchool: CRMModule {
  public static let name: ModuleName = "school", version = 1
  public var content: ModuleContent { Lesson.self; Extend(Contact.self) { .licence } }
}

func secondSketch(_ source: StorageSource) async throws -> (due: [Contact], gold: [Account]) {
  let workspace = try await Workspace.open(source, modules: [DrivingSchool()])
  let session = try await workspace.session(as: .owner)
  let today = try Instant("2025-06-06T00:00:00Z")
  try await session.write { tx in
    let ana = try tx.insert(
      Contact {
        $0.name = PersonName(first: "Ana", last: "López"); $0[.licence] = "B"
      })
    let eva = try tx.insert(
      Contact {
        $0.name = PersonName(first: "Eva", last: "Ruiz"); $0[.licence] = "B"
      })
    let begin = LocalDateTime(try CalendarDate("2025-06-06"), try TimeOfDay("08:00"))
    for (student, count) in [(ana, 10), (eva, 9)] {
      for day in 0..<count {
        let start = try begin.adding(.hours(Int32(24 * day)))
        let slot = try ZonedInterval(
          from: start, to: try start.adding(.hours(1)), in: ZoneID("Europe/Madrid"), using: .system)
        try tx.insert(
          Lesson {
            $0.topic = "Parking"; $0.student = student.id; $0.slot = slot
          })
      }
    }
  }

  let due = Contact.query.where {
    $0[.licence] == "B" && $0.children(\Lesson.student).count { $0.slot.start >= today } >= 10
  }

  try await session.alter { schema in schema[Account.self].add(.picklist("tier", ["gold", "silver"]), label: "Tier") }
  let gold = Account.query.where { $0.custom["tier"] == "gold" }  // late bound, same query value

  try await session.insert(
    Account {
      $0.name = "Acme"; $0.custom["tier"] = "gold"
    })
  try await session.insert(
    Account {
      $0.name = "Beta"; $0.custom["tier"] = "silver"
    })
  let found = (due: try await session.fetch(due), gold: try await session.fetch(gold))
  await workspace.close()
  return found
}
