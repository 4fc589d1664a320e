import CRMModel
import Foundation
import Testing

/// A way to nest formulas, as text before and behind what is nested.
struct Nesting: Sendable, CustomTestStringConvertible {
  let before: String
  let behind: String
  /// How many levels of the tree one nesting makes.
  let levels: Int

  var testDescription: String { "\(before)…\(behind)" }

  func text(_ count: Int) -> String {
    String(repeating: before, count: count) + "a" + String(repeating: behind, count: count)
  }

  static let all: [Nesting] = [
    Nesting(before: "(", behind: ")", levels: 0),
    Nesting(before: "not ", behind: "", levels: 1),
    Nesting(before: "not (b and ", behind: ")", levels: 2),
    Nesting(before: "all of (", behind: ")", levels: 1),
    Nesting(before: "any(b by c: ", behind: ")", levels: 1),
    Nesting(before: "count(b by c: ", behind: ") = 1", levels: 2),
    Nesting(before: "(", behind: ") is not null", levels: 2),
    Nesting(before: "condition(", behind: ")", levels: 1),
    Nesting(before: "b in (condition(", behind: "))", levels: 2),
  ]
}

@Suite struct `A nested text` {
  @Test(arguments: Nesting.all)
  func `is read up to the deepest nesting and not one level further`(_ nesting: Nesting) throws {
    let most = nesting.levels == 0 ? 64 : 63 / nesting.levels
    let formula = try Formula(text: nesting.text(most))
    #expect(try Formula(text: formula.text) == formula)
    let error = try #require(throws: QueryTextError.self) { try Formula(text: nesting.text(most + 1)) }
    #expect(error.code == .tooDeep)
  }

  @Test(arguments: Nesting.all)
  func `of ten thousand levels is refused on a stack of half a megabyte`(_ nesting: Nesting) async {
    let text = nesting.text(10_000)
    let code: ErrorCode? = await withCheckedContinuation { continuation in
      let thread = Thread {
        do throws(QueryTextError) {
          _ = try Formula(text: text)
          continuation.resume(returning: nil)
        } catch {
          continuation.resume(returning: error.code)
        }
      }
      thread.stackSize = 512 * 1_024
      thread.start()
    }
    #expect(code == .tooDeep)
  }

  @Test func `may be wide`() throws {
    let text = (0..<50_000).map { "a\($0) = \($0)" }.joined(separator: " or ")
    let formula = try Formula(text: text)
    #expect(formula.children.count == 50_000)
    #expect(formula.text == text)
  }
}
