public import CRMModel

/// How far a deal has come.
public struct Stage: Entity {
  /// `bench.stage`.
  public static let name: EntityName = "bench.stage"
  /// The fields of a stage.
  public static let schema = Schema<Stage>(label: "Stage", title: \.title) {
    Field(\.title, "name")
    Field(\.isClosed, "is_closed")
  }

  /// Identity, owner, revision and moments.
  public var record = RecordInfo()
  /// What people call it.
  public var title = ""
  /// Whether deals in it are decided.
  public var isClosed = false

  /// A stage with nothing filled in.
  public init() {}
}
