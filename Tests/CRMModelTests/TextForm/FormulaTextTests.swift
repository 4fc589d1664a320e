import CRMModel
import Testing

@Suite struct `The text of a formula` {
  @Test(arguments: FormulaExample.all)
  func `is written as documented and read back as the same tree`(_ example: FormulaExample) throws {
    #expect(example.formula.text == example.text)
    #expect(try Formula(text: example.text) == example.formula)
  }

  @Test(arguments: ValueExample.plain)
  func `holds plain constants exactly`(_ example: ValueExample) throws { try Self.check(example) }

  @Test(arguments: try ValueExample.checked())
  func `holds checked constants exactly`(_ example: ValueExample) throws { try Self.check(example) }

  @Test func `measures a distance in metres`() throws {
    let madrid = try GeoPoint(latitude: 40.4, longitude: -3.7)
    let formula = Formula.compare(.less, .distance("place", madrid), .literal(5000))
    #expect(formula.text == "distance(place, geo(40.4, -3.7)) < 5000")
    #expect(try Formula(text: formula.text) == formula)
  }

  @Test(arguments: [
    ("A AND NOT B Or c", "A and not B or c"),
    ("a <> 1", "a != 1"),
    ("((a)) = ((1))", "a = 1"),
    ("not a is null", "a is not null"),
    ("not a in (1)", "a not in (1)"),
    ("a = 'it\\'s'", "a = \"it's\""),
    ("a = \"\\u00e9\\ud83d\\ude00\\/\"", "a = \"é😀/\""),
    ("amount>1000", "amount > 1000"),
    ("amount>-5", "amount > -5"),
    ("a = 12.500", "a = 12.5"),
    ("a = 007", "a = 7"),
    ("a = 48000 USD", "a = 48000.00 USD"),
    ("a between 5 AND 6", "a between 5 and 6"),
    ("5 NOT IN (1)", "5 not in (1)"),
    ("d during 'last 90 days'", "d during last 90 days"),
    ("d DURING LAST 1 QUARTER", "d during last quarter"),
    ("d during previous 1 day", "d during yesterday"),
    ("all of (a, b)", "a and b"),
    ("any of (a and b, c)", "a and b or c"),
    ("t = 2025-06-06T16:50:00+02:00", "t = 2025-06-06T14:50:00Z"),
    ("t = P1DT1H", "t = PT25H"),
    ("name = name(last: \"B\", first: \"A\")", "name = name(first: \"A\", last: \"B\")"),
    ("\n a .\tb\r\n= 1 ", "a.b = 1"),
    ("`plain` = 1", "plain = 1"),
    ("Any(lesson By student : a)", "any(lesson by student: a)"),
    ("t = geo(4.04e1, -037.0)", "t = geo(40.4, -37.0)"),
  ])
  func `accepts other spellings and writes one`(_ spelling: String, _ canonical: String) throws {
    let formula = try Formula(text: spelling)
    #expect(formula.text == canonical)
    #expect(try Formula(text: canonical) == formula)
  }

  @Test func `is written for formulas too deep to be read`() throws {
    var formula = Formula.field("a")
    for _ in 0..<5_000 { formula = .not(.and([formula])) }
    #expect(formula.text.hasPrefix("not all of (not all of ("))
    let text = formula.text
    #expect { try Formula(text: text) } throws: { ($0 as? QueryTextError)?.code == .tooDeep }
  }

  private static func check(_ example: ValueExample) throws {
    let formulas: [Formula] = [.literal(example.value), .isIn(.field("a"), [example.value, example.value])]
    #expect(formulas.map(\.text) == [example.text, "a in (\(example.text), \(example.text))"])
    #expect(try formulas.map { try Formula(text: $0.text) } == formulas)
  }
}
