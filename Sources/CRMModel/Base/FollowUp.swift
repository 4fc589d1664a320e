/// Something to be done by somebody, regarding any record: a call, an email, a task.
public struct FollowUp: Entity {
  /// `follow_up`.
  public static let name: EntityName = "follow_up"
  /// The fields of a follow-up.
  public static let schema = Schema<FollowUp>(label: "Follow-up", plural: "Follow-ups", title: \.subject) {
    Field(\.subject, "subject")
    Field(\.regarding, "regarding", inverse: "follow_ups", onDelete: .clear)
    Field(\.contact, "contact", inverse: "contact_follow_ups", onDelete: .clear)
    Field(\.assignee, "assignee", inverse: "assigned_follow_ups", onDelete: .clear)
    Field(\.kind, "type", type: .picklist(["task", "call", "email", "meeting"]), default: .value("task"))
    Field(\.priority, "priority", type: .picklist(["low", "normal", "high"]), default: .value("normal"))
    Field(\.dueDate, "due_date", indexed: true)
    Field(\.completedAt, "completed_at")
    Field(\.notes, "description", type: .longText)
  }

  /// Identity, owner, revision and moments.
  public var record = RecordInfo()
  /// What is to be done.
  public var subject = ""
  /// The record it is about.
  public var regarding: AnyRecordID?
  /// The person it is with.
  public var contact: Contact.ID?
  /// Who does it.
  public var assignee: User.ID?
  /// Task, call, email or meeting.
  public var kind: String?
  /// Low, normal or high.
  public var priority: String?
  /// The day it is due, without zone: the same day for everybody.
  public var dueDate: CalendarDate?
  /// When it was done; nil while it is open.
  public var completedAt: Instant?
  /// Anything else.
  public var notes: String?

  /// A follow-up with nothing filled in.
  public init() {}
}
