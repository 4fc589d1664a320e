public import CRMModel

/// A way of selling: a sequence of stages that deals go through.
public struct Pipeline: Entity {
  /// `pipeline`.
  public static let name: EntityName = "pipeline"
  /// The fields of a pipeline.
  public static let schema = Schema<Pipeline>(label: "Pipeline", plural: "Pipelines", title: \.name) {
    Field(\.name, "name", unique: true, folded: true)
    Field(\.isActive, "is_active", label: "Active")
    Field(\.notes, "description", type: .longText)
  }

  /// Identity, owner, revision and moments.
  public var record = RecordInfo()
  /// What people call it, unique.
  public var name = ""
  /// Whether new deals may begin in it.
  public var isActive = true
  /// Anything else.
  public var notes: String?

  /// A pipeline with nothing filled in.
  public init() {}
}
