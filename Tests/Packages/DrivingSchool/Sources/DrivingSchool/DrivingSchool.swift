import CRM

/// A driving school: lessons of several kinds, and the licence that a contact wants.
///
/// In its first version lessons had no kind, and how far they went was whatever somebody wrote.
public struct DrivingSchool: CRMModule {
  /// `school`.
  public static let name: ModuleName = "school"
  /// The version of the content.
  public static let version = 2
  /// The kind that most lessons are.
  public static let single = SeedKey<LessonKind>("school.single")
  /// A lesson on the motorway.
  public static let motorway = SeedKey<LessonKind>("school.motorway")

  /// Nothing filled in.
  public init() {}

  /// Lessons and their kinds, the licence, booking.
  public var content: ModuleContent {
    LessonKind.self
    Lesson.self
    Extend(Contact.self) { .licence }
    BookLesson.self
    Seed(Self.single) { _ in LessonKind { ($0.name, $0.price) = ("Single lesson", .usd(45)) } }
    Seed(Self.motorway) { _ in LessonKind { ($0.name, $0.price) = ("Motorway lesson", .usd(60)) } }
  }

  /// How schools of the first version come along.
  public var upgrades: [ModuleUpgrade] {
    [
      ModuleUpgrade(
        to: 2,
        .rename("school.lesson", "subject", to: "topic"),
        .retype("school.lesson", "kilometres", to: .integer, losing: true),
        .backfill("lessons without a kind") { tx in
          let known = try tx.first(LessonKind.query.where { $0.name == "Single lesson" })
          let single = try known ?? tx.insert(LessonKind { ($0.name, $0.price) = ("Single lesson", .usd(45)) })
          try tx.update(where: Lesson.query.where { $0.kind == nil }) { $0.kind = single.id }
        })
    ]
  }
}

extension ExtensionField where E == Contact, V == String? {
  /// The licence class that the student wants.
  public static var licence: Self { .init("school.licence") }
}

/// Books a lesson; refused if the instructor has another one then.
public struct BookLesson: Command {
  /// `school.book_lesson`.
  public static let name: CommandName = "school.book_lesson"
  /// What is learned.
  public var topic: String
  /// Who learns.
  public var student: Contact.ID
  /// Who teaches.
  public var instructor: User.ID
  /// When.
  public var slot: ZonedInterval

  /// Says what is booked.
  public init(_ topic: String, student: Contact.ID, instructor: User.ID, slot: ZonedInterval) {
    (self.topic, self.student, self.instructor, self.slot) = (topic, student, instructor, slot)
  }

  /// Adds the lesson, at the price of a single one.
  public func run(in tx: WriteTransaction) throws -> Lesson.ID {
    let kind = try tx.find(seed: DrivingSchool.single)
    let lesson = Lesson {
      ($0.topic, $0.student, $0.instructor, $0.slot) = (topic, student, instructor, slot)
      ($0.kind, $0.price) = (kind.id, kind.price)
    }
    return try tx.insert(lesson).id
  }
}
