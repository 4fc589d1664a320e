import CRMModel
import Testing

@Suite struct `The cells of a row` {
  /// What is read after bytes were lent as a text.
  private func lent(_ bytes: [UInt8], in row: inout CellRow) -> String? {
    bytes.withUnsafeBufferPointer { buffer in
      row.lend(buffer, at: 0)
      return row.text(at: 0)
    }
  }

  @Test(arguments: [
    "", "a", "fifteen bytes..", "sixteen bytes...", "Größe", "Größe und Übermaß",
    "one that is \u{0} as long as that of others",
    String(repeating: "long ", count: 60),
  ])
  func `give the text of lent bytes, however often`(_ text: String) {
    var row = CellRow(kinds: [.text])
    let again = [lent(Array(text.utf8), in: &row), lent(Array(text.utf8), in: &row), lent(Array(text.utf8), in: &row)]
    #expect(again == [text, text, text])
    row.set(nil as String?, at: 0)
    let (none, isNull) = (row.text(at: 0), row.isNull(at: 0))
    #expect(none == nil)
    #expect(isNull)
    row.set("held", at: 0)
    let held = row.text(at: 0)
    #expect(held == "held")
  }

  @Test func `share one text where its bytes come again`() {
    var row = CellRow(kinds: [.text])
    func address(_ text: String?) -> Int? {
      text?.utf8.withContiguousStorageIfAvailable { Int(bitPattern: $0.baseAddress) }
    }
    let bytes = Array("existing business of a customer".utf8)
    let first = lent(bytes, in: &row)
    let second = lent(bytes, in: &row)
    #expect(address(first) != nil)
    #expect(address(first) == address(second))
  }

  @Test func `never take one long text for another`() {
    var row = CellRow(kinds: [.text])
    // The same length, beginning and end, so that all of them fall into one place.
    let texts = (0..<600).map { "beginning \(10_000 + $0 % 300) and the end" }
    var found: [String?] = []
    for text in texts { found.append(lent(Array(text.utf8), in: &row)) }
    #expect(found == texts)
  }

  @Test(arguments: ["short", "sixteen bytes or"])
  func `replace what is no text`(_ text: String) {
    var row = CellRow(kinds: [.text])
    let bytes = Array(text.utf8) + [0xFF]
    let again = [lent(bytes, in: &row), lent(bytes, in: &row)]
    #expect(again == [text + "\u{FFFD}", text + "\u{FFFD}"])
  }

  @Test func `are null where nothing was asked for, and of another kind`() {
    var row = CellRow(kinds: [.integer, .real, .text])
    let empty = [row[0], row[1], row[2], row[3]]
    #expect(empty == [.null, .null, .null, .null])
    row.set(7 as Int64?, at: 0)
    row.set(1.5 as Double?, at: 1)
    row.set("x", at: 2)
    row.set("x", at: 0)
    row.set(9 as Int64?, at: 3)
    row.set("x", at: -1)
    let filled = [row[0], row[1], row[2], row[3], row[-1]]
    #expect(filled == [.integer(7), .real(1.5), .text("x"), .null, .null])
    let (text, number, outside) = (row.text(at: 0), row.integer(at: 2), row.integer(at: 3))
    #expect(text == nil)
    #expect(number == nil)
    #expect(outside == nil)
    row[2] = .null
    let cleared = row[2]
    #expect(cleared == .null)
  }
}
