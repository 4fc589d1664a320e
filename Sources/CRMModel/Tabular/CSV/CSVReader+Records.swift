extension CSVReader {
  mutating func beginRecord(at offset: Int) {
    recordStart = used
    recordLine = line
    recordOffset = offset
    recordLineStart = lineStart
  }

  mutating func beginField(at offset: Int) {
    fieldStart = used
    fieldPosition = position(at: offset)
  }

  mutating func endField() throws(CSVError) {
    if fieldsInRecord >= options.limits.columns {
      throw CSVError(.csvTooManyColumns, at: fieldPosition, "at most \(options.limits.columns) columns")
    }
    if fieldsInRecord == width, recordProblem == nil {
      recordProblem = CSVError(.csvRowTooLong, at: fieldPosition, "\(fieldsInRecord) fields, as the first record has")
    }
    fieldsInRecord += 1
    batch.ends.append(used)
    state = .fieldStart
  }

  /// Ends the field, the record and the line at a CR or LF that stands at `offset`.
  mutating func endLine(
    _ kind: UInt8, at offset: Int, _ output: UnsafeMutableBufferPointer<UInt8>
  ) throws(CSVError) {
    if state == .recordStart, skipsBlankLine {
      blankLinesSkipped += 1
    } else {
      try endField()
      try endRecord(at: offset, in: UnsafeBufferPointer(output))
    }
    line += 1
    lineStart = offset + 1
    afterCarriageReturn = kind == Self.carriageReturn
  }

  private var skipsBlankLine: Bool {
    guard options.blankLines == .skip else { return false }
    guard let width else { return options.hasHeader }
    return width > 1
  }

  /// Completes a record whose last field has ended; `offset` is where its line ends, `bytes` hold its text.
  mutating func endRecord(at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) throws(CSVError) {
    defer { state = .recordStart }
    if options.hasHeader, header == nil { return try endHeader(in: bytes) }
    recordsSeen += 1
    let expected = width ?? fieldsInRecord
    width = expected
    batch.columnCount = expected
    if fieldsInRecord < expected, recordProblem == nil {
      switch options.shortRows {
      case .reject:
        let hint = "\(expected) fields, as the first record has"
        recordProblem = CSVError(.csvRowTooShort, at: position(at: offset), hint)
      case .pad:
        batch.ends.append(contentsOf: repeatElement(used, count: expected - fieldsInRecord))
      }
    }
    if let problem = recordProblem {
      batch.problems.append(problem)
      batch.refusedRecords.append(recordTexts(in: bytes))
      discardRecord()
      return
    }
    batch.lines.append(recordLine)
    batch.offsets.append(recordOffset)
    fieldsInRecord = 0
  }

  private func recordTexts(in bytes: UnsafeBufferPointer<UInt8>) -> [String] {
    var texts: [String] = []
    var start = recordStart
    for end in batch.ends.suffix(fieldsInRecord) {
      texts.append(String(decoding: bytes[start..<end], as: UTF8.self))
      start = end
    }
    return texts
  }

  private mutating func discardRecord() {
    batch.ends.removeLast(fieldsInRecord)
    used = recordStart
    fieldsInRecord = 0
    recordProblem = nil
  }

  private mutating func endHeader(in bytes: UnsafeBufferPointer<UInt8>) throws(CSVError) {
    if let problem = recordProblem { throw problem }
    let byteInLine = recordOffset - recordLineStart + 1
    var place = CSVPosition(line: recordLine, column: 1, byteInLine: byteInLine, byteOffset: recordOffset)
    var names: [String] = []
    var start = recordStart
    for end in batch.ends.suffix(fieldsInRecord) {
      guard let name = String(validating: bytes[start..<end], as: UTF8.self) else {
        place.column = names.count + 1
        throw CSVError(.csvInvalidText, at: place, "the name of a column is not valid UTF-8")
      }
      names.append(name)
      start = end
    }
    if let expected = options.expectedHeader, expected != names {
      let same = zip(expected, names).prefix { $0 == $1 }.count
      place.column = same + 1
      throw CSVError(.csvWrongHeader, at: place, "\(expected.count) columns with the agreed names")
    }
    header = CSVHeader(names: names, line: recordLine)
    width = names.count
    batch.columnCount = names.count
    discardRecord()
  }
}
