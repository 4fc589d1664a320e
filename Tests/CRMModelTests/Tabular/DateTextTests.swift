import CRMModel
import Testing

@Suite struct `A date in text` {
  @Test(arguments: [
    ("31/12/2025", DateOrder.dmy, [2025, 12, 31]), ("12/31/2025", .mdy, [2025, 12, 31]),
    ("2025/12/31", .ymd, [2025, 12, 31]),
    ("31.12.2025", .dmy, [2025, 12, 31]), ("1-2-2025", .dmy, [2025, 2, 1]), ("1-2-2025", .mdy, [2025, 1, 2]),
    ("2025-12-31", .dmy, [2025, 12, 31]), ("2025-12-31", .mdy, [2025, 12, 31]), (" 25.12.31 ", .ymd, [2025, 12, 31]),
    ("01/02/68", .dmy, [2068, 2, 1]), ("01/02/69", .dmy, [1969, 2, 1]), ("01/02/00", .mdy, [2000, 1, 2]),
    ("01/02/99", .mdy, [1999, 1, 2]),
    ("31 Dec 2025", .mdy, [2025, 12, 31]), ("31-DEC-25", .ymd, [2025, 12, 31]),
    ("December 31, 2025", .dmy, [2025, 12, 31]),
    ("Sept 1 2025", .dmy, [2025, 9, 1]), ("2025-May-01", .dmy, [2025, 5, 1]), ("29/02/2024", .dmy, [2024, 2, 29]),
    ("29/02/2000", .dmy, [2000, 2, 29]), ("01/01/0001", .dmy, [1, 1, 1]), ("9999-12-31", .dmy, [9999, 12, 31]),
  ])
  func `reads by its stated order`(_ text: String, _ order: DateOrder, _ expected: [Int]) throws {
    let date = try DateText(text, order: order)
    #expect([date.year, date.month, date.day] == expected)
  }

  @Test(arguments: [
    ("30/02/2025", "no_such_date"), ("29/02/1900", "no_such_date"), ("31/04/2025", "no_such_date"),
    ("01/13/2025", "no_such_date"),
    ("00/01/2025", "no_such_date"), ("01/00/2025", "no_such_date"), ("01/01/0000", "no_such_date"),
    ("2025-02-29", "no_such_date"),
    ("", "not_a_date"), ("31/12", "not_a_date"), ("31/12.2025", "not_a_date"), ("31/12/202", "not_a_date"),
    ("31/12/20255", "not_a_date"),
    ("311/12/2025", "not_a_date"), ("3１/12/2025", "not_a_date"), ("31122025", "not_a_date"),
    ("31 12 2025", "not_a_date"),
    ("31/12/2025 10:00", "not_a_date"), ("31 Dez 2025", "not_a_date"), ("-1/12/2025", "not_a_date"),
    ("31/Dec/2025x", "not_a_date"),
    ("2025-12-311", "not_a_date"), ("//", "not_a_date"), ("Dec Dec 2025", "not_a_date"), ("31/12/5", "not_a_date"),
    ("31, Dec 2025", "not_a_date"), ("Decem 31 2025", "not_a_date"),
    ("1/1/2025                                  ", "not_a_date"),
  ])
  func `is refused when it is another thing or does not exist`(_ text: String, _ code: String) {
    let error = #expect(throws: ValueError.self) { try DateText(text, order: .dmy) }
    #expect(error?.code == ErrorCode(code))
  }
}
