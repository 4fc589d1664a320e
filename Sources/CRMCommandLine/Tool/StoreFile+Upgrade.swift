internal import CRM

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// What upgrading one store did, or would do.
struct UpgradeReport {
  let path: String
  let before: [ModuleName: Int]
  let after: [ModuleName: Int]
  let effects: [StepEffect]

  /// Whether there was nothing to do.
  var isEmpty: Bool { effects.isEmpty }

  /// A line, and with `showsSteps` one for each step.
  func text(showsSteps: Bool) -> String {
    if isEmpty {
      let versions = after.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
      return "\(path): up to date (\(versions))\n"
    }
    let changed = after.filter { before[$0.key] != $0.value }.sorted { $0.key < $1.key }.map { name, version in
      "\(name) \(before[name].map(String.init) ?? "none") -> \(version)"
    }
    let written = effects.reduce(0) { $0 + $1.records }
    let lost = effects.reduce(0) { $0 + $1.valuesLost }
    var text = "\(path): \(changed.isEmpty ? "other content" : changed.joined(separator: ", ")): "
    text += "\(count(effects.count, "step")), \(count(written, "record")) written, \(count(lost, "value")) lost\n"
    for reason in effects.flatMap(\.leftOut) { text += "  \(reason)\n" }
    guard showsSteps else { return text }
    for effect in effects {
      var line = "  \(effect.step.edit)"
      if effect.records > 0 { line += "; \(count(effect.records, "record"))" }
      if effect.valuesLost > 0 { line += ", \(count(effect.valuesLost, "value")) lost" }
      text += line + "\n"
    }
    return text
  }

  private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}

extension StoreFile {
  /// The stores at paths, and those below folders, in this order; one to which several paths lead is there once.
  static func stores(at paths: [String]) throws -> [String] {
    var places: Set<String> = []
    return try paths.flatMap { try stores(at: $0) }.filter { path in
      places.insert(StorageSource.sqlite(path).identity() ?? path).inserted
    }
  }

  /// The store at a path, or those below a folder, by their paths.
  private static func stores(at path: String) throws -> [String] {
    guard FileManager.default.fileExists(atPath: path) else { throw ToolFailure("there is nothing at \(path)") }
    guard isFolder(path) else { return [path] }
    let below = try FileManager.default.subpathsOfDirectory(atPath: path)
    let root = path.hasSuffix("/") ? String(path.dropLast()) : path
    return below.filter { $0.hasSuffix(".crm") }.sorted().map { "\(root)/\($0)" }.filter { !isFolder($0) }
  }

  /// Whether a path leads to a folder. A link that leads nowhere does not, so that it is told as a store that is missing.
  private static func isFolder(_ path: String) -> Bool {
    let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    return (try? FileManager.default.attributesOfItem(atPath: file))?[.type] as? FileAttributeType == .typeDirectory
  }

  /// Upgrades the modules of a store.
  ///
  /// - Throws: ``ToolFailure`` with the path for whatever stands against it; the store is then as it was.
  static func upgrade(_ path: String, isDryRun: Bool, withoutCode: Set<ModuleName>) async throws -> UpgradeReport {
    try checkIsThere(path, for: .writing)
    let context = ToolContext.current
    let options = WorkspaceOptions {
      $0.clock = context.clock
      $0.installsModules = false
      $0.withoutCode = withoutCode
    }
    do {
      let workspace = try await Workspace.open(
        .sqlite(path), modules: context.modules, upgrade: .plan, options: options)
      do {
        let report = try await upgrade(workspace, path, isDryRun: isDryRun)
        await workspace.close()
        return report
      } catch {
        await workspace.close()
        throw error
      }
    } catch {
      throw ToolFailure.about(path, error)
    }
  }

  private static func upgrade(_ workspace: Workspace, _ path: String, isDryRun: Bool) async throws -> UpgradeReport {
    let before = workspace.modules
    guard let plan = workspace.pendingUpgrade else {
      if let refusal = workspace.writeRefusal { throw refusal }
      return UpgradeReport(path: path, before: before, after: before, effects: [])
    }
    let estimate = try await workspace.estimateUpgrade()
    if let refusal = StoreError(.conflict, violations: estimate.violations) { throw refusal }
    if !isDryRun { try await workspace.upgrade() }
    return UpgradeReport(
      path: path, before: before, after: plan.catalog.modules.mapValues(\.version), effects: estimate.effects)
  }
}
