import CRM
import CRMCommandLine
import CRMTesting
import DrivingSchool
import Foundation
import Synchronization
import Testing

/// The school as its first version described it.
private struct SchoolBefore: CRMModule {
  static let name: ModuleName = "school"
  static let version = 1
  var content: ModuleContent { LessonBefore.self }
}

private struct LessonBefore: Entity {
  static let name: EntityName = "school.lesson"
  static let schema = Schema<LessonBefore>(label: "Lesson", title: \.subject) {
    Field(\.subject, "subject")
    Field(\.student, "student", inverse: "lessons", onDelete: .restrict)
    Field(\.instructor, "instructor", inverse: "taught_lessons", onDelete: .restrict)
    Field(\.slot, "slot", indexed: true)
    Field(\.price, "price")
    Field(\.status, "status", default: .value("booked"))
  }
  var record = RecordInfo()
  var subject = ""
  var student = Contact.ID.unset
  var instructor = User.ID.unset
  var slot = ZonedInterval.unset
  var price: Money?
  var status = LessonStatus.booked
}

extension Fixture {
  /// Ana learns from Marta.
  fileprivate static let people = Fixture("people") { tx in
    try tx.insert(Contact { $0.name = PersonName(first: "Ana", last: "López") })
    try tx.insert(User { $0.displayName = "Marta" })
  }
}

@Suite struct `The driving school` {
  private func slot(_ text: String) throws -> ZonedInterval {
    try ZonedInterval("2025-06-06T\(text)")
  }

  private let morning = "10:00:00+02:00/2025-06-06T11:30:00+02:00[Europe/Madrid]"
  private let noon = "11:00:00+02:00/2025-06-06T12:00:00+02:00[Europe/Madrid]"

  private func booking(_ session: Session, _ time: String) async throws -> BookLesson {
    let student = try #require(try await session.first(Contact.query))
    let instructor = try #require(try await session.first(User.query))
    let slot = try slot(time)
    return BookLesson("Roundabouts", student: student.id, instructor: instructor.id, slot: slot)
  }

  @Test func `books a lesson once a key, and refuses a second one at the same time`() async throws {
    let workspace = try await Workspace.inMemory(modules: [DrivingSchool()], fixtures: [.people])
    let session = try await workspace.session(as: .owner)
    let book = try await booking(session, morning)
    let trial = try await session.dryRun(book)
    let id = try await session.perform(book, key: "a")
    #expect(trial.output == id)
    #expect(try await session.perform(book, key: "a") == id)
    #expect(try await session.find(id).price == .usd(45))
    let clash = try await booking(session, noon)
    let error = await #expect(throws: StoreError.self) { try await session.perform(clash) }
    #expect(error?.violations.map(\.code) == ["double_booking"])
    #expect(try await session.count(Lesson.query) == 1)
    #expect(try await session.changes(after: 0).last?.cause == "school.book_lesson")
  }

  @Test func `forecasts its lessons by instructor`() async throws {
    let workspace = try await Workspace.inMemory(modules: [DrivingSchool()], fixtures: [.people])
    let session = try await workspace.session(as: .owner)
    try await session.perform(try await booking(session, morning))
    let june = try FiscalCalendar.plain.range(label: "2025-06")
    let forecast = try await session.read { try $0.forecast(of: Lesson.self, in: june) }
    #expect(forecast.rows.map(\.name) == ["Marta"])
    #expect(try forecast.rows.first?.cells.first?.own.cumulative(.commit).amount == .usd(45))
  }

  @Test func `brings a school of the first version along`() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("school-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("school.crm").path
    let before = try await Workspace.prepared(on: .sqlite(file), modules: [SchoolBefore()], fixtures: [.people])
    let slot = try slot(morning)
    try await before.session(as: .owner).write { tx in
      let student = try #require(try tx.first(Contact.query))
      let instructor = try #require(try tx.first(User.query))
      try tx.insert(
        LessonBefore {
          ($0.subject, $0.student, $0.instructor, $0.slot) = ("Parking", student.id, instructor.id, slot)
        })
    }
    await before.close()

    let told = Lines()
    let context = ToolContext(
      modules: CRMTool.standardModules + [DrivingSchool()], output: { told.add($0) }, errorOutput: { told.add($0) })
    #expect(await CRMTool.run(["upgrade", file, "--dry-run"], context) == 0)
    #expect(await CRMTool.run(["upgrade", file], context) == 0)
    #expect(await CRMTool.run(["query", file, "select topic, kind.name from school.lesson"], context) == 0)
    let lines = told.all.split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.contains("school 1 -> 2") })
    #expect(lines.contains { $0.contains("run upgrade of module school to version 2: lessons without a kind") })
    #expect(lines.contains { $0.hasPrefix("Parking") && $0.hasSuffix("Single lesson") })
  }
}

private final class Lines: Sendable {
  private let text = Mutex("")
  func add(_ more: String) { text.withLock { $0 += more } }
  var all: String { text.withLock { $0 } }
}
