import CRMModel
import CRMTesting
import Testing

@Suite struct `A CSV writer` {
  static func write(_ cells: [String], _ change: (inout CSVWriter.Options) -> Void = { _ in }) -> String {
    var options = CSVWriter.Options()
    change(&options)
    var writer = CSVWriter(options)
    writer.append(record: cells)
    return String(decoding: writer.takeBytes(), as: UTF8.self)
  }

  @Test func `quotes what must be quoted and nothing else`() {
    #expect(
      Self.write(["a b", "x,y", "q\"q", "l\nl", "l\rl", " s", "s ", "", "é"])
        == "a b,\"x,y\",\"q\"\"q\",\"l\nl\",\"l\rl\",\" s\",\"s \",,é\r\n")
    #expect(
      Self.write(["x,y", "a;b"]) {
        $0.delimiter = .semicolon
        $0.lineEnd = .lf
      } == "x,y;\"a;b\"\n")
    #expect(Self.write([""]) == "\"\"\r\n")
    #expect(Self.write(["a"]) { $0.byteOrderMark = true }.unicodeScalars.first == "\u{FEFF}")
  }

  @Test(arguments: [
    "=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "\0x", "＝1", "＋1", "－1", "＠x", " =1", "  \t=1", "\u{A0}=1",
    "\u{200B}=1",
    "\u{FEFF}=1", "\u{1}=1", "\u{3000}＝1", "\u{2028}+1", "\u{202E}@x", "\u{AD}=1", "\u{E0001}=1", "\u{180E}=1", "﹦1",
    "\u{2212}1",
  ])
  func `guards text that a spreadsheet would run`(_ text: String) throws {
    var writer = CSVWriter()
    writer.append(record: [text, "x"])
    var options = CSVOptions()
    options.hasHeader = false
    let bytes = writer.takeBytes().filter { $0 != 0 }
    let records = try CSVReader.contents(of: bytes, options).records
    #expect(try records.text(0, 0) == "'" + text.filter { $0 != "\0" })
    #expect(try records.text(0, 1) == "x")
  }

  @Test(arguments: ["a=1", "1+1", "'=1", "x@y", "", " ", "#x", "(=1"])
  func `leaves other text alone`(_ text: String) {
    let written = Self.write([text, "x"])
    #expect(!written.contains("'" + text) || text.hasPrefix("'"))
    #expect(written == Self.write([text, "x"]) { $0.guardsFormulas = false })
  }

  @Test func `exempts numbers by their type but not what only claims to be one`() {
    var writer = CSVWriter()
    writer.append(number: "-12.50")
    writer.append(number: "-1+cmd")
    writer.append(number: "=1")
    writer.append(number: "-")
    writer.append(number: "1.")
    writer.appendEmpty()
    writer.endRecord()
    #expect(String(decoding: writer.takeBytes(), as: UTF8.self) == "-12.50,'-1+cmd,'=1,'-,1.,\r\n")
    #expect(writer.takeBytes().isEmpty)
  }

  @Test(arguments: [UInt64](1...20))
  func `writes what a reader reads back and never a cell that runs`(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let pieces = [
      "=", "+", "-", "@", "\t", "\r", "\n", "\r\n", "\"", ",", ";", "|", " ", "a", "7", "é", "😎", "＝", "\u{200B}",
      "\u{A0}", "'", "\u{1}",
    ]
    let columns = Int.random(in: 1...4, using: &random)
    var rows: [[String]] = []
    for _ in 0..<60 {
      rows.append(
        (0..<columns).map { _ in
          (0..<Int.random(in: 0...5, using: &random)).map { _ in
            pieces[Int.random(in: 0..<pieces.count, using: &random)]
          }.joined()
        })
    }
    for delimiter in CSVDelimiter.allCases {
      for guarded in [false, true] {
        var options = CSVWriter.Options()
        options.delimiter = delimiter
        options.guardsFormulas = guarded
        options.lineEnd = Bool.random(using: &random) ? .crlf : .lf
        options.byteOrderMark = Bool.random(using: &random)
        var writer = CSVWriter(options)
        for row in rows { writer.append(record: row) }
        var reading = CSVOptions(delimiter: delimiter)
        reading.hasHeader = false
        reading.bareQuotes = .reject
        let records = try CSVReader.contents(of: writer.takeBytes(), reading).records
        let read = try (0..<records.count).map(records.record)
        if guarded {
          let runs = read.joined().filter { Self.runs($0) }
          #expect(runs.isEmpty, "seed \(seed)")
          let unguarded = zip(read.joined(), rows.joined()).allSatisfy { $0 == $1 || $0 == "'" + $1 }
          #expect(unguarded, "seed \(seed)")
          #expect(rows.joined().contains { Self.runs($0) }, "seed \(seed): nothing to guard")
        } else {
          #expect(read == rows, "seed \(seed), delimiter \(delimiter)")
        }
      }
    }
  }

  /// The plain oracle: trim what is invisible, then look at the first character.
  private static func runs(_ cell: String) -> Bool {
    if let first = cell.unicodeScalars.first, "\t\r\n\0".unicodeScalars.contains(first) { return true }
    let shown = cell.unicodeScalars.drop { $0.value <= 0x20 || $0.value == 0xA0 || $0.value == 0x200B }
    return shown.first.map { "=+-@＝＋－＠".unicodeScalars.contains($0) } ?? false
  }
}
