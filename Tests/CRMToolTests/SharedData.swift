import Foundation

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
}
