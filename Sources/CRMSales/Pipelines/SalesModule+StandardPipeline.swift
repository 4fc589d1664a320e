public import CRMModel
public import CRMSecurity

extension SalesModule {
  /// The name of the pipeline that ``standardPipeline(in:)`` makes.
  public static let standardPipelineName = "Standard"

  /// The pipeline to begin with, made on the first call and found by its name on later ones.
  ///
  /// | stage | probability | forecast category | |
  /// | --- | --- | --- | --- |
  /// | Prospecting | 10 % | pipeline | |
  /// | Qualified | 25 % | pipeline | |
  /// | Proposal | 50 % | best case | |
  /// | Negotiation | 75 % | commit | |
  /// | Won | 100 % | closed | closed, won |
  /// | Lost | 0 % | omitted | closed |
  ///
  /// - Returns: The pipeline and its stages by position; on later calls as they are by then, whatever was changed.
  @discardableResult
  public static func standardPipeline(
    in tx: WriteTransaction
  ) throws(StoreError) -> (pipeline: Pipeline, stages: [PipelineStage]) {
    if let known = try tx.first(Pipeline.query.where { $0.name == standardPipelineName }) {
      let stages = PipelineStage.query.where { $0.pipeline == known.id }.order(by: { $0.position })
      return (known, try tx.fetch(stages))
    }
    let pipeline = try tx.insert(Pipeline { $0.name = standardPipelineName })
    var won = stage("Won", 5, 100, .closed)
    won.isClosed = true
    won.isWon = true
    var lost = stage("Lost", 6, 0, .omitted)
    lost.isClosed = true
    var stages = [
      stage("Prospecting", 1, 10, .pipeline), stage("Qualified", 2, 25, .pipeline),
      stage("Proposal", 3, 50, .bestCase), stage("Negotiation", 4, 75, .commit), won, lost,
    ]
    for index in stages.indices { stages[index].pipeline = pipeline.id }
    return (pipeline, try tx.insert(stages))
  }

  private static func stage(
    _ name: String, _ position: Int, _ probability: Percent, _ category: ForecastCategory
  ) -> PipelineStage {
    PipelineStage {
      $0.name = name
      $0.position = position
      $0.defaultProbability = probability
      $0.forecastCategory = category
    }
  }
}
