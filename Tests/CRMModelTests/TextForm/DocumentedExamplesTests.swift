import CRMModel
import Foundation
import Testing

/// The examples in the tables of the language's documentation.
struct DocumentedExamples {
  static let page = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Documentation/QueryLanguage.md")

  /// The middle column of every table with three columns.
  static func read() throws -> [String] {
    let lines = try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
    return lines.compactMap { line in
      let cells = line.components(separatedBy: " | ")
      guard line.hasPrefix("| "), cells.count == 3, cells[1].hasPrefix("`") else { return nil }
      let marks = cells[1].hasPrefix("``") ? 2 : 1
      return cells[1].dropFirst(marks).dropLast(marks).trimmingCharacters(in: .whitespaces)
    }
  }
}

@Suite struct `The documentation of the query language` {
  @Test(arguments: try DocumentedExamples.read())
  func `shows texts as they are written`(_ example: String) throws {
    let isQuery = example.hasPrefix("from ") || example.hasPrefix("select ")
    let text = isQuery ? try Query(text: example).text : try Formula(text: example).text
    #expect(text == example)
  }

  @Test func `has an example for every construct`() throws {
    #expect(try DocumentedExamples.read().count > 70)
  }
}
