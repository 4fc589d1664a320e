import CRMModel
import CRMStorage

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The text form in which a table's layout is kept beside the table.
///
///     {"columns":"0i 1i 2i 3i 4i 5i 116t 117t","id":115,"indexes":[…]}
///
/// The columns are one word each, number and first letter of the kind: every opening reads some hundreds of them.
enum LayoutText {
  private struct Stored: Codable {
    let id: TableID
    let columns: String
    let indexes: [IndexLayout]
  }

  static func encoded(_ layout: TableLayout) throws -> String {
    let columns = layout.columns.map { "\($0.number)\($0.kind.letter)" }.joined(separator: " ")
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let stored = Stored(id: layout.id, columns: columns, indexes: layout.indexes)
    return String(decoding: try encoder.encode(stored), as: UTF8.self)
  }

  static func decoded(_ text: String) throws -> TableLayout {
    guard let stored = try? JSONDecoder().decode(Stored.self, from: Data(text.utf8)) else {
      // What the first files have: an object for each column.
      guard let layout = try? JSONDecoder().decode(TableLayout.self, from: Data(text.utf8)) else { throw damaged }
      return layout
    }
    var columns: [ColumnLayout] = []
    for word in stored.columns.utf8.split(separator: UInt8(ascii: " ")) {
      guard let number = Int32(String(decoding: word.dropLast(), as: UTF8.self)),
        let kind = ColumnKind.allCases.first(where: { $0.letter.utf8.elementsEqual(word.suffix(1)) })
      else { throw damaged }
      columns.append(ColumnLayout(number: number, kind: kind))
    }
    return TableLayout(id: stored.id, columns: columns, indexes: stored.indexes)
  }

  private static var damaged: EngineError {
    EngineError(.damaged, .damaged, "the description of a table cannot be read")
  }
}

extension ColumnKind {
  /// What stands for it behind a column's number.
  fileprivate var letter: String { String(rawValue.prefix(1)) }
}
