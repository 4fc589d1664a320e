/// Complete records of a delimited text file: one buffer of bytes and the places where fields end.
///
/// Every record has ``columnCount`` fields; records that do not fit are not here but in ``problems``. No `String` is
/// made until ``text(_:_:)`` asks for one.
public struct CSVBatch: Hashable, Sendable {
  /// Fields a record has; 0 while the reader has not seen a header or a record.
  public internal(set) var columnCount = 0
  /// Records that were refused since the last batch, in the order of the file.
  public internal(set) var problems: [CSVError] = []
  /// The fields of the refused records as they were read, in the order of ``problems``; bytes that are no UTF-8 are replaced.
  public internal(set) var refusedRecords: [[String]] = []

  var bytes: [UInt8] = []
  var ends: [Int] = []
  var lines: [Int] = []
  var offsets: [Int] = []

  /// A batch without records.
  public init() {}

  /// Number of records.
  public var count: Int { lines.count }

  /// Whether there is no record; there may still be problems.
  public var isEmpty: Bool { lines.isEmpty }

  /// Physical line of the record's first byte, from 1; nil if there is no such record.
  public func line(ofRecord record: Int) -> Int? { lines.indices.contains(record) ? lines[record] : nil }

  /// Bytes before the record in the UTF-8 given to the reader; nil if there is no such record.
  public func byteOffset(ofRecord record: Int) -> Int? { offsets.indices.contains(record) ? offsets[record] : nil }

  /// The bytes of a field without its quotes; empty if there is no such record or column.
  ///
  /// - Parameters:
  ///   - record: From 0, below ``count``.
  ///   - column: From 0, below ``columnCount``.
  /// - Complexity: O(1), nothing is copied.
  public func field(_ record: Int, _ column: Int) -> ArraySlice<UInt8> {
    guard let range = range(record, column) else { return [] }
    return bytes[range]
  }

  /// Calls `body` with the bytes of a field where they lie; with none if there is no such record or column.
  ///
  /// - Complexity: O(1) beside `body`.
  public func withField<R, E>(
    _ record: Int, _ column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    let range = range(record, column) ?? 0..<0
    return try bytes.withUnsafeBufferPointer { (all: UnsafeBufferPointer<UInt8>) throws(E) -> R in
      try body(UnsafeBufferPointer(rebasing: all[range]))
    }
  }

  /// The text of a field; nil if there is no such record or column.
  ///
  /// - Throws: ``CSVError`` with ``ErrorCode/csvInvalidText`` if it is not valid UTF-8, which cannot be for bytes that
  ///   came through a ``TextTranscoder``. Its position has the column, and line and byte offset of the record.
  /// - Complexity: O(*n*) in the length of the field.
  public func text(_ record: Int, _ column: Int) throws(CSVError) -> String? {
    guard let range = range(record, column) else { return nil }
    if let text = String(validating: bytes[range], as: UTF8.self) { return text }
    let position = CSVPosition(line: lines[record], column: column + 1, byteInLine: 1, byteOffset: offsets[record])
    throw CSVError(.csvInvalidText, at: position, "the field is not valid UTF-8")
  }

  /// The texts of one record, one for each column; empty if there is no such record.
  ///
  /// - Throws: As ``text(_:_:)``.
  public func record(_ record: Int) throws(CSVError) -> [String] {
    guard lines.indices.contains(record) else { return [] }
    var texts: [String] = []
    texts.reserveCapacity(columnCount)
    for column in 0..<columnCount { texts.append(try text(record, column) ?? "") }
    return texts
  }

  private func range(_ record: Int, _ column: Int) -> Range<Int>? {
    guard lines.indices.contains(record), column >= 0, column < columnCount else { return nil }
    let index = record * columnCount + column
    return (index == 0 ? 0 : ends[index - 1])..<ends[index]
  }
}
