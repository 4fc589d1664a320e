import CRMModel
import CRMStorage
import Foundation
import Testing

@testable import CRMSQLite

@Suite struct `The text of a table's layout` {
  private static let layout = TableLayout(
    id: 7,
    columns: [
      ColumnLayout(number: 0, kind: .integer), ColumnLayout(number: 12, kind: .text),
      ColumnLayout(number: 13, kind: .real),
    ],
    indexes: [
      IndexLayout(number: 14, columns: [12], isUnique: true, filter: .isNull(.column(ColumnRef(column: 5)))),
      IndexLayout(number: 15, columns: [13, 12]),
    ])

  @Test func `has a word for each column and index, and reads back as it was`() throws {
    let text = try LayoutText.encoded(Self.layout)
    #expect(text.hasPrefix(#"{"columns":"0i 12t 13r","filters":{"14":"#))
    #expect(text.hasSuffix(#"},"id":7,"indexes":"14u:12 15:13,12"}"#))
    #expect(try LayoutText.decoded(text) == Self.layout)
  }

  @Test func `is read in the form with an object for each index too`() throws {
    let indexes = String(decoding: try JSONEncoder().encode(Self.layout.indexes), as: UTF8.self)
    let text = #"{"columns":"0i 12t 13r","id":7,"indexes":\#(indexes)}"#
    #expect(try LayoutText.decoded(text) == Self.layout)
  }

  @Test func `is read in the form of the first files too`() throws {
    let text = String(decoding: try JSONEncoder().encode(Self.layout), as: UTF8.self)
    #expect(text.contains(#""kind""#))
    #expect(try LayoutText.decoded(text) == Self.layout)
  }

  @Test(arguments: ["", "{}", "0i", #"{"columns":"0i","id":7,"indexes":0}"#])
  func `that is no layout is damage`(_ text: String) {
    let error = #expect(throws: EngineError.self) { try LayoutText.decoded(text) }
    #expect(error?.code == .damaged)
  }

  @Test(arguments: ["0", "0x", "i", "1.5t", "99999999999t", "0i é"])
  func `with a word that is no column is damage`(_ columns: String) {
    let error = #expect(throws: EngineError.self) {
      try LayoutText.decoded(#"{"columns":"\#(columns)","id":7,"indexes":""}"#)
    }
    #expect(error?.code == .damaged)
  }

  @Test(arguments: ["14", "u:12", "14:", "14:12,", "14u12", "14:12:13", "14:99999999999", "1.5:12"])
  func `with a word that is no index is damage`(_ indexes: String) {
    let error = #expect(throws: EngineError.self) {
      try LayoutText.decoded(#"{"columns":"0i","id":7,"indexes":"\#(indexes)"}"#)
    }
    #expect(error?.code == .damaged)
  }
}
