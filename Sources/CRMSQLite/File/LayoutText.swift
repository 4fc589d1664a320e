import CRMModel
import CRMStorage

/// The text form in which a table's layout is kept beside the table.
///
///     {"columns":"0i 1i 2i 3i 4i 5i 116t 117t","filters":{"118":…},"id":115,"indexes":"117:117,116 118u:118"}
///
/// Every opening reads some hundreds of columns and indexes, so each is a word: a column its number and the first letter of its kind, an
/// index its number, `u` if it is unique, and the numbers of its columns. What an index is limited to is kept under its number.
enum LayoutText {
  private struct Stored: Codable {
    let id: TableID
    let columns: String
    let indexes: String
    let filters: [String: Filter]?
  }

  /// What earlier files have: an object for each index.
  private struct StoredBefore: Decodable {
    let id: TableID
    let columns: String
    let indexes: [IndexLayout]
  }

  static func encoded(_ layout: TableLayout) throws -> String {
    let columns = layout.columns.map { "\($0.number)\($0.kind.letter)" }
    let indexes = layout.indexes.map { index in
      "\(index.number)\(index.isUnique ? "u" : ""):\(index.columns.map(String.init).joined(separator: ","))"
    }
    let filters = layout.indexes.compactMap { index in index.filter.map { (String(index.number), $0) } }
    let stored = Stored(
      id: layout.id, columns: columns.joined(separator: " "), indexes: indexes.joined(separator: " "),
      filters: filters.isEmpty ? nil : Dictionary(uniqueKeysWithValues: filters))
    return try JSONTreeEncoder.encode(stored).text()
  }

  static func decoded(_ text: String) throws -> TableLayout {
    guard let json = try? JSONValue(parsing: text, limits: .unlimited) else { throw damaged }
    if let stored = try? JSONTreeDecoder.decode(Stored.self, from: json) {
      return TableLayout(
        id: stored.id, columns: try words(stored.columns, column),
        indexes: try words(stored.indexes) { word in
          var index = try index(word)
          index.filter = stored.filters?[String(index.number)]
          return index
        })
    }
    if let stored = try? JSONTreeDecoder.decode(StoredBefore.self, from: json) {
      return TableLayout(id: stored.id, columns: try words(stored.columns, column), indexes: stored.indexes)
    }
    // What the first files have: an object for each column, too.
    guard let layout = try? JSONTreeDecoder.decode(TableLayout.self, from: json) else { throw damaged }
    return layout
  }

  private typealias Word = Substring.UTF8View.SubSequence

  private static func words<T>(_ text: String, _ read: (Word) throws -> T) rethrows -> [T] {
    try text[...].utf8.split(separator: UInt8(ascii: " ")).map(read)
  }

  private static func column(_ word: Word) throws -> ColumnLayout {
    guard let kind = ColumnKind.allCases.first(where: { $0.letter.utf8.elementsEqual(word.suffix(1)) }) else {
      throw damaged
    }
    return ColumnLayout(number: try number(word.dropLast()), kind: kind)
  }

  private static func index(_ word: Word) throws -> IndexLayout {
    let parts = word.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw damaged }
    let isUnique = parts[0].last == UInt8(ascii: "u")
    return IndexLayout(
      number: try number(isUnique ? parts[0].dropLast() : parts[0]),
      columns: try parts[1].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map(number),
      isUnique: isUnique)
  }

  private static func number(_ digits: Word) throws -> Int32 {
    guard let number = Int32(Substring(digits)) else { throw damaged }
    return number
  }

  private static var damaged: EngineError {
    EngineError(.damaged, .damaged, "the description of a table cannot be read")
  }
}

extension ColumnKind {
  /// What stands for it behind a column's number.
  fileprivate var letter: String { String(rawValue.prefix(1)) }
}
