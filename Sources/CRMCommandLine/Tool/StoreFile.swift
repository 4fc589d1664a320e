internal import CRM

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Opens the file that a command names.
enum StoreFile {
  /// Opens a store that is there, runs `body` and closes it again.
  static func withSession<T>(_ path: String, _ body: (Session) async throws -> T) async throws -> T {
    guard FileManager.default.fileExists(atPath: path) else {
      throw ToolFailure("there is no store at \(path); `crm init` makes one")
    }
    return try await open(path, modules: [], body)
  }

  /// Makes a store, runs `body` and closes it again.
  static func makingSession<T>(
    _ path: String, modules: [any CRMModule], _ body: (Session) async throws -> T
  ) async throws -> T {
    if FileManager.default.fileExists(atPath: path) { throw ToolFailure("there is a file at \(path) already") }
    return try await open(path, modules: modules, body)
  }

  private static func open<T>(
    _ path: String, modules: [any CRMModule], _ body: (Session) async throws -> T
  ) async throws -> T {
    let clock = ToolContext.current.clock
    let workspace = try await Workspace.open(
      .sqlite(path), modules: modules, options: WorkspaceOptions { $0.clock = clock })
    do {
      let result = try await body(try await workspace.session(as: .owner))
      await workspace.close()
      return result
    } catch {
      await workspace.close()
      throw error
    }
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
