import CRMModel
import Testing

/// JSON that is refused: from the test suite of "Parsing JSON is a Minefield" (Seriot, github.com/nst/JSONTestSuite, files `n_*`).
private let refused: [String] = [
  "[1 true]", "[\"\": 1]", "[\"\"],", "[,1]", "[1,,2]", "[\"x\",,]", "[\"x\"]]", "[\"\",]", "[\"x\"", "[x", "[3[4]]",
  "[,]", "[-]",
  "[   , \"\"]", "[1,", "[1,\n1\n,1", "[\"a\",\n4\n,1,", "[fals]", "[nul]", "[tru]", "[++1234]", "[+1]", "[+Inf]",
  "[-01]", "[-1.0.]",
  "[-2.]", "[-NaN]", "[.-1]", "[.2e-3]", "[0.1.2]", "[0.3e+]", "[0.3e]", "[0.e1]", "[0E+]", "[0E]", "[0e+-1]",
  "[1.0e+]", "[1.0e-]",
  "[1 000.0]", "[1eE2]", "[2.e+3]", "[9.e+]", "[Inf]", "[NaN]", "[１]", "[1+2]", "[0x1]", "[Infinity]", "[-012]",
  "[-.123]", "[-1x]",
  "[1.2a-3]", "[012]", "[\"x\", truth]", "{[: \"x\"}\n", "{\"x\", null}", "{\"x\"::\"b\"}", "{\"a\":\"a\" 123}",
  "{key: 'value'}",
  "{\"a\" b}", "{:\"b\"}", "{\"a\" \"b\"}", "{\"a\":", "{\"a\"", "{1:1}", "{\"id\":0,,,,,}", "{'a':0}", "{\"id\":0,}",
  "{\"a\":\"b\"}/**/", "{\"a\":\"b\"}#", "{a: \"b\"}", "{\"a\":\"a", "{\"a\":\"b\",,\"c\":\"d\"}", "[\"\\uD800\\\"]",
  "[\"\\uD800\\u\"]",
  "[\"\\uD800\\u1\"]", "[\"\\uD800\\u1x\"]", "[é]", "[\"\\x00\"]", "[\"\\\\\\\"]", "[\"\\\t\"]", "[\"\\🌀\"]",
  "[\"\\\"]", "[\"\\u00A\"]",
  "[\"\\a\"]", "[\"\\uqqqq\"]", "[\\u0020\"asd\"]", "[\\n]", "\"", "['single quote']", "abc", "[\"\\",
  "[\"new\nline\"]", "[\"\t\"]",
  "\"\\UA66D\"", "\"\"x", "[\u{2060}]", "<.>", "[<null>]", "[1]x", "[1]]", "[][]", "]", "{}}", "", " ", "[", "{",
  "[\"a\"", "[\"asd]",
  "{\"\":", "*", "2@", "1]", "[True]", "{\"asd\":\"asd\"", "[\u{A0}1]", "\u{C}[]", "[\"a\u{0}a\"]", "123\u{0}",
]

/// JSON that is read, and what it is when written again (the same suite, files `y_*`).
private let accepted: [(String, String)] = [
  ("[[]   ]", "[[]]"), ("[\"\"]", "[\"\"]"), ("[]", "[]"), ("[1\n]", "[1]"), (" [1]", "[1]"), ("[2] ", "[2]"),
  ("[123e65]", "[123e65]"), ("[0e+1]", "[0e+1]"), ("[0e1]", "[0e1]"), ("[ 4]", "[4]"), ("[-0]", "[-0]"),
  ("[1E-2]", "[1E-2]"),
  ("[123.456e78]", "[123.456e78]"), ("[-0.000000000000000000000001]", "[-0.000000000000000000000001]"),
  ("{\"a\":[]}", "{\"a\":[]}"), ("{\"\":0}", "{\"\":0}"), ("{\n\"a\": \"b\"\n}", "{\"a\":\"b\"}"),
  ("{\"foo\\u0000bar\": 42}", "{\"foo\\u0000bar\":42}"), ("[\"\\u0060\\u012a\\u12AB\"]", "[\"`Īካ\"]"),
  ("[\"\\uD801\\udc37\"]", "[\"𐐷\"]"), ("[\"\\ud83d\\ude39\\ud83d\\udc8d\"]", "[\"😹💍\"]"),
  ("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]", "[\"\\\"\\\\/\\b\\f\\n\\r\\t\"]"), ("[\"\\\\u0000\"]", "[\"\\\\u0000\"]"),
  ("[\"\\uDBFF\\uDFFF\"]", "[\"\u{10FFFF}\"]"), ("[\"\u{2028}\u{7F}\"]", "[\"\u{2028}\u{7F}\"]"), ("false", "false"),
  ("42", "42"),
  ("\u{FEFF}[null]", "[null]"), ("[\"\\u001f\"]", "[\"\\u001f\"]"),
]

@Suite struct `JSON text` {
  @Test(arguments: refused)
  func `is refused where the published suite says so`(_ text: String) {
    #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
  }

  @Test(arguments: accepted)
  func `is read where the published suite says so`(_ text: String, _ written: String) throws {
    #expect(try JSONValue(parsing: text).text() == written)
  }

  @Test(arguments: [
    ("{\"a\": 1,\n  \"é\" 2}", 2, 7, "json_syntax"), ("[1,\r\n x]", 2, 2, "json_syntax"), ("", 1, 1, "json_syntax"),
    ("{\"a\":1,\n\"a\":2}", 2, 1, "duplicate_key"), ("[\"ab\\q\"]", 1, 5, "json_syntax"),
  ])
  func `tells line and column of what is wrong`(_ text: String, _ line: Int, _ column: Int, _ code: String) throws {
    let error = try #require(throws: JSONError.self) { try JSONValue(parsing: text) }
    #expect(error.line == line)
    #expect(error.column == column)
    #expect(error.code.rawValue == code)
  }

  @Test func `is written with two spaces a level when it is to be read by people`() {
    let value: JSONValue = ["a": [1, ["b": .null]], "c": [], "d": [:], "e": true]
    let lines = [
      "{", "  \"a\": [", "    1,", "    {", "      \"b\": null", "    }", "  ],", "  \"c\": [],", "  \"d\": {},",
      "  \"e\": true", "}",
    ]
    #expect(value.text(isPretty: true) == lines.joined(separator: "\n"))
    #expect(value.text() == #"{"a":[1,{"b":null}],"c":[],"d":{},"e":true}"#)
  }

  @Test func `goes behind bytes that are there already`() {
    var bytes = Array("x".utf8)
    (["k": "v"] as JSONValue).write(to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == #"x{"k":"v"}"#)
  }

  @Test func `keeps an object's keys in order and takes the last of two equal ones from a literal`() {
    var object = JSONObject([("b", 1), ("a", 2), ("b", 3)])
    #expect(object.keys == ["b", "a"])
    #expect(object["b"] == 3)
    object["b"] = nil
    #expect(object.keys == ["a"])
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `reads back what was written, pretty or not`(_ run: UInt64) throws {
    let seed = JSONTestValues.seed &+ run
    var values = JSONTestValues(seed: seed)
    let value = values.json(depth: 6)
    for isPretty in [false, true] {
      #expect(try JSONValue(parsing: value.text(isPretty: isPretty)) == value, "seed \(seed)")
    }
  }
}

@Suite struct `Hostile JSON` {
  @Test(arguments: ["[", "{\"a\":", "[{\"a\":"])
  func `nested ten thousand levels deep is refused, not followed`(_ opening: String) throws {
    let text = String(repeating: opening, count: 10_000)
    let error = try #require(throws: JSONError.self) { try JSONValue(parsing: text) }
    #expect(error.code == .tooDeep)
  }

  @Test func `of 64 levels is read and of 65 is not`() throws {
    func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(try JSONValue(parsing: nested(64)).text() == nested(64))
    #expect(throws: JSONError.self) { try JSONValue(parsing: nested(65)) }
    #expect(throws: JSONError.self) { try JSONValue(parsing: nested(3), limits: JSONLimits(depth: 2)) }
  }

  @Test func `deeper than the parser goes is written without running out of stack`() {
    var value: JSONValue = 1
    for _ in 0..<10_000 { value = [value] }
    #expect(value.text().utf8.count == 20_001)
  }

  @Test(
    arguments: [
      [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
      [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xE2, 0x82],
    ] as [[UInt8]])
  func `with bytes that are no UTF-8 is refused where they stand`(_ bytes: [UInt8]) throws {
    let error = try #require(throws: JSONError.self) { try JSONValue(parsing: bytes) }
    #expect(error.code == .invalidUTF8)
    #expect(error.column == 2)
  }

  @Test(arguments: [#"["\ud800"]"#, #"["\udc00"]"#, #"["\ud800\ud800"]"#, #"["\ud800x"]"#, #"["\udc00\ud800"]"#])
  func `with half a surrogate pair is refused`(_ text: String) throws {
    let error = try #require(throws: JSONError.self) { try JSONValue(parsing: text) }
    #expect(error.code == .jsonSyntax)
    #expect(error.column == 3)
  }

  @Test(arguments: [2, 9, 2_000])
  func `with a key twice is refused however many keys there are`(_ count: Int) throws {
    let keys = (0..<count).map { "\"k\($0)\":0" } + ["\"k0\":1"]
    let error = try #require(throws: JSONError.self) { try JSONValue(parsing: "{\(keys.joined(separator: ","))}") }
    #expect(error.code == .duplicateKey)
  }

  @Test func `with canonically equivalent keys has a key twice`() throws {
    let error = try #require(throws: JSONError.self) { try JSONValue(parsing: "{\"\u{E9}\":1,\"e\u{301}\":2}") }
    #expect(error.code == .duplicateKey)
  }

  @Test func `beyond the limits of bytes and values is refused`() throws {
    let byBytes = try #require(throws: JSONError.self) { try JSONValue(parsing: "[1,2]", limits: JSONLimits(bytes: 4)) }
    #expect(byBytes.code == .tooLarge)
    let byValues = try #require(throws: JSONError.self) {
      try JSONValue(parsing: "[1,2]", limits: JSONLimits(values: 2))
    }
    #expect(byValues.code == .tooLarge)
    #expect(try JSONValue(parsing: "[1,2]", limits: JSONLimits(bytes: 5, values: 3)) == [1, 2])
  }

  @Test func `with a number of a hundred thousand digits keeps it and makes no decimal of it`() throws {
    let digits = String(repeating: "7", count: 100_000)
    guard case .number(let number) = try JSONValue(parsing: digits) else {
      Issue.record("no number")
      return
    }
    #expect(number.text == digits)
    #expect(number.double == nil)
    #expect(throws: ValueError.self) { try number.decimal() }
  }
}

@Suite struct `A JSON number` {
  @Test(arguments: [
    ("1e3", "1000"), ("-1.50E+1", "-15"), ("12500e-3", "12.5"), ("0.00e999999999999999999999", "0"), ("-0", "0"),
    ("-0.0e5", "0"),
    ("1e-18", "0.000000000000000001"), ("0.00000000000000000001e20", "1"),
    ("1e37", "1" + String(repeating: "0", count: 37)),
    ("9007199254740993", "9007199254740993"), ("100e-2", "1"), ("-5e-1", "-0.5"),
  ])
  func `means an exact decimal`(_ text: String, _ expected: String) throws {
    #expect(try #require(JSONNumber(text: text)).decimal().description == expected)
  }

  @Test(arguments: [
    "1e38", "1e-19", "1e999999999999999999999", "1e-999999999999999999999", "1e9223372036854775807",
    "0.1e-9223372036854775808",
  ])
  func `beyond what decimals hold is refused`(_ text: String) throws {
    let number = try #require(JSONNumber(text: text))
    let error = try #require(throws: ValueError.self) { try number.decimal() }
    #expect(error.code == "out_of_range")
  }

  @Test(arguments: ["", "-", "01", "1.", ".5", "+1", "1e", "0x10", "NaN", "1 ", " 1", "1,0", "٣"])
  func `is made of nothing but the grammar of numbers`(_ text: String) {
    #expect(JSONNumber(text: text) == nil)
  }

  @Test(arguments: [0.1, -3.7, 1e-7, 1e300, .leastNonzeroMagnitude, 40])
  func `holds a floating point number to the last bit`(_ value: Double) throws {
    let number = try #require(JSONNumber(value))
    #expect(number.double == value)
    #expect(JSONNumber(text: number.text) == number)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func `is never infinite`(_ value: Double) {
    #expect(JSONNumber(value) == nil)
  }
}
