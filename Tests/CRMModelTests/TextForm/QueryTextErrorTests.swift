import CRMModel
import Testing

/// A text that is refused, and where.
struct RefusedText: Sendable, CustomTestStringConvertible {
  let text: String
  let code: ErrorCode
  let line: Int
  let column: Int

  var testDescription: String { text }

  init(_ text: String, _ code: ErrorCode, _ line: Int, _ column: Int) {
    self.text = text
    self.code = code
    self.line = line
    self.column = column
  }

  static let queries: [RefusedText] = [
    RefusedText("", .syntaxError, 1, 1),
    RefusedText("   ", .syntaxError, 1, 4),
    RefusedText("select name, from contact", .syntaxError, 1, 14),
    RefusedText("select name contact", .syntaxError, 1, 13),
    RefusedText("select name\nfrom contact\nwhere amount >\n", .syntaxError, 4, 1),
    RefusedText("from contact where name = \"Zoë 👩‍👩‍👧\" = 5", .syntaxError, 1, 35),
    RefusedText("from contact\r\nwhere \"abc", .unterminatedText, 2, 7),
    RefusedText("from contact where a = 'b\n'", .unterminatedText, 1, 24),
    RefusedText("from contact where a = 2025-02-30", .badLiteral, 1, 24),
    RefusedText("from contact where a = 12x", .badLiteral, 1, 24),
    RefusedText("from contact where a = 5 XQZ", .badLiteral, 1, 26),
    RefusedText("from contact where a = 1.005 USD", .badLiteral, 1, 24),
    RefusedText("from contact where a = 9223372036854775808", .badLiteral, 1, 24),
    RefusedText("from contact where a = \"b\\q\"", .badLiteral, 1, 26),
    RefusedText("from contact where a = \"\\ud800x\"", .badLiteral, 1, 25),
    RefusedText("from contact where a = geo(91, 0)", .badLiteral, 1, 24),
    RefusedText("from contact where a = geo(0x1, 0)", .badLiteral, 1, 28),
    RefusedText("from contact where a during last decade", .badLiteral, 1, 29),
    RefusedText("from contact where a = 5; drop table contact", .syntaxError, 1, 25),
    RefusedText("from contact where lower(a) = 5", .syntaxError, 1, 20),
    RefusedText("from contact where 5 includes \"a\"", .syntaxError, 1, 20),
    RefusedText("from contact where any(school.lesson.student: a)", .syntaxError, 1, 45),
    RefusedText("from contact where order = 5", .syntaxError, 1, 20),
    RefusedText("from contact where a in (b)", .syntaxError, 1, 27),
    RefusedText("from contact where a in (1", .syntaxError, 1, 27),
    RefusedText("from contact where a is 5", .syntaxError, 1, 25),
    RefusedText("from contact where a not 5", .syntaxError, 1, 26),
    RefusedText("from contact group by sum(a)", .syntaxError, 1, 23),
    RefusedText("from contact limit many", .syntaxError, 1, 20),
    RefusedText("from contact limit 5 where a", .syntaxError, 1, 22),
    RefusedText("from contact where name(first: \"a\", first: \"b\") = c", .syntaxError, 1, 37),
  ]
}

@Suite struct `An error in a query's text` {
  @Test(arguments: RefusedText.queries)
  func `names code, line and column`(_ refused: RefusedText) throws {
    let error = try #require(throws: QueryTextError.self) { try Query(text: refused.text) }
    #expect(error.code == refused.code)
    #expect([error.line, error.column] == [refused.line, refused.column], "\(error.debugDescription)")
    #expect(error.kind == .invalid)
  }

  @Test func `shows the line with a caret under the place`() throws {
    let error = try #require(throws: QueryTextError.self) {
      try Query(text: "from contact\n\twhere amount > > 5\nlimit 5")
    }
    #expect(
      error.caretDescription == """
        line 2, column 17: expected a value or a field
         where amount > > 5
                        ^
        """)
  }

  @Test func `shortens long lines on both sides of the place`() throws {
    let left = String(repeating: "a and ", count: 1_000)
    let right = String(repeating: " and b", count: 1_000)
    let error = try #require(throws: QueryTextError.self) { try Formula(text: left + "= 5" + right) }
    let lines = error.caretDescription.split(separator: "\n")
    #expect(error.column == 6_001)
    #expect(lines[1].hasPrefix("…") && lines[1].hasSuffix("…") && lines[1].count < 125)
    #expect(lines[1].dropFirst(lines[2].count - 1).hasPrefix("= 5"))
  }

  @Test func `is safe to log`() throws {
    let error = try #require(throws: QueryTextError.self) { try Formula(text: "name = \"secret\" \"secret\"") }
    #expect(error.description == "syntax_error: line 1, column 17: expected an operator, `and`, `or` or the end")
    #expect(error.debugDescription.contains("secret"))
  }

  @Test func `tells how to write a keyword as a name`() throws {
    let error = try #require(throws: QueryTextError.self) { try Formula(text: "limit > 5") }
    #expect(error.expected.contains("`limit` as a name is written in backquotes"))
  }

  @Test func `says that a text over one mebibyte is too long`() throws {
    let padding = String(repeating: " ", count: (1 << 20) - 1)
    #expect(try Formula(text: padding + "a") == .field("a"))
    let error = try #require(throws: QueryTextError.self) { try Formula(text: padding + "ab") }
    #expect(error.code == .tooLong)
  }
}
