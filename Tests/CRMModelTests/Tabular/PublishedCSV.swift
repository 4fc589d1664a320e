import CRMTestStores
import Foundation

/// The published CSV shapes of `shared/data`, each with the JSON that it must read as beside it.
enum PublishedCSV {
  /// The names, without ending, of the files of a folder that are to be kept.
  static func names(_ folder: String, where keep: (String) -> Bool = { _ in true }) -> [String] {
    let files = SharedData.files(in: "csv/\(folder)", suffix: ".csv")
    return files.map { String($0.dropFirst("csv/\(folder)/".count).dropLast(4)) }.filter(keep)
  }

  static func json(_ path: String) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(try SharedData.bytes(path)))
  }
}
