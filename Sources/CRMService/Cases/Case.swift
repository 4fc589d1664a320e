public import CRMModel

/// A customer's question, problem or complaint, until it is settled.
public struct Case: Entity {
  /// `case`.
  public static let name: EntityName = "case"
  /// The fields of a case.
  public static let schema = Schema<Case>(label: "Case", plural: "Cases", title: \.subject) {
    Field(\.subject, "subject")
    Field(\.number, "number", type: .autoNumber("CASE-000000"), unique: true)
    Field(\.status, "status", indexed: true, default: .value("new"))
    Field(\.priority, "priority", default: .value("normal"))
    Field(\.origin, "origin")
    Field(\.kind, "type")
    Field(\.account, "account", inverse: "cases", onDelete: .clear)
    Field(\.contact, "contact", inverse: "cases", onDelete: .clear)
    Field(\.parent, "parent", label: "Parent case", inverse: "child_cases", onDelete: .clear)
    Field(\.closedAt, "closed_at")
    Field(\.resolution, "resolution", type: .longText)
    Field(\.notes, "description", type: .longText)
  }

  /// Identity, owner, revision and moments.
  public var record = RecordInfo()
  /// What it is about, in a line.
  public var subject = ""
  /// The number that the store counts: `CASE-000042`.
  public var number: String?
  /// How far it has come.
  public var status = CaseStatus.new
  /// How urgent it is.
  public var priority = CasePriority.normal
  /// The way it came in.
  public var origin: CaseOrigin?
  /// What sort of case it is.
  public var kind: String?
  /// The customer's account.
  public var account: Account.ID?
  /// The person who asks.
  public var contact: Contact.ID?
  /// The case that this one is a part or a repetition of; cases form trees.
  public var parent: Case.ID?
  /// When it was settled; nil while it is open.
  public var closedAt: Instant?
  /// How it was settled.
  public var resolution: String?
  /// What was asked, in full.
  public var notes: String?

  /// A case with nothing filled in.
  public init() {}
}
