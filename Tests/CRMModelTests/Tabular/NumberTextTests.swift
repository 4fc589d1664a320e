import CRMModel
import Testing

@Suite struct `A number in text` {
  @Test(
    arguments: [
      ("1.234,56", DecimalSign.comma, GroupingSign.point, "1234.56", nil), ("1,234.56", .point, .comma, "1234.56", nil),
      ("1 234,56", .comma, .space, "1234.56", nil), ("1\u{A0}234\u{202F}567,5", .comma, .space, "1234567.5", nil),
      ("1'234.50", .point, .apostrophe, "1234.50", nil), ("1’234.50", .point, .apostrophe, "1234.50", nil),
      ("1234,56 €", .comma, .point, "1234.56", "€"), ("€1.234", .comma, .point, "1234", "€"),
      ("$1.234", .point, .comma, "1.234", "$"),
      ("USD 12.50", .point, .comma, "12.50", "USD"), ("12,50 EUR", .comma, .none, "12.50", "EUR"),
      ("US$ 5", .point, .comma, "5", "US$"), ("-$5", .point, .comma, "-5", "$"), ("$-5", .point, .comma, "-5", "$"),
      ("\u{2212}5", .point, .comma, "-5", nil), ("+5", .point, .comma, "5", nil),
      ("(1,234.50)", .point, .comma, "-1234.50", nil),
      ("($5)", .point, .comma, "-5", "$"), (" 007 ", .point, .comma, "7", nil), ("-0,00", .comma, .point, "0.00", nil),
      (".5", .point, .comma, "0.5", nil), ("0", .point, .none, "0", nil),
      ("100000000000000000000", .point, .none, "100000000000000000000", nil),
    ] as [(String, DecimalSign, GroupingSign, String, String?)])
  func `reads by its stated signs`(
    _ text: String, _ decimal: DecimalSign, _ grouping: GroupingSign, _ digits: String, _ currency: String?
  ) throws {
    let number = try NumberText(text, decimal: decimal, grouping: grouping)
    #expect(number.digits == digits)
    #expect(number.currency == currency)
  }

  @Test(arguments: [
    ("", "not_a_number"), ("12abc", "not_a_number"), ("１２", "not_a_number"), ("1,23,4", "wrong_grouping"),
    ("1,5", "wrong_grouping"),
    ("1,2345", "wrong_grouping"), ("1234,567", "wrong_grouping"), ("0,123", "wrong_grouping"),
    (",123", "wrong_grouping"),
    ("1,234,", "wrong_grouping"), ("1,,234", "wrong_grouping"), ("1.234,567", "wrong_grouping"),
    ("1,23.4", "wrong_grouping"),
    ("5.", "not_a_number"), (".", "not_a_number"), ("1.2.3", "not_a_number"), ("--5", "not_a_number"),
    ("(-5)", "not_a_number"),
    ("5-", "not_a_number"), ("(5", "not_a_number"), ("5)", "not_a_number"), ("1E5", "not_a_number"),
    ("5%", "not_a_number"),
    ("NaN", "not_a_number"), ("inf", "not_a_number"), ("1 234", "not_a_number"), ("$5 €", "not_a_number"),
    ("12 EURO", "not_a_number"),
    ("٣", "not_a_number"), ("0x10", "not_a_number"), ("=5", "not_a_number"), ("1\n", "not_a_number"),
    ("()", "not_a_number"),
  ])
  func `is refused in any other form`(_ text: String, _ code: String) {
    let error = #expect(throws: ValueError.self) { try NumberText(text, decimal: .point, grouping: .comma) }
    #expect(error?.code == ErrorCode(code))
  }

  @Test func `has at most a hundred digits and two different signs`() throws {
    let longest = String(repeating: "9", count: 100)
    #expect(try NumberText(longest, decimal: .point, grouping: .none).digits == longest)
    #expect(throws: ValueError.self) { try NumberText(longest + "9", decimal: .point, grouping: .none) }
    #expect(throws: ValueError.self) { try NumberText("1", decimal: .point, grouping: .point) }
  }
}
