import CRMModel
import Testing

@Suite struct `A value error` {
  @Test func `shows its input only in the debug description`() {
    let error = ValueError("not_a_number", "digits expected", input: "secret")
    #expect(error.description == "not_a_number: digits expected")
    #expect(error.debugDescription.contains("secret"))
  }

  @Test func `keeps at most eighty characters of its input`() {
    let error = ValueError("too_long", "at most 255 characters", input: String(repeating: "x", count: 1_000))
    #expect(error.input?.count == 80)
  }
}
