import CRMModel
import CRMTesting
import Testing

/// All that a reader tells about a file.
struct CSVOutcome: Equatable {
  var header: [String]?
  var rows: [[UInt8]] = []
  var places: [[Int]] = []
  var problems: [CSVError] = []
  var failure: CSVError?
  var blankLines = 0

  init(_ bytes: [UInt8], _ options: CSVOptions, cut: (Int) -> Int) {
    var reader = CSVReader(options)
    do throws(CSVError) {
      var start = 0
      while start < bytes.count {
        let end = min(bytes.count, start + cut(start))
        try reader.push(Array(bytes[start..<end]))
        take(reader.takeBatch())
        start = end
      }
      try reader.finish()
    } catch {
      failure = error
    }
    take(reader.takeBatch())
    header = reader.header?.names
    blankLines = reader.blankLinesSkipped
  }

  private mutating func take(_ batch: CSVBatch) {
    for record in 0..<batch.count {
      for column in 0..<batch.columnCount { rows.append(Array(batch.field(record, column))) }
      places.append([batch.line(ofRecord: record) ?? 0, batch.byteOffset(ofRecord: record) ?? 0, batch.columnCount])
    }
    problems += batch.problems
  }
}

@Suite struct `Cutting a CSV file into pieces` {
  static let seeds = [UInt64](1...40)

  static let pieces: [[UInt8]] = [
    "a", "1", ",", ",", ";", "\"", "\"\"", "\n", "\r", "\r\n", " ", "é", "😎", "\"x\"", "\"q,\r\n\"", "\0", "\u{FEFF}",
  ].map { Array($0.utf8) }

  static func file(_ random: inout SeededGenerator) -> (bytes: [UInt8], options: CSVOptions) {
    var bytes = Bool.random(using: &random) ? Array("a,b\n".utf8) : []
    for _ in 0..<Int.random(in: 0...30, using: &random) {
      bytes += pieces[Int.random(in: 0..<pieces.count, using: &random)]
    }
    var options = CSVOptions()
    options.hasHeader = Bool.random(using: &random)
    options.shortRows = Bool.random(using: &random) ? .pad : .reject
    options.bareQuotes = Bool.random(using: &random) ? .keep : .keepAfterDigit
    options.blankLines = Bool.random(using: &random) ? .skip : .read
    options.limits.columns = Bool.random(using: &random) ? 3 : 2_000
    options.limits.fieldBytes = Bool.random(using: &random) ? 6 : 1 << 20
    options.limits.recordBytes = Bool.random(using: &random) ? 9 : 1 << 20
    options.limits.headerBytes = Bool.random(using: &random) ? 9 : 1 << 20
    return (bytes, options)
  }

  @Test(arguments: seeds)
  func `makes no difference wherever it is cut`(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      let (bytes, options) = Self.file(&random)
      let whole = CSVOutcome(bytes, options) { _ in bytes.count }
      #expect(CSVOutcome(bytes, options) { _ in 1 } == whole, "seed \(seed), bytes \(bytes)")
      var cuts = SeededGenerator(seed: seed)
      let cut = CSVOutcome(bytes, options) { _ in Int.random(in: 1...5, using: &cuts) }
      #expect(cut == whole, "seed \(seed), bytes \(bytes)")
    }
  }

  @Test func `is tried on files of every outcome`() {
    var seen: [String: Int] = [:]
    for seed in Self.seeds {
      var random = SeededGenerator(seed: seed)
      for _ in 0..<50 {
        let (bytes, options) = Self.file(&random)
        let outcome = CSVOutcome(bytes, options) { _ in bytes.count }
        seen["read whole", default: 0] += outcome.failure == nil && !outcome.rows.isEmpty ? 1 : 0
        seen["blank lines", default: 0] += outcome.blankLines > 0 ? 1 : 0
        for error in outcome.problems + (outcome.failure.map { [$0] } ?? []) {
          seen[error.code.rawValue, default: 0] += 1
        }
      }
    }
    print("CSV files by outcome: \(seen.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })")
    let expected: [ErrorCode] = [
      .csvUnescapedQuote, .csvTextAfterQuote, .csvUnclosedQuote, .csvRowTooLong, .csvRowTooShort, .csvNulCharacter,
      .csvNoHeader, .csvTooManyColumns, .csvFieldTooLong, .csvRecordTooLong, .csvHeaderTooLong,
    ]
    for name in expected.map(\.rawValue) + ["read whole", "blank lines"] {
      #expect(seen[name, default: 0] >= 10, "\(name) is starved")
    }
  }

  @Test func `makes no difference across the reader's own windows`() throws {
    var text = "id,note\n"
    for row in 0..<9_000 { text += "\(row),\"note \"\"\(row)\"\",\r\nnext\"\r\n" }
    let bytes = Array(text.utf8)
    let whole = CSVOutcome(bytes, CSVOptions()) { _ in bytes.count }
    #expect(whole.rows.count == 18_000)
    #expect(whole.rows[17_999] == Array("note \"8999\",\r\nnext".utf8))
    #expect(whole.places.last?.first == 2 + 2 * 8_999)
    #expect(CSVOutcome(bytes, CSVOptions()) { _ in 65_537 } == whole)
    #expect(CSVOutcome(bytes, CSVOptions()) { _ in 1_021 } == whole)
  }

  #if !DEBUG
    @Test func `reads at a rate worth printing`() throws {
      var text = ""
      for row in 0..<20_000 {
        text += "\(row),Acme Corporation \(row),\"Main St. 1, Springfield\",1234.56,2025-12-31,Won\n"
      }
      let chunk = Array(text.utf8)
      var options = CSVOptions()
      options.hasHeader = false
      var reader = CSVReader(options)
      var records = 0
      let rounds = 50
      let elapsed = try ContinuousClock().measure {
        for _ in 0..<rounds {
          for start in stride(from: 0, to: chunk.count, by: 65_536) {
            try chunk[start..<min(start + 65_536, chunk.count)].withUnsafeBytes { try reader.push($0) }
            records += reader.takeBatch().count
          }
        }
        try reader.finish()
      }
      #expect(records == rounds * 20_000)
      let bytes = Double(chunk.count * rounds)
      let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
      print("CSV: \(Int(bytes / seconds / 1e6)) MB/s, \(Int(Double(records) / seconds)) records/s")
    }
  #endif
}
