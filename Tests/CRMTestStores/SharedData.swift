import Foundation

/// The published data that tests read in place: `shared/data` beside the project, or the folder that `CRM_DATA` names.
public enum SharedData {
  /// The folder; nil if there is none.
  public static let folder: String? = {
    if let stated = ProcessInfo.processInfo.environment["CRM_DATA"] { return stated }
    var place = URL(fileURLWithPath: #filePath)
    while place.path != "/" {
      place.deleteLastPathComponent()
      let data = place.appendingPathComponent("shared/data").path
      if FileManager.default.fileExists(atPath: data) { return data }
    }
    return nil
  }()

  /// Whether a file or folder is there, told by its path below the folder.
  public static func has(_ path: String) -> Bool { place(of: path) != nil }

  /// Where a file or folder lies; nil if it is not there.
  public static func place(of path: String) -> String? {
    guard let place = folder.map({ "\($0)/\(path)" }) else { return nil }
    return FileManager.default.fileExists(atPath: place) ? place : nil
  }

  /// What a file holds.
  ///
  /// - Throws: An error of the file system if it is not there.
  public static func bytes(_ path: String) throws -> [UInt8] {
    guard let place = place(of: path) else { throw CocoaError(.fileNoSuchFile) }
    return [UInt8](try Data(contentsOf: URL(fileURLWithPath: place)))
  }

  /// What a file holds, as text.
  ///
  /// - Throws: An error of the file system if it is not there or no UTF-8.
  public static func text(_ path: String) throws -> String {
    guard let place = place(of: path) else { throw CocoaError(.fileNoSuchFile) }
    return try String(contentsOfFile: place, encoding: .utf8)
  }

  /// The paths of the files below a folder, however deep, that end as told, in order; none if the folder is not there.
  public static func files(in path: String, suffix: String) -> [String] {
    guard let place = place(of: path), let all = FileManager.default.enumerator(atPath: place) else { return [] }
    return all.compactMap { $0 as? String }.filter { $0.hasSuffix(suffix) }.sorted().map { "\(path)/\($0)" }
  }
}
