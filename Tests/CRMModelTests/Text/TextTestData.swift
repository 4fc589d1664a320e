import Foundation

/// Where the published data sets lie that several suites check themselves against.
enum TextTestData {
  /// The folder named by `CRM_DATA`, else `../shared/data` beside the project.
  static let folder: URL? = {
    let files = FileManager.default
    if let path = ProcessInfo.processInfo.environment["CRM_DATA"] { return URL(fileURLWithPath: path) }
    var folder = URL(fileURLWithPath: #filePath)
    while folder.path.count > 1 {
      folder = folder.deletingLastPathComponent()
      let data = folder.appendingPathComponent("shared/data")
      if files.fileExists(atPath: data.path) { return data }
    }
    return nil
  }()

  static func contents(_ path: String) throws -> Data {
    guard let folder else { throw CocoaError(.fileNoSuchFile) }
    return try Data(contentsOf: folder.appendingPathComponent(path))
  }

  static func has(_ path: String) -> Bool {
    guard let folder else { return false }
    return FileManager.default.fileExists(atPath: folder.appendingPathComponent(path).path)
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers from the same seed on every machine.
struct TextTestGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
