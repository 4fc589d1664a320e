import CRMModel

/// A stranger's module that keeps histories, of its own entity and of ours, with nothing but the public API.
struct Academy: CRMModule {
  static let name: ModuleName = "academy"
  static let version = 1
  var content: ModuleContent {
    Tutor.self
    Course.self
    CourseStatusStay.self
    CourseTutorStay.self
    AccountOwnerStay.self
  }
}

struct CourseStatus: PicklistCode {
  let rawValue: String
  init(rawValue: String) { self.rawValue = rawValue }
  static let enrolled = CourseStatus(rawValue: "enrolled")
  static let running = CourseStatus(rawValue: "running")
  static let passed = CourseStatus(rawValue: "passed")
  static let failed = CourseStatus(rawValue: "failed")
  static let options: [PicklistOption] = ["enrolled", "running", "passed", "failed"]
}

struct Tutor: Entity {
  static let name: EntityName = "academy.tutor"
  static let schema = Schema<Tutor>(label: "Tutor", title: \.nickname) { Field(\.nickname, "nickname") }
  var record = RecordInfo()
  var nickname = ""
}

struct Course: Entity {
  static let name: EntityName = "academy.course"
  static let schema = Schema<Course>(label: "Course", title: \.subject) {
    Field(\.subject, "subject", unique: true)
    Field(\.status, "status")
    Field(\.tutor, "tutor", inverse: "courses", onDelete: .clear)
    Field(\.mark, "mark")
    Field(\.startedAt, "started_at")
    Field(\.endedAt, "ended_at")
  }
  var record = RecordInfo()
  var subject = ""
  var status: CourseStatus?
  var tutor: Tutor.ID?
  var mark: Int?
  var startedAt: Instant?
  var endedAt: Instant?
}

/// Which status a course was in, when, and the mark it began it with.
struct CourseStatusStay: Entity {
  static let name: EntityName = "academy.course_status_stay"
  static let schema = Schema<CourseStatusStay>(label: "Status", title: \.status) {
    Field(\.course, "course", inverse: "statuses", partOf: true)
    Field(\.status, "status")
    Field(\.stay, "stay")
    Field(\.mark, "mark")
    History(of: \Course.status, by: \.course, value: \.status, stay: \.stay)
      .copying(\.mark, into: \.mark)
      .beginning(\.startedAt)
      .closing(\.endedAt, in: [.passed, .failed])
    Rule("mark_out_of_range", on: \.mark, "A mark is 1 to 6") { $0.mark.isBetween(1, 6) }
  }
  var record = RecordInfo()
  var course = Course.ID.unset
  var status = CourseStatus.enrolled
  var stay: InstantInterval?
  var mark: Int?
}

/// Who taught a course, when.
struct CourseTutorStay: Entity {
  static let name: EntityName = "academy.course_tutor_stay"
  static let schema = Schema<CourseTutorStay>(label: "Tutor of a course", title: \.stay) {
    Field(\.course, "course", inverse: "tutors", partOf: true)
    Field(\.tutor, "tutor", onDelete: .clear)
    Field(\.stay, "stay")
    History(of: \Course.tutor, by: \.course, value: \.tutor, stay: \.stay)
  }
  var record = RecordInfo()
  var course = Course.ID.unset
  var tutor: Tutor.ID?
  var stay: InstantInterval?
}

/// Who owned an account, an entity that is not the module's own, when.
struct AccountOwnerStay: Entity {
  static let name: EntityName = "academy.account_owner_stay"
  static let schema = Schema<AccountOwnerStay>(label: "Owner of an account", title: \.stay) {
    Field(\.account, "account", inverse: "academy.owners", partOf: true)
    Field(\.user, "user", onDelete: .restrict)
    Field(\.stay, "stay")
    History(of: \Account.owner, by: \.account, value: \.user, stay: \.stay)
  }
  var record = RecordInfo()
  var account = Account.ID.unset
  var user: User.ID?
  var stay: InstantInterval?
}
