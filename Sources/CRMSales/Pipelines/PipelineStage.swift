public import CRMModel

/// One stage of a pipeline, and what a deal in it is worth counting on.
public struct PipelineStage: Entity {
  /// `pipeline_stage`.
  public static let name: EntityName = "pipeline_stage"
  /// The fields of a stage.
  public static let schema = Schema<PipelineStage>(label: "Stage", plural: "Stages", title: \.name) {
    Field(\.pipeline, "pipeline", inverse: "stages", partOf: true)
    Field(\.name, "name")
    Field(\.position, "position")
    Field(\.defaultProbability, "default_probability")
    Field(\.forecastCategory, "forecast_category", default: .value("pipeline"))
    Field(\.isClosed, "is_closed", label: "Closed")
    Field(\.isWon, "is_won", label: "Won")
    Field(\.isActive, "is_active", label: "Active")
    Index("name_in_pipeline", on: \.pipeline, \.name, unique: true)
    Rule("won_not_closed", on: \.isWon, "A won stage is a closed stage") { !$0.isWon || $0.isClosed }
    Rule("probability_out_of_range", on: \.defaultProbability, "A probability is 0 to 100 %") {
      $0.defaultProbability.isBetween(.zero, .hundred)
    }
  }

  /// Identity, owner, revision and moments.
  public var record = RecordInfo()
  /// The pipeline it belongs to.
  public var pipeline = Pipeline.ID.unset
  /// What people call it, unique in its pipeline.
  public var name = ""
  /// Its place in the pipeline, ascending.
  public var position = 0
  /// How likely a deal in it is won, 0 to 100 %, unless the deal says otherwise.
  public var defaultProbability = Percent.zero
  /// How much of its deals is counted on.
  public var forecastCategory = ForecastCategory.pipeline
  /// Whether deals in it are decided, won or lost.
  public var isClosed = false
  /// Whether deals in it are won; then it is closed too.
  public var isWon = false
  /// Whether deals may move into it.
  public var isActive = true

  /// A stage with nothing filled in.
  public init() {}
}
