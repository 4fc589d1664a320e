/// Reads delimited text (RFC 4180) from bytes of UTF-8 pushed to it in pieces of any size.
///
/// How the bytes are cut makes no difference to what is read. Lines end with LF, CR LF or CR, mixed as they come. A
/// byte order mark at the start is dropped. A file in another encoding goes through a ``TextTranscoder`` first.
///
///     var reader = CSVReader(CSVOptions(delimiter: .semicolon))
///     while let chunk = source.next() {
///       try reader.push(chunk)
///       let batch = reader.takeBatch()
///       for record in 0..<batch.count { try handle(batch.record(record)) }
///     }
///     try reader.finish()
///     let rest = reader.takeBatch()
///
/// What is wrong with one record only (its width, a bare quote, a NUL) refuses that record: it is listed in
/// ``CSVBatch/problems`` and reading goes on. What leaves the rest of the file in doubt (text after a closing quote, no
/// closing quote, a limit, a wrong header) is thrown; the records before it can still be taken, and every later call
/// throws the same error.
///
/// Memory: the records not taken yet, one unfinished record (``CSVLimits/recordBytes`` at most) and 64 KB.
public struct CSVReader: Sendable {
  /// How this reader reads; limits below zero have become zero.
  public let options: CSVOptions
  /// The header, as soon as its line has ended; nil before, and without ``CSVOptions/hasHeader``.
  public internal(set) var header: CSVHeader?
  /// Lines stepped over because they hold nothing, those before the header included.
  public internal(set) var blankLinesSkipped = 0
  /// Records seen after the header, refused ones included, blank lines that were skipped not.
  public internal(set) var recordsSeen = 0

  enum State: Sendable { case recordStart, fieldStart, unquoted, quoted, quoteSeen }

  // What a byte means. Quoted text runs on while the class is at most `delimiter`, unquoted text while `ordinary`.
  static let ordinary: UInt8 = 0, delimiter: UInt8 = 1, quote: UInt8 = 2, carriageReturn: UInt8 = 3
  static let lineFeed: UInt8 = 4, nul: UInt8 = 5

  static let window = 64 << 10

  let classes: [UInt8]
  var batch = CSVBatch()
  var state = State.recordStart
  var used = 0
  var width: Int?
  var failure: CSVError?
  var finished = false
  var markBytes = 0
  var markDone = false

  var offset = 0
  var line = 1
  var lineStart = 0
  var afterCarriageReturn = false

  var fieldsInRecord = 0
  var recordStart = 0
  var recordLine = 1
  var recordOffset = 0
  var recordLineStart = 0
  var recordProblem: CSVError?
  var fieldStart = 0
  var fieldPosition = CSVPosition(line: 1, column: 1, byteInLine: 1, byteOffset: 0)

  /// Makes a reader at the start of a file.
  public init(_ options: CSVOptions = CSVOptions()) {
    var options = options
    options.limits.columns = max(0, options.limits.columns)
    options.limits.fieldBytes = max(0, options.limits.fieldBytes)
    options.limits.headerBytes = max(0, options.limits.headerBytes)
    options.limits.recordBytes = max(0, options.limits.recordBytes)
    self.options = options
    var classes = [UInt8](repeating: Self.ordinary, count: 256)
    classes[Int(options.delimiter.byte)] = Self.delimiter
    classes[0x22] = Self.quote
    classes[0x0D] = Self.carriageReturn
    classes[0x0A] = Self.lineFeed
    classes[0x00] = Self.nul
    self.classes = classes
  }

  /// Where the next byte would stand.
  public var position: CSVPosition { position(at: offset) }

  /// Reads the next bytes of the file.
  ///
  /// - Throws: ``CSVError`` if the rest cannot be read; records completed before can still be taken.
  /// - Complexity: O(*n*) in the number of bytes.
  public mutating func push(_ bytes: [UInt8]) throws(CSVError) {
    try bytes.withUnsafeBufferPointer { (bytes: UnsafeBufferPointer<UInt8>) throws(CSVError) in
      try push(UnsafeRawBufferPointer(bytes))
    }
  }

  /// Reads the next bytes of the file from where they lie; they are not kept.
  ///
  /// - Throws: ``CSVError`` if the rest cannot be read; records completed before can still be taken.
  /// - Complexity: O(*n*) in the number of bytes.
  public mutating func push(_ bytes: UnsafeRawBufferPointer) throws(CSVError) {
    if let failure { throw failure }
    if finished { throw CSVError(.csvReaderFinished, at: position, "the reader has finished; make a new one") }
    do throws(CSVError) {
      let input = bytes.bindMemory(to: UInt8.self)
      var start = 0
      if !markDone { start = try skipMark(input) }
      while start < input.count {
        let end = start + min(Self.window, input.count - start)
        try read(UnsafeBufferPointer(rebasing: input[start..<end]))
        start = end
      }
    } catch {
      failure = error
      throw error
    }
  }

  /// Ends the file: completes a last record without a line end.
  ///
  /// - Throws: ``CSVError`` with ``ErrorCode/csvUnclosedQuote`` inside quotes, ``ErrorCode/csvNoHeader`` if no header
  ///   came, or what an earlier call threw. Calling it twice does nothing.
  public mutating func finish() throws(CSVError) {
    if let failure { throw failure }
    if finished { return }
    do throws(CSVError) {
      try releaseMark()
      if state == .quoted {
        throw CSVError(.csvUnclosedQuote, at: fieldPosition, "a closing quote before the end of the file")
      }
      if state != .recordStart {
        if state == .fieldStart { beginField(at: offset) }
        try endField()
        let bytes = batch.bytes
        try bytes.withUnsafeBufferPointer { (bytes: UnsafeBufferPointer<UInt8>) throws(CSVError) in
          try endRecord(at: offset, in: bytes)
        }
      }
      if options.hasHeader, header == nil {
        throw CSVError(.csvNoHeader, at: position, "a first line with the names of the columns")
      }
    } catch {
      failure = error
      throw error
    }
    finished = true
  }

  /// Hands over the records completed since the last call, and the problems.
  ///
  /// - Complexity: O(*n*) in the length of the unfinished record, which stays behind.
  public mutating func takeBatch() -> CSVBatch {
    let complete = batch.lines.count * batch.columnCount
    let keptFrom = state == .recordStart ? used : recordStart
    var next = CSVBatch()
    next.columnCount = batch.columnCount
    next.bytes.reserveCapacity(max(used - keptFrom, min(batch.bytes.count, 2 * Self.window)))
    next.bytes.append(contentsOf: batch.bytes[keptFrom..<used])
    next.ends.reserveCapacity(batch.ends.count)
    for end in batch.ends[complete...] { next.ends.append(end - keptFrom) }
    next.lines.reserveCapacity(batch.lines.count)
    next.offsets.reserveCapacity(batch.lines.count)

    var taken = next
    swap(&taken, &batch)
    taken.bytes.removeLast(taken.bytes.count - keptFrom)
    taken.ends.removeLast(taken.ends.count - complete)
    used -= keptFrom
    fieldStart -= keptFrom
    recordStart -= keptFrom
    return taken
  }

  func position(at offset: Int) -> CSVPosition {
    CSVPosition(line: line, column: fieldsInRecord + 1, byteInLine: offset - lineStart + 1, byteOffset: offset)
  }
}

extension CSVReader {
  /// Reads a whole small file at once.
  ///
  /// - Returns: The header, nil without ``CSVOptions/hasHeader``, and all records; ``CSVBatch/problems`` is empty.
  /// - Throws: ``CSVError`` for the first thing wrong, be it only one record.
  /// - Complexity: O(*n*) in the number of bytes; everything is held in memory.
  public static func contents(
    of bytes: [UInt8], _ options: CSVOptions = CSVOptions()
  ) throws(CSVError) -> (header: CSVHeader?, records: CSVBatch) {
    var reader = CSVReader(options)
    var failure: CSVError?
    do throws(CSVError) {
      try reader.push(bytes)
      try reader.finish()
    } catch {
      failure = error
    }
    let batch = reader.takeBatch()
    if let first = batch.problems.first ?? failure { throw first }
    return (reader.header, batch)
  }
}
