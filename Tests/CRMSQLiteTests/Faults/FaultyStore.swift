import CRMModel
import CRMSecurity
import CRMStorage
import Foundation
import Synchronization
import Testing

@testable import CRMSQLite

/// A workspace with accounts on files that can be made to fail.
final class FaultyStore: Sendable {
  /// What a workspace holds: by the name of each live account its employees and what its custom fields hold.
  typealias Content = [String: String]

  let files: StoreFixture
  let layer: FaultLayer
  var path: String { files.path }
  private let opened = Mutex<SQLiteEngine?>(nil)
  private let kept = Mutex<FileHandle?>(nil)

  init() throws {
    files = try StoreFixture()
    layer = try FaultLayer()
  }

  /// Opens the workspace through the failing layer; another file, if told, through SQLite's own.
  func open(healthy other: String? = nil, readOnly: Bool = false) async throws -> Workspace {
    let source = StorageSource { [self] options in
      let engine = try await SQLiteEngine.open(other ?? path, options, fileLayer: other == nil ? layer.name : nil)
      if other == nil { opened.withLock { $0 = engine } }
      return engine
    }
    let options = WorkspaceOptions {
      $0.busyTimeout = .seconds(0)
      $0.isReadOnly = readOnly
    }
    return try await Workspace.open(source, options: options)
  }

  /// Opens a new workspace and gives it thirty accounts.
  func filled() async throws -> Workspace {
    let workspace = try await open()
    try await workspace.session(as: .owner).insert(
      (0..<30).map { n in
        Account {
          $0.name = "kept \(n)"
          $0.employees = n
        }
      })
    return workspace
  }

  /// Runs a statement on the connection that writes.
  func onWriter(_ statement: StaticString) async throws {
    let engine = try #require(opened.withLock { $0 })
    let lane = try await engine.writers.acquire()
    defer { engine.writers.release(lane) }
    do {
      let connection = try lane.connection(opening: engine.connect(role: .writer))
      try reportingSQLite { try connection.use { try connection.run(statement) } }
    } catch {
      throw StoreError(wrapping: error)
    }
  }

  /// Closes the connections that read; the next reads open them again.
  func closeReaders() async throws {
    let engine = try #require(opened.withLock { $0 })
    var lanes: [Lane] = []
    for _ in 0..<SQLiteEngine.readerCount { lanes.append(try await engine.readers.acquire()) }
    for lane in lanes {
      lane.close()
      engine.readers.release(lane)
    }
  }

  /// What a workspace holds.
  static func content(_ workspace: Workspace) async throws -> Content {
    let accounts = try await workspace.session(as: .owner).records(Query(Account.name))
    var content: Content = [:]
    for account in accounts {
      guard case .text(let name) = account["name"], case .integer(let employees) = account["employees"] else {
        continue
      }
      let custom = account.fields.filter(\.name.isCustom).map { field in
        if case .text(let text) = field.value { " \(field.name)=\(text)" } else { " \(field.name)" }
      }
      content[name] = "\(employees)\(custom.sorted().joined())"
    }
    return content
  }

  /// What a healthy disk makes of the files as they are at this moment, as the end of the process would leave them.
  func contentAfterCrash() async throws -> Content {
    let copy = try StoreFixture()
    try copyFiles(to: copy.path)
    let workspace = try await open(healthy: copy.path)
    let content = try await Self.content(workspace)
    await workspace.close()
    return content
  }

  /// Copies the file and its log as they are at this moment.
  ///
  /// The file's descriptor is kept: closing it would drop the locks that SQLite holds in this process.
  func copyFiles(to target: String) throws {
    let file = try kept.withLock { kept in
      if kept == nil { kept = try FileHandle(forReadingFrom: URL(fileURLWithPath: path)) }
      try kept?.seek(toOffset: 0)
      return try kept?.readToEnd() ?? Data()
    }
    try file.write(to: URL(fileURLWithPath: target))
    let log = FileManager.default.contents(atPath: path + "-wal")
    try log?.write(to: URL(fileURLWithPath: target + "-wal"))
  }

  /// The files of the store, and copies beside it, that this process holds open, where the system tells.
  func openFiles() -> [String] {
    let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    let open = descriptors.compactMap {
      try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
    }
    let ours = kept.withLock { $0 == nil ? 0 : 1 }
    return Array(open.filter { $0.hasPrefix(files.folder.path) }.sorted().dropFirst(ours))
  }

  /// Puts files that were copied in the place of a store that is closed.
  static func putFiles(_ source: String, at target: String) throws {
    removeFiles(target)
    for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: source + suffix) {
      try FileManager.default.copyItem(atPath: source + suffix, toPath: target + suffix)
    }
  }

  static func removeFiles(_ path: String) {
    for suffix in suffixes { try? FileManager.default.removeItem(atPath: path + suffix) }
  }

  /// What may lie beside a path.
  static let suffixes = ["", "-wal", "-shm", "-journal", "-lock"]
}
