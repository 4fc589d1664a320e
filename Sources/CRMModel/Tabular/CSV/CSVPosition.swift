/// A place in a delimited text file, for a person to find it and for a program to seek to it.
public struct CSVPosition: Hashable, Sendable, Codable, CustomStringConvertible {
  /// Physical line, from 1. LF, CR and CR LF each end one line, inside quotes too.
  public var line: Int
  /// Field within its record, from 1.
  public var column: Int
  /// Byte within the physical line, from 1, counted in UTF-8.
  public var byteInLine: Int
  /// Bytes before this place, counted in the UTF-8 given to the reader (after transcoding; a byte order mark counts
  /// only if it was given).
  public var byteOffset: Int

  /// Makes a position.
  public init(line: Int, column: Int, byteInLine: Int, byteOffset: Int) {
    self.line = line
    self.column = column
    self.byteInLine = byteInLine
    self.byteOffset = byteOffset
  }

  /// Line, column and byte, such as `line 3, column 2 (byte 7)`.
  public var description: String { "line \(line), column \(column) (byte \(byteInLine))" }
}
