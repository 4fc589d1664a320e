extension CSVReader {
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Drops a byte order mark that may be cut anywhere; returns how many bytes of `input` it took.
  mutating func skipMark(_ input: UnsafeBufferPointer<UInt8>) throws(CSVError) -> Int {
    var taken = 0
    while taken < input.count, markBytes < 3 {
      guard input[taken] == Self.mark[markBytes] else {
        try releaseMark()
        return taken
      }
      markBytes += 1
      taken += 1
    }
    if markBytes == 3 {
      markDone = true
      offset = 3
      lineStart = 3
    }
    return taken
  }

  /// Gives back the bytes that began like a byte order mark and were none.
  mutating func releaseMark() throws(CSVError) {
    guard !markDone else { return }
    markDone = true
    let held = Array(Self.mark.prefix(markBytes))
    try held.withUnsafeBufferPointer { (bytes: UnsafeBufferPointer<UInt8>) throws(CSVError) in try read(bytes) }
  }

  /// Reads one window of at most ``window`` bytes.
  mutating func read(_ input: UnsafeBufferPointer<UInt8>) throws(CSVError) {
    // Taken out of `self` so that the buffer is unique and may be written while `self` changes. A field without its
    // quotes is never longer than with them, so room for the window is room for all it holds.
    var bytes = batch.bytes
    batch.bytes = []
    let missing = used + input.count - bytes.count
    if missing > 0 { bytes.append(contentsOf: repeatElement(0, count: missing)) }
    defer { batch.bytes = bytes }
    let table = classes
    try table.withUnsafeBufferPointer { (table: UnsafeBufferPointer<UInt8>) throws(CSVError) in
      try bytes.withUnsafeMutableBufferPointer { (output: inout UnsafeMutableBufferPointer<UInt8>) throws(CSVError) in
        try scan(input, classes: table, output: output)
      }
    }
  }

  private mutating func scan(
    _ input: UnsafeBufferPointer<UInt8>, classes: UnsafeBufferPointer<UInt8>, output: UnsafeMutableBufferPointer<UInt8>
  ) throws(CSVError) {
    let base = offset
    var index = 0
    defer { offset = base + index }
    while index < input.count {
      let byte = input[index]
      if afterCarriageReturn {
        afterCarriageReturn = false
        if byte == 0x0A {
          if state == .quoted { try put(byte, output) }
          index += 1
          lineStart = base + index
          continue
        }
      }
      let kind = classes[Int(byte)]
      switch state {
      case .recordStart, .fieldStart:
        if state == .recordStart { beginRecord(at: base + index) }
        beginField(at: base + index)
        switch kind {
        case Self.quote: state = .quoted
        case Self.delimiter: try endField()
        case Self.carriageReturn, Self.lineFeed: try endLine(kind, at: base + index, output)
        default:
          state = .unquoted
          continue
        }
        index += 1
      case .unquoted:
        if kind == Self.ordinary {
          try copy(input, &index, upTo: Self.ordinary, classes, output)
          continue
        }
        switch kind {
        case Self.delimiter: try endField()
        case Self.quote: try putBareQuote(at: base + index, output)
        case Self.nul: noteNul(at: base + index)
        default: try endLine(kind, at: base + index, output)
        }
        index += 1
      case .quoted:
        if kind <= Self.delimiter {
          try copy(input, &index, upTo: Self.delimiter, classes, output)
          continue
        }
        switch kind {
        case Self.quote: state = .quoteSeen
        case Self.nul: noteNul(at: base + index)
        default:
          try put(byte, output)
          line += 1
          lineStart = base + index + 1
          afterCarriageReturn = kind == Self.carriageReturn
        }
        index += 1
      case .quoteSeen:
        switch kind {
        case Self.quote:
          try put(byte, output)
          state = .quoted
        case Self.delimiter: try endField()
        case Self.carriageReturn, Self.lineFeed: try endLine(kind, at: base + index, output)
        default:
          let hint = "a delimiter or line end after a closing quote; a quote inside quotes is written twice"
          throw CSVError(.csvTextAfterQuote, at: position(at: base + index), hint)
        }
        index += 1
      }
    }
  }

  /// Copies a run of bytes whose class is at most `limit`, stopping where the input or the room ends.
  @inline(__always)
  private mutating func copy(
    _ input: UnsafeBufferPointer<UInt8>, _ index: inout Int, upTo limit: UInt8,
    _ classes: UnsafeBufferPointer<UInt8>, _ output: UnsafeMutableBufferPointer<UInt8>
  ) throws(CSVError) {
    let room = self.room
    if room <= 0 { throw tooLong() }
    let end = room < input.count - index ? index + room : input.count
    var from = index
    var to = used
    while from < end {
      let byte = input[from]
      if classes[Int(byte)] > limit { break }
      output[to] = byte
      from += 1
      to += 1
    }
    index = from
    used = to
  }

  private mutating func put(_ byte: UInt8, _ output: UnsafeMutableBufferPointer<UInt8>) throws(CSVError) {
    if room <= 0 { throw tooLong() }
    output[used] = byte
    used += 1
  }

  private mutating func putBareQuote(
    at offset: Int, _ output: UnsafeMutableBufferPointer<UInt8>
  ) throws(CSVError) {
    let kept =
      switch options.bareQuotes {
      case .keep: true
      case .reject: false
      case .keepAfterDigit: used > fieldStart && (0x30...0x39).contains(output[used - 1])
      }
    if !kept, recordProblem == nil {
      let hint = "a field that holds quotes begins and ends with one, and has those inside twice"
      recordProblem = CSVError(.csvUnescapedQuote, at: position(at: offset), hint)
    }
    try put(0x22, output)
  }

  private mutating func noteNul(at offset: Int) {
    if recordProblem == nil {
      recordProblem = CSVError(.csvNulCharacter, at: position(at: offset), "text without U+0000")
    }
  }

  private var awaitsHeader: Bool { options.hasHeader && header == nil }

  /// Bytes the current field may still grow by.
  private var room: Int {
    let ofRecord = awaitsHeader ? options.limits.headerBytes : options.limits.recordBytes
    return min(options.limits.fieldBytes - (used - fieldStart), ofRecord - (used - recordStart))
  }

  private func tooLong() -> CSVError {
    let limits = options.limits
    if used - fieldStart >= limits.fieldBytes {
      return CSVError(.csvFieldTooLong, at: fieldPosition, "at most \(limits.fieldBytes) bytes in a field")
    }
    let byteInLine = recordOffset - recordLineStart + 1
    let start = CSVPosition(line: recordLine, column: 1, byteInLine: byteInLine, byteOffset: recordOffset)
    if awaitsHeader {
      return CSVError(.csvHeaderTooLong, at: start, "at most \(limits.headerBytes) bytes in a header")
    }
    return CSVError(.csvRecordTooLong, at: start, "at most \(limits.recordBytes) bytes in a record")
  }
}
