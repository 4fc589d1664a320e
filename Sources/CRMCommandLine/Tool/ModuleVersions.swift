internal import CRM

/// Compares the modules of a store with the tool's.
enum ModuleVersions {
  /// Makes sure that a store has modules, as far as it has them, in the versions that the tool knows.
  ///
  /// - Throws: At the first that is older or newer.
  static func check(_ modules: [any CRMModule], _ workspace: Workspace, _ path: String) throws {
    for module in modules {
      let (name, known) = (type(of: module).name, type(of: module).version)
      guard let stored = workspace.modules[name], stored != known else { continue }
      let versions = "it has module \(name) in version \(stored), this tool knows version \(known)"
      throw stored > known
        ? ToolFailure("\(path): \(ErrorCode.newerModule): \(versions); use a newer tool")
        : ToolFailure("\(path): older_module: \(versions); `crm upgrade \(path)` brings it up to date")
    }
  }
}
