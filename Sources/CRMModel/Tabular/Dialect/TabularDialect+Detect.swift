extension TabularDialect {
  /// Most records a detection looks at.
  static let recordsExamined = 1_000

  /// Tells the dialect of a file from its first bytes, with the evidence.
  ///
  /// What the sample leaves open is reported as ambiguous, never guessed: dates whose days are all 12 or less, numbers
  /// such as `1.234` without another to tell what the sign means. At most 1,000 records are examined.
  ///
  /// - Parameters:
  ///   - sample: The first bytes of the file; 64 KB are plenty. Text after an invalid sequence is not examined.
  ///   - isWholeFile: Whether nothing follows; otherwise the last record is taken as cut and left out.
  ///   - statedEncoding: The encoding, if somebody knows it.
  ///   - statedDelimiter: The delimiter, if somebody knows it.
  /// - Complexity: O(*n*) in the length of the sample.
  public static func detect(
    _ sample: [UInt8], isWholeFile: Bool = false, encoding statedEncoding: TextEncoding? = nil,
    delimiter statedDelimiter: CSVDelimiter? = nil
  ) -> TabularDetection {
    let found = TextEncodingDetector.detect(sample)
    let encoding: TabularDetection.Choice<TextEncoding> =
      statedEncoding.map { .init($0, .certain, "stated") }
      ?? .init(found.encoding, found.isCertain ? .certain : .likely, found.evidence)
    var text: [UInt8] = []
    var transcoder = TextTranscoder(from: encoding.value ?? found.encoding)
    // An invalid sequence ends the sample; whoever reads the file meets it again, with its place.
    do throws(TextEncodingError) { try transcoder.push(sample, into: &text) } catch {}

    let delimiter: TabularDetection.Choice<CSVDelimiter> =
      statedDelimiter.map { .init($0, .certain, "stated") }
      ?? DelimiterEvidence.choose(in: text, isWholeFile: isWholeFile)
    var numbers = NumberEvidence()
    var dates = DateEvidence()
    examine(text, delimiter: delimiter.value ?? .comma, isWholeFile: isWholeFile, &numbers, &dates)
    let signs = numbers.choose()
    return TabularDetection(
      encoding: encoding, delimiter: delimiter, decimalSign: signs.decimal, groupingSign: signs.grouping,
      dateOrder: dates.choose())
  }

  private static func examine(
    _ text: [UInt8], delimiter: CSVDelimiter, isWholeFile: Bool, _ numbers: inout NumberEvidence,
    _ dates: inout DateEvidence
  ) {
    var options = CSVOptions(delimiter: delimiter)
    options.hasHeader = false
    options.bareQuotes = .keep
    options.shortRows = .pad
    var reader = CSVReader(options)
    // A record that cannot be read ends what is examined; the records before it count.
    do throws(CSVError) {
      try reader.push(Array(text.drop { $0 == 0x0A || $0 == 0x0D }))
      if isWholeFile { try reader.finish() }
    } catch {}
    let batch = reader.takeBatch()
    for record in 0..<min(batch.count, recordsExamined) {
      for column in 0..<batch.columnCount {
        let bytes = batch.field(record, column)
        guard bytes.count <= 60, bytes.contains(where: { (0x30...0x39).contains($0) }) else { continue }
        let cell = String(decoding: bytes, as: UTF8.self)
        if !dates.note(cell) { numbers.note(cell) }
      }
    }
  }
}
