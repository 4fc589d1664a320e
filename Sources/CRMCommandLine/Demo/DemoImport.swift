internal import CRM

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Fills a store from a folder with the four files.
struct DemoImport {
  /// A file and what became of it.
  struct Step: Sendable {
    let file: String
    let report: ImportReport
  }

  /// The files in the order in which they refer to each other, with the maps they are read by.
  static let files = [
    ("accounts.csv", DemoMaps.accounts), ("products.csv", DemoMaps.products), ("sales_teams.csv", DemoMaps.teams),
    ("sales_pipeline.csv", DemoMaps.pipeline),
  ]

  /// Imports all files of a folder; rows that are refused are left out and reported.
  ///
  /// A file `accounts.map.json` beside `accounts.csv` takes the place of the map that is built in, and so for the
  /// others.
  static func run(_ folder: String, _ session: Session) async throws -> [Step] {
    try check(folder)
    let stages = ImportSource.bytes(Array(DemoMaps.stagesFile.utf8))
    _ = try await session.importCSV(stages, map: try DemoMaps.map(DemoMaps.stages))
    var options = ImportOptions()
    options.onError = .skip
    var steps: [Step] = []
    for (name, standard) in files {
      let path = "\(folder)/\(name)"
      let own = "\(folder)/\(name.dropLast(4)).map.json"
      let map =
        FileManager.default.fileExists(atPath: own)
        ? try ImportMap(jsonBytes: StoreFile.bytes(own)) : try DemoMaps.map(standard)
      let report = try await session.importCSV(.file(path), map: map, options: options)
      steps.append(Step(file: name, report: report))
    }
    return steps
  }

  /// Says which file is missing, if one is.
  static func check(_ folder: String) throws {
    for (name, _) in files where !FileManager.default.fileExists(atPath: "\(folder)/\(name)") {
      throw ToolFailure("there is no \(name) in \(folder)")
    }
  }
}
