public import CRMModel

/// Something that a program does to its records, as a value with a name: win a deal, book a lesson.
///
///     struct BookLesson: Command {
///       static let name: CommandName = "school.book_lesson"
///       var student: Contact.ID
///       var slot: ZonedInterval
///       func run(in tx: WriteTransaction) throws -> Lesson.ID {
///         try tx.insert(Lesson { ($0.student, $0.slot) = (student, slot) }).id
///       }
///     }
///     let id = try await session.perform(BookLesson(student: ana.id, slot: slot), key: request.key)
///
/// Its properties are its input. The name is what a principal may or may not do, the cause in the change log, and what hosts find it by, once a
/// module lists it (`BookLesson.self` in the module's content). A write closure is a command without a name.
///
/// The input is compared by its JSON when a key is repeated, and what is returned is kept as JSON. A `Set` is written in no order of its own, and
/// neither is a `Dictionary` whose keys are neither `String` nor `Int` (JSON has it as an array of keys and values in turn), so an input says what
/// it means with an array.
public protocol Command: ModuleCommand {
  /// What it returns.
  associatedtype Output: Codable & Sendable

  /// Does it, in a transaction that is committed when this returns, or rolled back if it throws.
  ///
  /// It may be run again when another writer came first, so it must do nothing outside the transaction. Other commands are run in it like this:
  /// `try Other(…).run(in: tx)`; they are part of this one then.
  ///
  /// - Throws: Whatever stands against it; nothing has happened then.
  func run(in tx: WriteTransaction) throws -> Output
}
