import CRMModel
import Testing

@Suite struct `A CSV reader` {
  static func rows(_ text: String, _ options: CSVOptions = CSVOptions()) throws -> [[String]] {
    let records = try CSVReader.contents(of: Array(text.utf8), options).records
    return try (0..<records.count).map(records.record)
  }

  static func batch(_ text: String, _ options: CSVOptions = CSVOptions()) throws -> CSVBatch {
    var reader = CSVReader(options)
    try reader.push(Array(text.utf8))
    try reader.finish()
    return reader.takeBatch()
  }

  @Test(arguments: CSVDelimiter.allCases)
  func `cuts at its delimiter and keeps the others`(_ delimiter: CSVDelimiter) throws {
    let other = delimiter == .comma ? ";" : ","
    let text = ["a", "b"].joined(separator: delimiter.rawValue) + "\n1\(other)5\(delimiter.rawValue)2"
    #expect(try Self.rows(text, CSVOptions(delimiter: delimiter)) == [["1\(other)5", "2"]])
  }

  @Test func `ends lines at LF and CR LF and CR in one file`() throws {
    let batch = try Self.batch("a,b\r1,2\r\n3,4\n5,6\r\r\n\"x\r\ny\rz\nw\",7\r8,9")
    #expect(
      try (0..<batch.count).map(batch.record) == [
        ["1", "2"], ["3", "4"], ["5", "6"], ["x\r\ny\rz\nw", "7"], ["8", "9"],
      ])
    #expect((0..<batch.count).map { batch.line(ofRecord: $0) } == [2, 3, 4, 6, 10])
    #expect((0..<batch.count).map { batch.byteOffset(ofRecord: $0) } == [4, 9, 13, 19, 32])
  }

  @Test func `drops a byte order mark and keeps what only begins like one`() throws {
    let marked = try CSVReader.contents(of: [0xEF, 0xBB, 0xBF] + Array("a,b\n1,2".utf8))
    #expect(marked.header?.names == ["a", "b"])
    #expect(try Self.rows("\u{FEFE}a\n1") == [["1"]])
    #expect(try CSVReader.contents(of: Array("\u{FEFE}a\n1".utf8)).header?.names == ["\u{FEFE}a"])
  }

  @Test func `reads a quoted header after a byte order mark`() throws {
    let contents = try CSVReader.contents(of: [0xEF, 0xBB, 0xBF] + Array("\"a,x\",b\n1,2".utf8))
    #expect(contents.header?.names == ["a,x", "b"])
  }

  @Test func `lists a ragged row with its place and reads on`() throws {
    let batch = try Self.batch("a,b,c\n1,2,3\n1,2\n1,2,3,4\n5,6,7\n")
    #expect(try (0..<batch.count).map(batch.record) == [["1", "2", "3"], ["5", "6", "7"]])
    #expect(batch.problems.map(\.code) == [.csvRowTooShort, .csvRowTooLong])
    #expect(batch.problems.map(\.position.line) == [3, 4])
    #expect(batch.problems.map(\.position.column) == [3, 4])
    #expect(batch.problems.map(\.position.byteOffset) == [15, 22])
  }

  @Test func `pads short rows only where told and never cuts long ones`() throws {
    var options = CSVOptions()
    options.shortRows = .pad
    let batch = try Self.batch("a,b,c\n1\n1,2,3,4\n5,6,7", options)
    #expect(try (0..<batch.count).map(batch.record) == [["1", "", ""], ["5", "6", "7"]])
    #expect(batch.problems.map(\.code) == [.csvRowTooLong])
  }

  @Test func `steps over blank lines in a wide file and counts them`() throws {
    var reader = CSVReader()
    try reader.push(Array("\n\r\na,b\n\n1,2\n\n\n".utf8))
    try reader.finish()
    #expect(try reader.takeBatch().record(0) == ["1", "2"])
    #expect(reader.blankLinesSkipped == 5)
    #expect(reader.recordsSeen == 1)
    #expect(reader.header?.line == 3)
  }

  @Test func `reads blank lines as short records where told`() throws {
    var options = CSVOptions()
    options.blankLines = .read
    #expect(try Self.batch("a,b\n\n1,2\n", options).problems.map(\.code) == [.csvRowTooShort])
    options.shortRows = .pad
    #expect(try Self.rows("a,b\n\n1,2\n", options) == [["", ""], ["1", "2"]])
  }

  @Test func `knows columns by index and says which names are empty or doubled`() throws {
    let header = try #require(try CSVReader.contents(of: Array("id,,name,id, \n".utf8)).header)
    #expect(header.names == ["id", "", "name", "id", " "])
    #expect(header.issues == [.empty(column: 1), .duplicate(column: 3, of: 0), .empty(column: 4)])
    #expect(header.column(named: "name") == 2)
    #expect(header.column(named: "id") == nil)
    #expect(header.column(named: "") == nil)
  }

  @Test(arguments: [
    (CSVOptions.BareQuotes.reject, "a,b\nTV 27\" x,2\n", 0), (.keepAfterDigit, "a,b\nTV 27\" x,2\n", 1),
    (.keepAfterDigit, "a,b\nTV \"x\",2\n", 0), (.keepAfterDigit, "a,b\n1,TV\"x\n", 0), (.keep, "a,b\nTV \"x\",2\n", 1),
    (.keepAfterDigit, "a,b\n1 \"x\",2\n", 0), (.reject, "a,b\n \"x\",2\n", 0),
  ])
  func `takes a bare quote as its option says`(_ policy: CSVOptions.BareQuotes, _ text: String, _ rows: Int) throws {
    var options = CSVOptions()
    options.bareQuotes = policy
    let batch = try Self.batch(text + "3,4", options)
    #expect(batch.count == rows + 1)
    #expect(batch.problems.map(\.code) == Array(repeating: .csvUnescapedQuote, count: 1 - rows))
  }

  @Test func `refuses a record with NUL and reads on`() throws {
    let batch = try Self.batch("a,b\n1,x\0y\n\"\0\",2\n3,4")
    #expect(try batch.record(0) == ["3", "4"])
    #expect(batch.problems.map(\.code) == [.csvNulCharacter, .csvNulCharacter])
    #expect(batch.problems.map(\.position.byteOffset) == [7, 11])
  }

  @Test func `gives records before an error that ends the file`() throws {
    var reader = CSVReader()
    let thrown = #expect(throws: CSVError.self) { try reader.push(Array("a,b\n1,2\n3,\"4\"x\n5,6".utf8)) }
    let error = try #require(thrown)
    #expect(error.code == .csvTextAfterQuote)
    #expect(error.position == CSVPosition(line: 3, column: 2, byteInLine: 6, byteOffset: 13))
    let batch = reader.takeBatch()
    #expect(batch.count == 1)
    #expect(try batch.record(0) == ["1", "2"])
    #expect(throws: error) { try reader.push([0x0A]) }
    #expect(throws: error) { try reader.finish() }
    #expect(reader.takeBatch().isEmpty)
  }

  @Test func `takes no bytes after its end`() throws {
    var reader = CSVReader()
    try reader.push(Array("a".utf8))
    try reader.finish()
    try reader.finish()
    let error = #expect(throws: CSVError.self) { try reader.push([0x0A]) }
    #expect(error?.kind == .closed)
  }

  @Test func `answers nothing for records and columns that are not there`() throws {
    let batch = try Self.batch("a,b\n1,2")
    #expect(batch.field(-1, 0).isEmpty)
    #expect(batch.field(0, 2).isEmpty)
    #expect(try batch.text(1, 0) == nil)
    #expect(try batch.record(7).isEmpty)
    #expect(batch.line(ofRecord: 1) == nil)
    #expect(batch.withField(0, 1) { Array($0) } == [0x32])
  }

  @Test func `says which field is not text`() throws {
    let contents = try CSVReader.contents(of: Array("a,b\n1,".utf8) + [0xFF])
    let error = #expect(throws: CSVError.self) { try contents.records.text(0, 1) }
    #expect(error?.code == .csvInvalidText)
    #expect(error?.position.line == 2)
    #expect(throws: CSVError.self) { try CSVReader.contents(of: [0xFF, 0x0A]) }
  }

  @Test func `does not show the file in its errors`() throws {
    let error = #expect(throws: CSVError.self) { try Self.rows("secret,b\nsecret \"x\",2") }
    #expect(error?.debugDescription.contains("secret") == false)
  }

  @Test func `keeps the fields of refused records beside what is wrong with them`() throws {
    var reader = CSVReader()
    try reader.push(Array("a,b\n1,2\n3\n\"4,\n\",5,6\n7,8\n".utf8))
    try reader.finish()
    let batch = reader.takeBatch()
    #expect(batch.problems.map(\.code) == [.csvRowTooShort, .csvRowTooLong])
    #expect(batch.refusedRecords == [["3"], ["4,\n", "5", "6"]])
    #expect(try batch.record(1) == ["7", "8"])
  }
}
