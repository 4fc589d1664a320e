import CRMModel
import CRMStorage

extension SQLiteEngine {
  /// Writes a copy with `VACUUM INTO`: one snapshot, whatever is written meanwhile, in one file without a log.
  ///
  /// The copy is then opened, checked and brought to the disk. If anything fails, no file stays behind.
  func backup(_ grant: EngineGrant, to path: String) async throws {
    try checkProcess()
    // The lane keeps the engine from being closed; the connection is another, whose cache ends with the copy.
    let lane = try await readers.acquire()
    defer { readers.release(lane) }
    let target = try FileLocation(path)
    // SQLite would delete a journal or log that it finds there, or read it into the copy.
    guard target.content == .nothing, !target.hasCompanions else { throw Self.fileInTheWay }
    let source = try connect(role: .reader)()
    let copy = ConnectionOpening(
      location: target, role: .reader, options: .readOnly, processID: processIdentity, fileLayer: fileLayer)
    let interruption = Interruption()
    lane.work(under: interruption)
    defer { lane.work(under: nil) }
    do {
      try await withTaskCancellationHandler {
        try await offload {
          defer { try? source.close() }
          try interruption.check()
          interruption.arm(source.handle)
          defer { interruption.disarm() }
          try reportingSQLite {
            try source.use {
              var sql = SQLText("VACUUM INTO ")
              sql.bind(.text(target.path))
              do {
                try source.run(sql)
              } catch let failure as SQLiteFailure where failure.isFileInTheWay {
                // SQLite says so too when it cannot find out how large a file is.
                guard target.size == 0 else { throw Self.fileInTheWay }
                throw EngineError(.internal, .inputOutput, "the file of the copy cannot be used")
              }
            }
            try Self.check(try copy.run())
          }
          try target.synchronize()
          try interruption.check()
        }
      } onCancel: {
        interruption.cancel()
      }
    } catch {
      // A file that somebody else made meanwhile is not ours to take away.
      if error as? EngineError != Self.fileInTheWay { target.remove() }
      throw error
    }
  }

  private static let fileInTheWay = EngineError(
    .exists, .inputOutput, "there is a file at the path of the copy already, or a journal or log of one")

  private static func check(_ copy: SQLiteConnection) throws {
    defer { try? copy.close() }
    try copy.use {
      guard try StructureCheck(copy).pages(SQLText("PRAGMA quick_check(1)")).isEmpty else {
        throw EngineError(.damaged, .damaged, "the copy is not sound; the store itself may be damaged")
      }
    }
  }

  func integrityProblems(_ grant: EngineGrant) async throws -> [String] {
    try checkProcess()
    let lane = try await readers.acquire()
    defer { readers.release(lane) }
    let connection = try connect(role: .reader)()
    let interruption = Interruption()
    lane.work(under: interruption)
    defer { lane.work(under: nil) }
    let layouts = LayoutCache()
    return try await withTaskCancellationHandler {
      try await offload {
        defer { try? connection.close() }
        try interruption.check()
        interruption.arm(connection.handle)
        defer { interruption.disarm() }
        return try reportingSQLite {
          try connection.use {
            try connection.run("BEGIN DEFERRED")
            defer { connection.rollBack() }
            try layouts.refresh(connection)
            return try StructureCheck(connection).problems()
          }
        }
      }
    } onCancel: {
      interruption.cancel()
    }
  }
}

extension EngineOptions {
  /// For looking at a file without changing it.
  fileprivate static var readOnly: EngineOptions {
    var options = EngineOptions()
    options.isReadOnly = true
    return options
  }
}
