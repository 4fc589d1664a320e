import Foundation
import Synchronization

/// The data that tests read in place: `shared/data` beside the project, or wherever `CRM_DATA` says.
enum SharedData {
  static let folder: String? = {
    if let stated = ProcessInfo.processInfo.environment["CRM_DATA"] { return stated }
    var place = URL(fileURLWithPath: #filePath)
    while place.path != "/" {
      place.deleteLastPathComponent()
      let data = place.deletingLastPathComponent().appendingPathComponent("shared/data").path
      if FileManager.default.fileExists(atPath: data) { return data }
    }
    return nil
  }()

  /// The files below a folder that end as told, in the order of their paths.
  static func files(in name: String, suffix: String) -> [String] {
    guard let folder, let all = FileManager.default.enumerator(atPath: "\(folder)/\(name)") else { return [] }
    return all.compactMap { $0 as? String }.filter { $0.hasSuffix(suffix) }.sorted().map { "\(folder)/\(name)/\($0)" }
  }

  /// Where the rows of a file of a published set lie.
  static func json(of path: String) -> String {
    path.replacingOccurrences(of: "/csvs/", with: "/json/").replacingOccurrences(
      of: "/csv/test-data/csv/", with: "/csv/test-data/json/"
    )
    .replacingOccurrences(of: ".csv", with: ".json")
  }
}

/// Counts calls from any thread.
final class ChunkCounter: Sendable {
  private let state = Mutex(0)

  func add(_ number: Int = 1) { state.withLock { $0 += number } }
  var count: Int { state.withLock { $0 } }
}
