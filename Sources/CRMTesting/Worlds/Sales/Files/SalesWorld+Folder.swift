public import CRMModel

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// How far the files of a ``SalesWorld`` are written.
public struct SalesWorldProgress: Hashable, Sendable {
  /// The file that is being written.
  public let file: SalesWorldFile
  /// Rows written, of all files.
  public let rowsWritten: Int
  /// Rows there are, in all files.
  public let rowCount: Int
}

extension SalesWorldFile {
  /// A file that was written.
  public struct Written: Hashable, Sendable {
    /// Which file.
    public let file: SalesWorldFile
    /// Rows, without the header.
    public let rows: Int
    /// Bytes.
    public let bytes: Int
  }
}

extension SalesWorld {
  /// Writes every file and its import map into a folder, which is made if it is not there.
  ///
  ///     for written in try world.write(to: "world") {
  ///       let report = try await session.importCSV(.file("world/\(written.file.name)"), map: written.file.importMap())
  ///     }
  ///
  /// - Parameters:
  ///   - folder: The folder's path.
  ///   - progress: Told after each piece of a file.
  /// - Returns: What was written, in the order in which it is imported.
  /// - Throws: `io_error` with the path, if the folder cannot be made, if there is something of one of the names already, or
  ///   if a file cannot be written. Nothing new is left behind then, but for the folder.
  /// - Complexity: O(*n*) in the number of deals, in the same memory for any number.
  @discardableResult
  public func write(
    to folder: String, progress: ((SalesWorldProgress) -> Void)? = nil
  ) throws(StoreError) -> [SalesWorldFile.Written] {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw StoreError(.internal, .inputOutput, "the folder \(folder) cannot be made")
    }
    let names = SalesWorldFile.all.flatMap { [$0.name, $0.mapName] }
    if let name = names.first(where: { NewFile.isTaken("\(folder)/\($0)") }) {
      throw NewFile.taken("\(folder)/\(name)")
    }
    var made: [String] = []
    do {
      return try write(to: folder, progress, &made)
    } catch {
      for path in made { NewFile.remove(path) }
      throw StoreError(wrapping: error)
    }
  }

  private func write(
    to folder: String, _ progress: ((SalesWorldProgress) -> Void)?, _ made: inout [String]
  ) throws -> [SalesWorldFile.Written] {
    let rowCount = SalesWorldFile.all.reduce(0) { $0 + self.rowCount(of: $1) }
    var rowsWritten = 0
    var written: [SalesWorldFile.Written] = []
    for file in SalesWorldFile.all {
      let rows = try NewFile("\(folder)/\(file.name)")
      made.append(rows.path)
      var bytes = 0
      try write(file) { piece, count in
        try rows.write(piece)
        bytes += piece.count
        rowsWritten += count
        progress?(SalesWorldProgress(file: file, rowsWritten: rowsWritten, rowCount: rowCount))
      }
      try rows.finish()
      let map = try NewFile("\(folder)/\(file.mapName)")
      made.append(map.path)
      try map.write(Array(file.mapText.utf8))
      try map.finish()
      written.append(SalesWorldFile.Written(file: file, rows: self.rowCount(of: file), bytes: bytes))
    }
    return written
  }
}
