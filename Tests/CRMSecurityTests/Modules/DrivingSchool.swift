public import CRMModel

/// A stranger's module, written with nothing but the public API.
struct DrivingSchool: CRMModule {
  static let name: ModuleName = "school"
  static let version = 1
  var content: ModuleContent {
    Instructor.self
    Lesson.self
    Extend(Contact.self) { .licence }
    Extend(Contact.self) { .theoryHours }
    BookLesson.self
  }
}

extension ExtensionField where E == Contact, V == String? {
  /// The licence class that the student wants.
  public static var licence: Self { .init("school.licence") }
}

extension ExtensionField where E == Contact, V == Int {
  static var theoryHours: Self { .init("school.theory_hours") { $0.isIndexed = true } }
}

struct LicenceClass: PicklistCode {
  let rawValue: String
  init(rawValue: String) { self.rawValue = rawValue }
  static let car = LicenceClass(rawValue: "B")
  static let motorcycle = LicenceClass(rawValue: "A")
  static let options: [PicklistOption] = ["A", "B", "C"]
}

struct LessonStatus: PicklistCode {
  let rawValue: String
  init(rawValue: String) { self.rawValue = rawValue }
  static let booked = LessonStatus(rawValue: "booked")
  static let cancelled = LessonStatus(rawValue: "cancelled")
  static let options: [PicklistOption] = ["booked", "held", "cancelled"]
}

struct Instructor: Entity {
  static let name: EntityName = "school.instructor"
  static let schema = Schema<Instructor>(label: "Instructor", title: \.nickname) {
    Field(\.nickname, "nickname", unique: true, folded: true)
    Field(\.teaches, "teaches")
  }
  var record = RecordInfo()
  var nickname = ""
  var teaches: PicklistSet<LicenceClass>?
}

struct Lesson: Entity {
  static let name: EntityName = "school.lesson"
  static let schema = Schema<Lesson>(label: "Lesson", title: \.topic) {
    Field(\.topic, "topic")
    Field(\.student, "student", inverse: "lessons", onDelete: .restrict)
    Field(\.instructor, "instructor", inverse: "lessons")
    Field(\.slot, "slot", indexed: true)
    Field(\.status, "status", default: .value("booked"))
    Rule("too_long", on: \.slot, "A lesson lasts at most three hours") { $0.slot.length <= .hours(3) }
    NoOverlap("double_booking", of: \.slot, per: \.instructor, message: "The instructor has another lesson then") {
      $0.status != LessonStatus.cancelled
    }
  }
  var record = RecordInfo()
  var topic = ""
  var student = Contact.ID.unset
  var instructor: Instructor.ID?
  var slot = ZonedInterval.unset
  var status: LessonStatus?
}

extension ZonedInterval {
  /// An hour count of hours from an hour on 2025-06-06 in Madrid.
  static func lesson(_ hour: Int, _ hours: Int = 1) throws -> ZonedInterval {
    let start = LocalDateTime(try CalendarDate(year: 2025, month: 6, day: 6), try TimeOfDay(hour: hour, minute: 0))
    return try ZonedInterval(
      from: start, to: try start.adding(.hours(Int32(hours))), in: ZoneID("Europe/Madrid"), using: .system)
  }
}
