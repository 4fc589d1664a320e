import Foundation

/// The published CSV shapes beside the project, read in place.
enum SharedCSVData {
  /// `shared/data` next to the checkout, or what `CRM_DATA` names; nil if neither is there.
  static let root: URL? = {
    if let stated = ProcessInfo.processInfo.environment["CRM_DATA"] { return URL(fileURLWithPath: stated) }
    var directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    while directory.path != "/" {
      let data = directory.appendingPathComponent("shared/data")
      if FileManager.default.fileExists(atPath: data.appendingPathComponent("csv/SOURCE.md").path) { return data }
      directory = directory.deletingLastPathComponent()
    }
    return nil
  }()

  static var isPresent: Bool { root != nil }

  static func names(_ folder: String, where keep: (String) -> Bool = { _ in true }) -> [String] {
    guard let root else { return [] }
    let path = root.appendingPathComponent("csv/\(folder)").path
    let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return files.filter { $0.hasSuffix(".csv") }.map { String($0.dropLast(4)) }.filter(keep).sorted()
  }

  static func bytes(_ path: String) throws -> [UInt8] {
    guard let root else { return [] }
    return [UInt8](try Data(contentsOf: root.appendingPathComponent(path)))
  }

  static func json(_ path: String) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(try bytes(path)))
  }
}
