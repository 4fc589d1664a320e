import CRMModel
import CRMSecurity

/// A stranger's command, written with nothing but the public API.
struct BookLesson: Command {
  static let name: CommandName = "school.book_lesson"
  var topic: String
  var student: Contact.ID
  var instructor: Instructor.ID
  var slot: ZonedInterval

  func run(in tx: WriteTransaction) throws -> Lesson.ID {
    try tx.insert(
      Lesson { ($0.topic, $0.student, $0.instructor, $0.slot) = (topic, student, instructor, slot) }
    ).id
  }
}
