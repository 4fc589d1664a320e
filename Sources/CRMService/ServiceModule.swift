public import CRMModel

/// Service: what customers ask, report and complain about.
public struct ServiceModule: CRMModule {
  /// `service`.
  public static let name: ModuleName = "service"
  /// The version of the content.
  public static let version = 1

  /// The module.
  public init() {}

  /// Case.
  public var content: ModuleContent { Case.self }
}

extension CRMModule where Self == ServiceModule {
  /// Cases.
  public static var service: ServiceModule { ServiceModule() }
}
