import CRMModel
import CRMStorage

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The text form in which a table's layout is kept beside the table.
enum LayoutText {
  static func encoded(_ layout: TableLayout) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return String(decoding: try encoder.encode(layout), as: UTF8.self)
  }

  static func decoded(_ text: String) throws -> TableLayout {
    do {
      return try JSONDecoder().decode(TableLayout.self, from: Data(text.utf8))
    } catch {
      throw EngineError(.damaged, .damaged, "the description of a table cannot be read")
    }
  }
}
