import CRMModel
import Testing

@Suite struct `A hostile text` {
  static let texts = [
    "\"", "\\", "\\\"", "\" or \"\" = \"", "'; drop table contact; --", "Robert'); DROP TABLE students;--",
    "a\0b", "\u{1B}[2J", "\n from", "\r\n", "\u{2028}", "\u{202E}gnp.exe", "`", "${jndi}", "%s%n", "\\u0022", "1 = 1",
    "\u{FEFF}", "e\u{301}", "\u{10FFFF}", String(repeating: "\\", count: 99), String(repeating: "\"", count: 99),
  ]

  @Test(arguments: texts)
  func `stays one constant in a query`(_ text: String) throws {
    let query = Query("contact").where(.compare(.equal, .field("name"), .literal(.text(text)))).limit(1)
    let read = try Query(text: query.text)
    #expect(read == query)
    guard case .compare(_, _, .literal(.text(let found)))? = read.condition else {
      Issue.record("not a comparison with a text")
      return
    }
    #expect(found.utf8.elementsEqual(text.utf8))
  }

  @Test(arguments: texts)
  func `stays one name in a query`(_ text: String) throws {
    var query = Query("contact")
    query.selection = [SelectTerm(.field(FieldPath(words: [text, text])), as: text)]
    #expect(try Query(text: query.text) == query)
  }

  @Test(arguments: texts)
  func `shows no control and no change of direction where it is written`(_ text: String) {
    let written = Formula.literal(.text(text)).text
    #expect(written.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control && $0 != "\u{202E}" })
  }

  @Test(arguments: texts)
  func `is no query by itself`(_ text: String) {
    #expect(throws: QueryTextError.self) { try Query(text: text) }
  }
}
