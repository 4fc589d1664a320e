internal import CRM

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Opens the file that a command names.
enum StoreFile {
  /// What a command wants of a store.
  enum Purpose {
    /// To look at it. The file stays as it is, and so does the schema that is read by, whatever versions the tool's modules have.
    case reading
    /// To do something and undo it.
    case trial
    /// To change it. Of the tool's modules those that the store has are brought up to date first.
    case writing
  }

  /// Opens a store that is there, runs `body` and closes it again.
  static func withSession<T>(
    _ path: String, for purpose: Purpose, withoutCode: Set<ModuleName> = [], _ body: (Session) async throws -> T
  ) async throws -> T {
    try checkIsThere(path, for: purpose)
    let context = ToolContext.current
    let known = Set(context.modules.map { type(of: $0).name })
    let options = WorkspaceOptions {
      $0.clock = context.clock
      $0.isReadOnly = purpose == .reading
      $0.installsModules = false
      // What is tried out is not upgraded, so the tool does not bring its modules; their versions are compared below.
      $0.withoutCode = purpose == .trial ? withoutCode.union(known) : withoutCode
    }
    return try await open(path, modules: purpose == .writing ? context.modules : [], options) { session in
      let workspace = session.workspace
      for (name, version) in workspace.upgradedModules.sorted(by: { $0.key < $1.key }) {
        let now = workspace.modules[name] ?? version
        context.errorOutput("upgraded module \(name) of \(path) from version \(version) to \(now)\n")
      }
      for reason in workspace.seedsLeftOut { context.errorOutput("\(path): \(reason)\n") }
      if purpose == .trial { try ModuleVersions.check(context.modules, workspace, path) }
      return try await body(session)
    }
  }

  /// Makes a store, runs `body` and closes it again.
  static func makingSession<T>(
    _ path: String, modules: [any CRMModule], currency: Currency = .usd, _ body: (Session) async throws -> T
  ) async throws -> T {
    if FileManager.default.fileExists(atPath: path) { throw ToolFailure("there is a file at \(path) already") }
    let clock = ToolContext.current.clock
    let options = WorkspaceOptions { ($0.clock, $0.currency) = (clock, currency) }
    return try await open(path, modules: modules, options, body)
  }

  private static func open<T>(
    _ path: String, modules: [any CRMModule], _ options: WorkspaceOptions, _ body: (Session) async throws -> T
  ) async throws -> T {
    let workspace: Workspace
    do {
      workspace = try await Workspace.open(.sqlite(path), modules: modules, options: options)
    } catch {
      throw ToolFailure.about(path, error)
    }
    do {
      let result = try await body(try await workspace.session(as: .owner))
      await workspace.close()
      return result
    } catch {
      await workspace.close()
      throw error
    }
  }

  /// Makes sure that there is a file that may be a store.
  static func checkIsThere(_ path: String, for purpose: Purpose) throws {
    guard FileManager.default.fileExists(atPath: path) else {
      throw ToolFailure("there is no store at \(path); `crm init` makes one")
    }
    // An empty file would be made a store, with none of the modules that its maker meant.
    if purpose != .reading, isEmpty(path) { throw ToolFailure("\(path): not_a_workspace: the file is empty") }
  }

  private static func isEmpty(_ path: String) -> Bool {
    let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    return (try? FileManager.default.attributesOfItem(atPath: file))?[.size] as? UInt64 == 0
  }

  /// The bytes of a small file.
  static func bytes(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ToolFailure("the file \(path) cannot be read")
    }
    return Array(data)
  }

  /// Writes a file, in place of one that is there.
  static func write(_ bytes: [UInt8], to path: String) throws {
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw ToolFailure("the file \(path) cannot be written")
    }
  }
}
