import CRM

/// An hour behind the wheel.
public struct Lesson: Entity {
  /// `school.lesson`.
  public static let name: EntityName = "school.lesson"
  /// Fields, rules and what may not overlap.
  public static let schema = Schema<Lesson>(label: "Lesson", plural: "Lessons", title: \.topic) {
    Field(\.topic, "topic")
    Field(\.kind, "kind", inverse: "lessons", onDelete: .restrict)
    Field(\.student, "student", inverse: "lessons", onDelete: .restrict)
    Field(\.instructor, "instructor", inverse: "taught_lessons", onDelete: .restrict)
    Field(\.slot, "slot", indexed: true)
    Field(\.price, "price")
    Field(\.kilometres, "kilometres")
    Field(\.status, "status", default: .value("booked"))
    Facet.forecast(
      amount: { $0.price }, date: { $0.slot.start }, owner: { $0.instructor },
      category: { $0.status.meaning([.booked: .commit, .held: .closed, .cancelled: .omitted]) })
    Rule("too_long", on: \.slot, "A lesson lasts at most three hours") { $0.slot.length <= .hours(3) }
    NoOverlap("double_booking", of: \.slot, per: \.instructor, message: "The instructor has another lesson then") {
      $0.status != .cancelled
    }
  }

  /// Identity, owner, revision and moments.
  public var record = RecordInfo()
  /// What is learned.
  public var topic = ""
  /// What sort of lesson it is.
  public var kind = LessonKind.ID.unset
  /// Who learns.
  public var student = Contact.ID.unset
  /// Who teaches.
  public var instructor = User.ID.unset
  /// When, on the clock of the place.
  public var slot = ZonedInterval.unset
  /// What it costs.
  public var price: Money?
  /// How far it went.
  public var kilometres: Int?
  /// How far it has come.
  public var status = LessonStatus.booked
  /// Nothing filled in.
  public init() {}
}

/// How far a lesson has come.
public struct LessonStatus: PicklistCode {
  /// The code as it is stored.
  public let rawValue: String
  /// Wraps a stored code.
  public init(rawValue: String) { self.rawValue = rawValue }
  /// Agreed.
  public static let booked = LessonStatus(rawValue: "booked")
  /// Done.
  public static let held = LessonStatus(rawValue: "held")
  /// Called off.
  public static let cancelled = LessonStatus(rawValue: "cancelled")
  /// In the order in which they follow.
  public static let options: [PicklistOption] = ["booked", "held", "cancelled"]
}

/// A sort of lesson and what it costs.
public struct LessonKind: Entity {
  /// `school.lesson_kind`.
  public static let name: EntityName = "school.lesson_kind"
  /// Name and price.
  public static let schema = Schema<LessonKind>(label: "Kind of lesson", title: \.name) {
    Field(\.name, "name", unique: true)
    Field(\.price, "price")
  }

  /// Identity, owner, revision and moments.
  public var record = RecordInfo()
  /// What people call it, unique.
  public var name = ""
  /// What it costs.
  public var price: Money?
  /// Nothing filled in.
  public init() {}
}
