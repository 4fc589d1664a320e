import CRMModel

/// The records of a source, batch by batch, in memory that does not grow with the file.
struct ImportFeed {
  /// Why reading ended before the file did.
  struct Damage {
    let line: Int
    let reason: RejectedRow.Reason
  }

  static let sample = 64 << 10

  let detection: TabularDetection
  /// How the file is written as far as somebody says: the map, then the errors file itself if it is one.
  private(set) var stated: ImportDialect
  private(set) var errorColumns: ErrorColumns?
  private(set) var bytesRead = 0
  private(set) var damage: Damage?
  private(set) var isAtEnd = false
  private let next: () throws -> [UInt8]?
  private var pending: [[UInt8]]
  private var transcoder: TextTranscoder
  private var reader: CSVReader
  private let hasHeader: Bool

  /// Opens a source and looks at its beginning.
  init(_ source: ImportSource, _ map: ImportMap) throws(StoreError) {
    do {
      next = try source.open()
      pending = []
      var sample: [UInt8] = []
      var isWhole = false
      while sample.count < ImportFeed.sample {
        guard let piece = try next() else {
          isWhole = true
          break
        }
        sample += piece.prefix(ImportFeed.sample - sample.count)
        pending.append(piece)
      }
      stated = map.dialect
      let writing = ErrorColumns.writing(sample)
      if let writing { (stated.encoding, stated.delimiter) = (writing.encoding, writing.delimiter) }
      hasHeader = map.hasHeader || writing != nil
      detection = TabularDialect.detect(
        sample, isWholeFile: isWhole, encoding: stated.encoding, delimiter: stated.delimiter)
    } catch {
      throw StoreError(wrapping: error)
    }
    transcoder = TextTranscoder(from: detection.encoding.value ?? .utf8)
    var options = CSVOptions(delimiter: detection.delimiter.value ?? .comma)
    options.hasHeader = hasHeader
    reader = CSVReader(options)
  }

  /// The names of the columns, those of an errors file aside; reads as far as they are known.
  ///
  /// - Throws: If the header itself cannot be read.
  mutating func columns() throws(StoreError) -> CSVHeader {
    let header = try fileColumns()
    guard hasHeader, let errors = ErrorColumns(header.names) else { return header }
    errorColumns = errors
    stated = stated.filled(from: errors.dialect)
    return CSVHeader(names: errors.original(header.names), line: header.line)
  }

  /// The cells of the columns in a record of a batch.
  func record(_ record: Int, of batch: CSVBatch) throws(CSVError) -> [String] { original(try batch.record(record)) }

  /// Cells without those that an errors file adds.
  func original(_ cells: [String]) -> [String] { errorColumns?.original(cells) ?? cells }

  private mutating func fileColumns() throws(StoreError) -> CSVHeader {
    var first = CSVBatch()
    while !isAtEnd, hasHeader ? reader.header == nil : first.columnCount == 0 {
      try readPiece()
      if !hasHeader { first = reader.takeBatch() }
    }
    held = first
    if let header = reader.header { return header }
    if let damage { throw StoreError(.invalid, damage.reason.code, "line \(damage.line): \(damage.reason.message)") }
    return CSVHeader(names: (0..<first.columnCount).map { String($0 + 1) })
  }

  private var held: CSVBatch?

  /// The next records; nil at the end of the file or where it cannot be read further.
  mutating func nextBatch() throws(StoreError) -> CSVBatch? {
    if let batch = held {
      held = nil
      if !batch.isEmpty || !batch.problems.isEmpty { return batch }
    }
    while true {
      let batch = reader.takeBatch()
      if !batch.isEmpty || !batch.problems.isEmpty { return batch }
      if isAtEnd { return nil }
      try readPiece()
    }
  }

  private mutating func readPiece() throws(StoreError) {
    let piece: [UInt8]?
    do {
      piece = pending.isEmpty ? try next() : pending.removeFirst()
    } catch {
      throw StoreError(wrapping: error)
    }
    var text: [UInt8] = []
    do {
      if let piece {
        bytesRead += piece.count
        var failure: TextEncodingError?
        do throws(TextEncodingError) { try transcoder.push(piece, into: &text) } catch { failure = error }
        try reader.push(text)
        if let failure { throw failure }
      } else {
        try transcoder.finish(into: &text)
        try reader.push(text)
        try reader.finish()
        isAtEnd = true
      }
    } catch let error as CSVError {
      stop(error.position.line, error.code, "\(error.hint) (\(error.position)); the rest of the file was not read")
    } catch let error as TextEncodingError {
      let place = "not valid \(error.encoding.rawValue) at byte offset \(error.byteOffset)"
      stop(reader.position.line, error.code, "\(place); the rest of the file was not read")
    } catch {
      throw StoreError(wrapping: error)
    }
  }

  private mutating func stop(_ line: Int, _ code: ErrorCode, _ message: String) {
    damage = Damage(line: line, reason: RejectedRow.Reason(code, message))
    isAtEnd = true
  }
}
