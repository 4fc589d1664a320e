import Foundation
import Testing

/// A document of the project, for tests that keep to what it says.
struct ProjectDocument {
  let text: String

  /// Reads a document of `Documentation`, found by walking up from here.
  init(_ name: String) throws {
    var place = URL(fileURLWithPath: #filePath)
    var found: String?
    while found == nil, place.path != "/" {
      place.deleteLastPathComponent()
      found = try? String(contentsOf: place.appendingPathComponent("Documentation/\(name)"), encoding: .utf8)
    }
    text = try #require(found)
  }

  /// The first block after a heading, each of its lines ended.
  func block(after heading: String, _ language: String = "json") throws -> String {
    let section = try #require(text.components(separatedBy: "## \(heading)\n").dropFirst().first)
    let block = try #require(section.components(separatedBy: "```\(language)\n").dropFirst().first)
    return try #require(block.components(separatedBy: "```").first)
  }
}
