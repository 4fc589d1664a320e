import CRMModel
import Testing

@Suite struct `Reading an automatic number` {
  @Test(
    arguments: [
      ("INV-{yyyy}-", 5, true, "INV-2026-00042", 2026, 42), ("INV-{yyyy}-", 5, false, "INV-2026-00042", 0, 42),
      ("{yy}/{mm}/", 1, true, "24/12/7", 2024, 7), ("", 3, false, "1000", 0, 1_000),
      ("É-", 2, false, "É-01", 0, 1), ("{yyyy}{yy}", 1, true, "2025251", 2025, 1),
    ] as [(String, Int, Bool, String, Int, Int64)])
  func `tells the counter and its year`(
    _ prefix: String, _ padding: Int, _ yearly: Bool, _ text: String, _ key: Int, _ counter: Int64
  ) throws {
    let format = try AutoNumberFormat(prefix: prefix, padding: padding, yearlyReset: yearly)
    let number = try #require(format.reading(text, near: 2026))
    #expect(number.key == key)
    #expect(number.counter == counter)
  }

  @Test(arguments: [
    "", "N-", "N-2026-", "N-2026-13-001", "N-2026-00-001", "N-0000-01-001", "N-2026-01-01", "N-2026-01-0001",
    "N-2026-01-000", "N-2026-01-1000000000000000000", "N-2026-01-1 0", "n-2026-01-001", "N-2026-01-001 ",
    "N-20a6-01-001",
    "N-2026-01-٠٠١",
  ])
  func `gives nothing for text that no counter makes`(_ text: String) throws {
    #expect(try AutoNumberFormat(prefix: "N-{yyyy}-{mm}-", padding: 3).reading(text, near: 2026) == nil)
  }

  @Test(arguments: 1...12)
  func `is the reverse of writing one`(_ padding: Int) throws {
    let format = try AutoNumberFormat(prefix: "A{yyyy}B{mm}", padding: padding, yearlyReset: true)
    for counter in [1, 9, 10, format.highestPadded, format.highestPadded + 1, 999_999_999_999_999_999] {
      let number = format.reading(try format.text(for: counter, on: (1999, 7)), near: 2026)
      #expect(number?.key == 1999 && number?.counter == counter)
    }
  }
}
