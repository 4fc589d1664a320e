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
    guard target.content == .nothing else {
      throw EngineError(.exists, .inputOutput, "there is a file at the path of the copy already")
    }
    let source = try connect(role: .reader)()
    let copy = ConnectionOpening(
      location: target, role: .reader, options: .readOnly, processID: processIdentity, fileLayer: fileLayer)
    let interruption = Interruption()
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
              try source.run(sql)
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
      target.remove()
      throw error
    }
  }

  private static func check(_ copy: SQLiteConnection) throws {
    defer { try? copy.close() }
    try copy.use {
      guard try copy.first(SQLText("PRAGMA quick_check(1)"), .text) == .text("ok") else {
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
