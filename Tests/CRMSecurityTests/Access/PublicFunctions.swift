import Foundation
import Testing

/// The public functions that sources declare, each as `Type.name(labels and types)`.
enum PublicFunctions {
  /// Those of all files in some folders of `Sources`, sorted; a function that is declared twice is there twice.
  static func declared(in folders: [String]) throws -> [String] {
    let sources = try folder().appendingPathComponent("Sources")
    var found: [String] = []
    for folder in folders {
      let root = sources.appendingPathComponent(folder)
      let files = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
      for case let file as URL in files where file.pathExtension == "swift" {
        found += declared(in: try String(contentsOf: file, encoding: .utf8))
      }
    }
    return found.sorted()
  }

  /// Those of one file's text.
  static func declared(in text: String) -> [String] {
    let declaration =
      #/^(?:public |final |package |private |fileprivate )*(?:extension|struct|class|enum|actor) ([\w.]+)|(?:public|open) (?:static |class )?func ([^\s(<]+)/#
      .anchorsMatchLineEndings()
    var found: [String] = []
    var type = ""
    for match in text.matches(of: declaration) {
      if let name = match.output.1 {
        type = String(name)
      } else if let name = match.output.2 {
        found.append("\(type).\(name)\(parameters(text[match.range.upperBound...]))")
      }
    }
    return found
  }

  /// The first balanced parentheses of a text, on one line.
  private static func parameters(_ text: Substring) -> String {
    guard let start = text.firstIndex(of: "(") else { return "" }
    var depth = 0
    var end = start
    for index in text[start...].indices {
      if text[index] == "(" { depth += 1 }
      if text[index] == ")" { depth -= 1 }
      end = index
      if depth == 0 { break }
    }
    let words = text[start...end].split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.replacing("( ", with: "(").replacing(" )", with: ")")
  }

  /// The package's folder: the one above this file that has a manifest.
  private static func folder() throws -> URL {
    var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    while !FileManager.default.fileExists(atPath: folder.appendingPathComponent("Package.swift").path) {
      let above = folder.deletingLastPathComponent()
      try #require(above != folder, "the tests lie in no package")
      folder = above
    }
    return folder
  }
}
