import CRM
import CRMTesting
import Foundation
import Testing

/// The engines that everything is tested on.
enum SchoolStore: CaseIterable, Sendable {
  case memory, file

  /// Gives an empty store that can be opened several times in turn, as long as somebody has it open, and removes it after `body`.
  func withSource<T: Sendable>(_ body: (StorageSource) async throws -> T) async throws -> T {
    let name = UUID().uuidString
    if self == .memory { return try await body(StorageSource(identity: { name }) { _ in MemoryEngine() }) }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("school-\(name)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(.sqlite(folder.appendingPathComponent("school.crm").path))
  }

  /// Opens a store with Ana, who learns, and Marta, who teaches, and closes it after `body`.
  func withSession<T: Sendable>(
    _ modules: [any CRMModule], _ body: (Session) async throws -> T
  ) async throws -> T {
    try await withSource { source in
      let workspace = try await Workspace.prepared(on: source, modules: modules, fixtures: [.people])
      do {
        let result = try await body(try await workspace.session(as: .owner))
        await workspace.close()
        return result
      } catch {
        await workspace.close()
        throw error
      }
    }
  }
}

extension Fixture {
  /// Ana learns from Marta.
  static let people = Fixture("people") { tx in
    try tx.insert(Contact { $0.name = PersonName(first: "Ana", last: "López") })
    try tx.insert(User { $0.displayName = "Marta" })
  }
}

/// Times of one day.
enum Times {
  static let morning = "10:00:00+02:00/2025-06-06T11:30:00+02:00[Europe/Madrid]"
  static let noon = "11:00:00+02:00/2025-06-06T12:00:00+02:00[Europe/Madrid]"
  static let afternoon = "14:00:00+02:00/2025-06-06T16:00:00+02:00[Europe/Madrid]"
  static let evening = "18:00:00+02:00/2025-06-06T19:00:00+02:00[Europe/Madrid]"

  static func slot(_ time: String) throws -> ZonedInterval { try ZonedInterval("2025-06-06T\(time)") }
}
