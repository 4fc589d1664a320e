import CRM
import DrivingSchool

/// The school as its first version described it.
struct SchoolBefore: CRMModule {
  static let name: ModuleName = "school"
  static let version = 1
  var content: ModuleContent { LessonBefore.self }
}

struct LessonBefore: Entity {
  static let name: EntityName = "school.lesson"
  static let schema = Schema<LessonBefore>(label: "Lesson", title: \.subject) {
    Field(\.subject, "subject")
    Field(\.student, "student", inverse: "lessons", onDelete: .restrict)
    Field(\.instructor, "instructor", inverse: "taught_lessons", onDelete: .restrict)
    Field(\.slot, "slot", indexed: true)
    Field(\.price, "price")
    Field(\.kilometres, "kilometres")
    Field(\.status, "status", default: .value("booked"))
  }
  var record = RecordInfo()
  var subject = ""
  var student = Contact.ID.unset
  var instructor = User.ID.unset
  var slot = ZonedInterval.unset
  var price: Money?
  var kilometres: String?
  var status = LessonStatus.booked
}

extension Workspace {
  /// A school of the first version, with two lessons, whose kilometres are a number and words, and a field that the customer added,
  /// `custom.car`.
  static func before(on source: StorageSource) async throws -> Workspace {
    let workspace = try await Workspace.prepared(on: source, modules: [SchoolBefore()], fixtures: [.people])
    let session = try await workspace.session(as: .owner)
    try await session.alter { $0["school.lesson"].add(.text("car"), label: "Car") }
    let (morning, afternoon) = (try Times.slot(Times.morning), try Times.slot(Times.afternoon))
    try await session.write { tx in
      guard let student = try tx.first(Contact.query), let instructor = try tx.first(User.query) else { return }
      try tx.insert(
        LessonBefore {
          ($0.subject, $0.student, $0.instructor, $0.slot) = ("Parking", student.id, instructor.id, morning)
          ($0.kilometres, $0.custom["car"]) = ("12", "Seat")
        })
      try tx.insert(
        LessonBefore {
          ($0.subject, $0.student, $0.instructor, $0.slot) = ("Hills", student.id, instructor.id, afternoon)
          $0.kilometres = "to the pass and back"
        })
    }
    return workspace
  }
}
