public import CRMModel

/// Where the bytes of a file to import come from, piece by piece.
///
/// A source can be opened again and gives the same bytes each time, because a transaction may have to be run again.
/// Reading is synchronous: it happens inside the transaction, in which nothing may wait.
public struct ImportSource: Sendable {
  /// How many bytes there are, for the progress; nil if that is not known.
  public let byteCount: Int?
  let open: @Sendable () throws -> (() throws -> [UInt8]?)

  /// A source of any kind.
  ///
  /// - Parameters:
  ///   - byteCount: How many bytes there are; nil if that is not known.
  ///   - open: Begins to read and returns what gives the next piece, of any size, and nil at the end.
  public init(byteCount: Int? = nil, open: @escaping @Sendable () throws -> (() throws -> [UInt8]?)) {
    self.byteCount = byteCount
    self.open = open
  }

  /// Bytes that are at hand.
  public static func bytes(_ bytes: [UInt8]) -> ImportSource {
    ImportSource(byteCount: bytes.count) {
      var rest: [UInt8]? = bytes
      return {
        defer { rest = nil }
        return rest
      }
    }
  }

  /// A file.
  ///
  /// - Parameter path: The file's path; opened when the import begins.
  /// - Throws: ``StoreError`` with code `io_error` if it is not there or no file.
  public static func file(_ path: String) throws(StoreError) -> ImportSource {
    let size = try ImportFile(path).byteCount
    return ImportSource(byteCount: size) {
      let file = try ImportFile(path)
      return { try file.next() }
    }
  }
}
