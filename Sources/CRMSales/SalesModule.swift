public import CRMModel

/// Selling: leads, deals in the stages of a pipeline with the history of those stages, products.
///
///     let workspace = try await Workspace.open(.sqlite("acme.crm"), modules: [.sales])
public struct SalesModule: CRMModule {
  /// `sales`.
  public static let name: ModuleName = "sales"
  /// The version of the content.
  public static let version = 1

  /// The module.
  public init() {}

  /// Lead, pipeline, stage, product, opportunity, stage interval; moving a deal to another stage.
  public var content: ModuleContent {
    Lead.self
    Pipeline.self
    PipelineStage.self
    Product.self
    Opportunity.self
    StageInterval.self
    MoveStage.self
  }
}

extension CRMModule where Self == SalesModule {
  /// Leads, opportunities, pipelines and products.
  public static var sales: SalesModule { SalesModule() }
}
