public import CRMModel

/// The entities of the benchmark beside users and accounts.
public struct BenchmarkModule: CRMModule {
  /// `bench`.
  public static let name: ModuleName = "bench"
  /// The version of the content.
  public static let version = 1

  /// The module.
  public init() {}

  /// Stages and deals.
  public var content: ModuleContent {
    Stage.self
    Deal.self
  }
}
