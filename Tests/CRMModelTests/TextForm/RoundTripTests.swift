import CRMModel
import Testing

@Suite struct `Generated queries and formulas` {
  @Test(arguments: [1, 20_250_606, 0xC0FFEE] as [UInt64])
  func `are read back from their text as they were, and written alike again`(_ seed: UInt64) throws {
    var generator = try FormulaGenerator(seed: seed)
    for round in 0..<1_500 {
      let formula = generator.formula(1 + round % 6)
      let text = formula.text
      let read = try #require(try? Formula(text: text), "seed \(seed), round \(round): \(text)")
      try #require(read == formula, "seed \(seed), round \(round): \(text)")
      try #require(read.text == text, "seed \(seed), round \(round): \(text)")
      // Equal texts may still differ in their scalars.
      try #require(
        String(describing: read).utf8.elementsEqual(String(describing: formula).utf8), "seed \(seed): \(text)")
    }
    let kinds = [
      "and", "or", "not", "compare", "between", "isIn", "textMatch", "isNull", "isTrue", "related", "count", "now",
      "today",
      "includes", "during", "within", "distance", "aggregate", "literal", "field", "value null", "value boolean",
      "value integer", "value decimal", "value money", "value text", "value date", "value instant", "value timeOfDay",
      "value duration", "value zonedDateTime", "value interval", "value zonedInterval", "value dateRange",
      "value geoPoint",
      "value personName", "value address", "value phone", "value codes", "value reference", "value file",
      "value condition",
    ]
    print(
      "seed \(seed):",
      generator.histogram.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
    for kind in kinds { #expect(generator.histogram[kind, default: 0] >= 5, "seed \(seed): too few of \(kind)") }
  }

  @Test(arguments: [2, 19_700_101] as [UInt64])
  func `keep every clause of a query`(_ seed: UInt64) throws {
    var generator = try FormulaGenerator(seed: seed)
    for round in 0..<1_000 {
      let query = generator.query()
      let text = query.text
      let read = try #require(try? Query(text: text), "seed \(seed), round \(round): \(text)")
      try #require(read == query, "seed \(seed), round \(round): \(text)")
      try #require(read.text == text, "seed \(seed), round \(round): \(text)")
    }
  }

  @Test(arguments: [3, 4, 5] as [UInt64])
  func `give a value or an error at a place when their texts are damaged`(_ seed: UInt64) throws {
    var generator = try FormulaGenerator(seed: seed)
    var outcomes: [ErrorCode: Int] = [:]
    for round in 0..<1_500 {
      let text = generator.damaged(generator.query().text)
      do throws(QueryTextError) {
        let query = try Query(text: text)
        let again = try Query(text: query.text)
        #expect(again == query, "seed \(seed), round \(round): \(text)")
        outcomes["read", default: 0] += 1
      } catch {
        let lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false)
        #expect((1...lines.count).contains(error.line), "seed \(seed), round \(round): \(text)")
        let line = String(decoding: Array(lines[error.line - 1]), as: UTF8.self)
        #expect((1...(line.count + 1)).contains(error.column), "seed \(seed), round \(round): \(text)")
        outcomes[error.code, default: 0] += 1
      }
    }
    print("seed \(seed):", outcomes.sorted { $0.key.rawValue < $1.key.rawValue })
    for code in ["read", .syntaxError, .badLiteral, .unterminatedText] as [ErrorCode] {
      #expect(outcomes[code, default: 0] >= 10, "seed \(seed): too few of \(code)")
    }
  }
}
